"""The calendar of what is to be published: a month from Monday to Sunday, and taking something off it."""

from datetime import datetime, timedelta

import pytest

from backbone.records import making
from backbone.records.console.desks import Enter, at
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import scheduling, services
from gongkai.backbone.records.models import Record, State
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.actors import Actor, ForbiddenError, Role
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.due.models import DueTime


@pytest.fixture
def scheduled(education: Organ, clerk: Actor, chain: dict[str, Actor], approver: Actor, now: datetime) -> Record:
    """To be published on the last day of November, a Monday, at half past nine."""
    (made,) = making.drafted(education, clerk, now)
    services.submit(made.index_number, actor=clerk, now=now)
    for step, actor in chain.items():
        services.decide(made.index_number, step=step, passed=True, actor=actor, now=now)
    return services.schedule(made.index_number, at=now + timedelta(days=4), actor=approver, now=now)


def test_a_month_begins_on_monday_and_shows_whole_weeks(scheduled: Record, approver: Actor, now: datetime) -> None:
    weeks = scheduling.month(2026, 11, None, actor=approver, now=now)
    assert {len(week) for week in weeks} == {7}
    assert {week[0].day.weekday() for week in weeks} == {0}
    assert (weeks[0][0].day.isoformat(), weeks[-1][-1].day.isoformat()) == ("2026-10-26", "2026-12-06")
    (monday,) = [day for week in weeks for day in week if day.appointments]
    assert monday.day.isoformat() == "2026-11-30"
    assert monday.appointments[0].can_cancel
    assert [day.day.isoformat() for week in weeks for day in week if day.is_today] == ["2026-11-26"]


def test_what_is_of_another_organ_is_not_in_the_calendar(
    scheduled: Record, finance: Organ, enter: Enter, approver: Actor, now: datetime
) -> None:
    weeks = scheduling.month(2026, 11, frozenset({finance.code}), actor=approver, now=now)
    assert not any(day.appointments for week in weeks for day in week)
    stranger = enter("stranger", Role.APPROVER, organ=finance.code)
    assert scheduled.title not in stranger.get("/console/calendar?month=2026-11").content.decode()


def test_the_page_shows_the_moment_in_the_time_of_the_city(scheduled: Record, enter: Enter) -> None:
    page = enter("editor", Role.EDITOR).get("/console/calendar?month=2026-11").content.decode()
    assert "<b>09:30</b>" in page
    assert scheduled.title in page
    assert page.index("周一") < page.index("周日")
    assert "unschedule" not in page


@pytest.mark.parametrize("month", ["2026-13", "soon", "0001-01", "9999-12", "", "2026-11-26"])
def test_a_month_that_is_none_is_the_running_one(scheduled: Record, enter: Enter, month: str) -> None:
    assert enter("editor", Role.EDITOR).get("/console/calendar", {"month": month}).status_code == 200


def test_the_approver_takes_it_off_and_it_stays_signed_off(scheduled: Record, enter: Enter) -> None:
    client = enter("other-approver", Role.APPROVER)
    answer = client.post(at(scheduled, "/unschedule"), {"calendar": "1"})
    assert answer["location"] == "/console/calendar"
    assert making.fresh(scheduled.index_number).state == State.APPROVED
    assert not DueTime.objects.filter(kind="record.publish").exists()
    entry = AuditEntry.objects.get(action="record.unscheduled")
    assert entry.actor == f"person:{Person.objects.get(login='other-approver').pk}"
    again = client.post(at(scheduled, "/unschedule"), follow=True)
    assert "这条信息没有定时发布。" in again.content.decode()


def test_who_may_not_publish_does_not_take_it_off(scheduled: Record, clerk: Actor, enter: Enter, now: datetime) -> None:
    with pytest.raises(ForbiddenError):
        services.unschedule(scheduled.index_number, actor=clerk, now=now)
    assert enter("editor", Role.EDITOR).post(at(scheduled, "/unschedule")).status_code == 403
    assert making.fresh(scheduled.index_number).state == State.SCHEDULED
