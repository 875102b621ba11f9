"""The tree of subjects at the console: the state's words, and what was published under each."""

from collections.abc import Callable
from datetime import datetime

import pytest

from backbone.records.making import draft, imported
from gongkai.backbone.channels.selectors import total, totals
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records.services import withdraw
from gongkai.backbone.structure.selectors.subjects import tree
from gongkai.foundations import law
from gongkai.kernel.actors import SYSTEM, Role
from kernel.console.people import signed_in

pytestmark = pytest.mark.django_db
WorkOff = Callable[..., list[str]]


def test_each_subject_counts_what_its_list_shows(education: Organ, now: datetime, work_off: WorkOff) -> None:
    papers = [draft(f"关于开学的通知{n}", subject=subject) for n, subject in enumerate(("01.01", "01.01", "01.02"))]
    first, *_ = imported(education, now, *papers)
    work_off()
    withdraw(first, form="published_in_error", reason="误发。", actor=SYSTEM, now=now)
    work_off()
    top = tree(on=now.date())[0]
    assert (top.subject.code, top.total) == ("01", 2)
    assert [(one.subject.code, one.total) for one in top.below[:3]] == [("01.01", 1), ("01.02", 1), ("01.03", 0)]
    assert totals("subject") == {name: total(name) for name in totals("subject")}


def test_without_filters_the_whole_tree_is_there(now: datetime) -> None:
    found = tree(on=now.date())
    assert sum(1 + len(top.below) for top in found) == len(law.subjects(on=now.date()))


def test_words_find_a_subject_below_the_one_it_belongs_to(now: datetime) -> None:
    (top,) = tree(on=now.date(), text="办公厅")
    assert (top.subject.code, [one.subject.code for one in top.below]) == ("01", ["01.02"])


def test_the_office_sees_them_with_their_lists_and_takes_them_away_as_a_table(
    education: Organ, now: datetime, work_off: WorkOff
) -> None:
    imported(education, now, draft("关于开学的通知", subject="01.01"))
    work_off()
    office = signed_in("office", Role.OPEN_GOVERNMENT_OFFICE)
    said = office.get("/console/subjects").content.decode()
    assert '<a href="/lists/subject/01.02">' in said
    table = b"".join(office.get("/console/subjects.csv?text=01.0")).decode()
    assert '"01.01","政府","Government","01","1"' in table
    unused = office.get("/console/subjects?state=empty").content.decode()
    assert '"/lists/subject/01.02"' in unused
    assert '"/lists/subject/01.01"' not in unused
    assert "没有符合条件的主题" in office.get("/console/subjects?text=走失").content.decode()


def test_others_do_not(education: Organ) -> None:
    assert signed_in("editor", Role.EDITOR, organ=education.code).get("/console/subjects").status_code == 403
