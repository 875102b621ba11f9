"""Columns: a list under a name of its own, kept by an organ, owed something new in time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from backbone.records.making import draft, imported
from gongkai.backbone.duties.models import Duty
from gongkai.backbone.duties.services import DutyRefusedError
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records.services import withdraw
from gongkai.backbone.structure.models import Column
from gongkai.backbone.structure.selectors.columns import columns, currencies
from gongkai.backbone.structure.services.columns import (
    ColumnRefusedError,
    Shape,
    column_change,
    column_create,
    column_switch,
)
from gongkai.kernel.actors import SYSTEM, Actor, ForbiddenError, Role
from gongkai.kernel.audit.models import AuditEntry
from kernel.console.people import signed_in

pytestmark = pytest.mark.django_db
WorkOff = Callable[..., list[str]]


def shape(**changes: object) -> Shape:
    given: dict[str, object] = {
        "chinese": "教育通知", "english": "Education notices", "organ": "yunchuan-education",
        "list": "organ/yunchuan-education", "every": 30,
    }  # fmt: skip
    return Shape(**(given | changes))  # type: ignore[arg-type]


def owed() -> list[tuple[str, str]]:
    rows = Duty.objects.filter(subject="column:school").order_by("id")
    return [(str(duty.due_on), duty.state) for duty in rows]


def test_a_column_shows_its_list_and_is_owed_from_its_newest_entry(
    education: Organ, office: Actor, now: datetime, work_off: WorkOff, public: Path
) -> None:
    imported(education, now, draft("关于开学的通知"))
    work_off()
    column_create(code="school", shape=shape(), actor=office, now=now + timedelta(days=9))
    work_off()
    page = (public / "columns/school.html").read_text("utf-8")
    assert "<h1>教育通知</h1>" in page
    assert "关于开学的通知" in page
    assert "教育通知" in (public / "columns.html").read_text("utf-8")
    assert owed() == [("2026-12-26", "open")]


def test_what_is_published_stands_on_its_page_and_meets_what_was_owed(
    education: Organ, office: Actor, now: datetime, work_off: WorkOff, public: Path
) -> None:
    column_create(code="school", shape=shape(), actor=office, now=now)
    work_off()
    assert "这里暂无公开的信息" in (public / "columns/school.html").read_text("utf-8")
    (number,) = imported(education, now + timedelta(days=3), draft("关于放学的通知"))
    work_off()
    assert f"/info/{number}" in (public / "columns/school.html").read_text("utf-8")
    assert owed() == [("2026-12-26", "met"), ("2026-12-29", "open")]
    withdraw(number, form="withdrawn", reason="有误", actor=SYSTEM, now=now + timedelta(days=4))
    work_off()
    assert number not in (public / "columns/school.html").read_text("utf-8")


def test_what_another_organ_publishes_meets_nothing(
    education: Organ, finance: Organ, office: Actor, now: datetime
) -> None:
    column_create(code="school", shape=shape(), actor=office, now=now)
    imported(finance, now + timedelta(days=3), draft("关于预算的通知"))
    assert owed() == [("2026-12-26", "open")]


def test_one_switched_off_has_no_page_and_owes_nothing_until_it_is_there_again(
    education: Organ, office: Actor, now: datetime, work_off: WorkOff, public: Path, client: Client
) -> None:
    column_create(code="school", shape=shape(), actor=office, now=now)
    work_off()
    column_switch("school", active=False, actor=office, now=now)
    work_off()
    assert not (public / "columns/school.html").exists()
    assert client.get("/columns/school").status_code == 404
    assert owed() == [("2026-12-26", "excused")]
    column_switch("school", active=True, actor=office, now=now)
    assert client.get("/en/columns/school").status_code == 200
    assert owed()[1:] == [("2026-12-26", "open")]


def test_a_change_is_kept_with_what_it_was_before(education: Organ, office: Actor, now: datetime) -> None:
    column_create(code="school", shape=shape(), actor=office, now=now)
    for _ in range(2):
        column_change("school", shape=shape(every=7, chinese="学校通知"), actor=office, now=now)
    assert owed() == [("2026-12-26", "excused"), ("2026-12-03", "open")]
    (entry,) = AuditEntry.objects.filter(action="column.changed")
    told = [(held or {}).get("every") for held in (entry.before, entry.after)]
    assert told == [30, 7]


@pytest.mark.parametrize(
    ("code", "changes", "refusal"),
    [
        ("S", {}, "column_code_malformed"),
        ("校", {}, "column_code_malformed"),
        ("notices", {}, "column_code_taken"),
        ("school", {"chinese": "  "}, "column_unnamed"),
        ("school", {"list": "kind/nothing"}, "column_list_unknown"),
        ("school", {"every": 0}, "column_period_wrong"),
    ],
)
def test_what_cannot_be_a_column_is_refused_and_nothing_is_kept(
    education: Organ, office: Actor, now: datetime, code: str, changes: dict[str, object], refusal: str
) -> None:
    with pytest.raises((ColumnRefusedError, DutyRefusedError)) as refused:
        column_create(code=code, shape=shape(**changes), actor=office, now=now)
    assert refused.value.code == refusal
    assert not Column.objects.exists()


def test_no_two_columns_share_a_code(education: Organ, office: Actor, now: datetime) -> None:
    column_create(code="school", shape=shape(), actor=office, now=now)
    with pytest.raises(ColumnRefusedError, match="已有代码为 school 的栏目"):
        column_create(code="school", shape=shape(), actor=office, now=now)


@pytest.mark.parametrize("who", ["clerk", "approver", "auditor", "citizen"])
def test_only_the_office_of_the_city_sets_columns_up(
    education: Organ, request: pytest.FixtureRequest, now: datetime, who: str
) -> None:
    with pytest.raises(ForbiddenError):
        column_create(code="school", shape=shape(), actor=request.getfixturevalue(who), now=now)


def test_those_longest_overdue_stand_first(education: Organ, office: Actor, now: datetime) -> None:
    for code, every in (("a-late", 5), ("b-later", 3), ("c-current", 90), ("d-free", None)):
        column_create(code=code, shape=shape(every=every), actor=office, now=now)
    found = currencies(columns(), today=now.date() + timedelta(days=10))
    assert [(each.column.code, each.late) for each in found] == [
        ("b-later", 7), ("a-late", 5), ("c-current", 0), ("d-free", 0),
    ]  # fmt: skip


def typed(**changes: str) -> dict[str, str]:
    return {
        "code": "school", "chinese": "教育通知", "english": "Education notices", "organ": "yunchuan-education",
        "list": "kind/notice", "every": "30",
    } | changes  # fmt: skip


def test_a_column_is_set_up_changed_and_switched_at_the_console(education: Organ) -> None:
    office = signed_in("office", Role.OPEN_GOVERNMENT_OFFICE)
    assert "还没有栏目" in office.get("/console/columns").content.decode()
    assert office.post("/console/columns/new", typed()).status_code == 302
    assert "教育通知" in office.get("/console/columns").content.decode()
    assert "教育通知" in office.get("/console/columns/school").content.decode()
    office.post("/console/columns/school", typed(chinese="学校通知"))
    office.post("/console/columns/school/off")
    held = Column.objects.get()
    assert (held.chinese, held.active) == ("学校通知", False)
    assert "学校通知" in office.get("/console/columns?state=off").content.decode()
    office.post("/console/columns/school/on")
    assert "没有符合条件的栏目" in office.get("/console/columns?state=late").content.decode()
    table = b"".join(office.get("/console/columns.csv")).decode("utf-8-sig")
    assert "school" in table


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"code": "notices"}, "code", "已有代码为 notices"),
        ({"code": "A b"}, "code", "小写字母"),
        ({"every": "0"}, "every", "大于或等于"),
        ({"chinese": ""}, "chinese", "必填"),
        ({"list": "kind/none"}, "list", "有效的选项"),
    ],
)
def test_what_is_wrong_with_a_column_is_said_at_its_field(
    education: Organ, changes: dict[str, str], field: str, words: str
) -> None:
    office = signed_in("office", Role.OPEN_GOVERNMENT_OFFICE)
    answer = office.post("/console/columns/new", typed(english="Kept words", **changes))
    assert answer.status_code == 400
    assert words in str(answer.context["form"].errors[field])
    assert "Kept words" in answer.content.decode()
