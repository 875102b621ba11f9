"""Columns with a period of updating of their own: owed, met by what comes in, overdue when nothing does."""

from datetime import date, datetime, timedelta

import pytest

from backbone.records.making import imported
from gongkai.backbone.duties import services
from gongkai.backbone.duties.models import Duty, State
from gongkai.backbone.organs.models import Organ
from gongkai.kernel.actors import SYSTEM, Actor, ForbiddenError

pytestmark = pytest.mark.django_db
WHAT = "record:YC0000030/2026-00001"


def _column(organ: Organ, every: int | None = 30, case: str = "") -> services.Column:
    return services.Column(
        code="staff", title="人事信息", organ=organ, every=every, case=case, address="/columns/staff"
    )


def _owed() -> list[tuple[str, str, str]]:
    rows = Duty.objects.filter(subject="column:staff").order_by("id")
    return [(duty.rule, str(duty.due_on), duty.state) for duty in rows]


def test_a_period_that_was_set_is_owed_from_the_last_update(education: Organ, office: Actor, now: datetime) -> None:
    services.set_column_period(_column(education), updated_on=date(2026, 11, 20), actor=office, now=now)
    duty = Duty.objects.get(subject="column:staff")
    assert (duty.title, duty.public, duty.address, duty.length) == ("更新栏目：人事信息", True, "/columns/staff", 30)
    assert _owed() == [("COLUMN_PERIOD", "2026-12-20", "open")]


def test_what_comes_in_meets_it_and_is_owed_again(education: Organ, office: Actor, now: datetime) -> None:
    services.set_column_period(_column(education), updated_on=date(2026, 11, 20), actor=office, now=now)
    later = now + timedelta(days=2)
    for _ in range(2):
        services.keep_column_current(_column(education), evidence=WHAT, actor=SYSTEM, now=later)
    assert _owed() == [("COLUMN_PERIOD", "2026-12-20", "met"), ("COLUMN_PERIOD", "2026-12-28", "open")]
    assert Duty.objects.get(state=State.MET).evidence[0]["what"] == WHAT


def test_a_column_long_without_anything_is_overdue_at_once(education: Organ, office: Actor, now: datetime) -> None:
    services.set_column_period(_column(education, 7), updated_on=date(2026, 11, 2), actor=office, now=now)
    assert _owed() == [("COLUMN_PERIOD", "2026-11-09", "overdue")]


def test_another_period_takes_the_place_of_the_one_before(education: Organ, office: Actor, now: datetime) -> None:
    for every in (30, 30, 7):
        services.set_column_period(_column(education, every), updated_on=now.date(), actor=office, now=now)
    assert _owed() == [("COLUMN_PERIOD", "2026-12-26", "excused"), ("COLUMN_PERIOD", "2026-12-03", "open")]


def test_without_a_period_nothing_is_owed_any_more(education: Organ, office: Actor, now: datetime) -> None:
    services.set_column_period(_column(education), updated_on=now.date(), actor=office, now=now)
    services.set_column_period(_column(education, None), updated_on=now.date(), actor=office, now=now)
    services.keep_column_current(_column(education, None), evidence=WHAT, actor=SYSTEM, now=now)
    assert [state for _, _, state in _owed()] == ["excused"]


@pytest.mark.parametrize(
    ("every", "case", "most"), [(0, "", 3660), (15, "动态要闻", 14), (184, "通知公告、政策文件", 183), (9999, "", 3660)]
)
def test_a_period_is_no_longer_than_the_check_of_the_state_allows(
    education: Organ, office: Actor, now: datetime, every: int, case: str, most: int
) -> None:
    with pytest.raises(services.DutyRefusedError) as refusal:
        services.set_column_period(_column(education, every, case), updated_on=now.date(), actor=office, now=now)
    assert (refusal.value.code, refusal.value.facts["most"]) == ("column_period_wrong", most)


@pytest.mark.parametrize("who", ["clerk", "other_officer", "auditor", "citizen"])
def test_only_those_in_charge_set_a_period(
    education: Organ, request: pytest.FixtureRequest, who: str, now: datetime
) -> None:
    actor = request.getfixturevalue(who)
    with pytest.raises(ForbiddenError):
        services.set_column_period(_column(education), updated_on=now.date(), actor=actor, now=now)


def test_a_period_set_for_a_column_of_the_rule_book_outlasts_a_publication(
    city: Organ, education: Organ, office: Actor, now: datetime
) -> None:
    imported(education, now)
    column = services.Column(code="notices", title="通知公告", organ=city, every=90, case="通知公告、政策文件")
    services.set_column_period(column, updated_on=now.date(), actor=office, now=now)
    imported(education, now + timedelta(days=3))
    rows = Duty.objects.filter(subject="column:notices").order_by("id").values_list("rule", "length", "state")
    assert list(rows) == [
        ("COLUMN_STALE", None, "excused"),
        ("COLUMN_PERIOD", 90, "met"),
        ("COLUMN_PERIOD", 90, "open"),
    ]
    warned = Duty.objects.get(subject="column:notices", state="open").warn_at
    assert warned is not None
    assert warned.date() == date(2027, 2, 24)
