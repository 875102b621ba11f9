"""The life of a duty: opened, standing, extended, met, excused."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from backbone.duties.conftest import OpenDuty
from gongkai.backbone.duties import services
from gongkai.backbone.duties.models import Duty, State
from gongkai.backbone.duties.services.access import DutyClosedError, DutyMissingError
from gongkai.foundations.law.clocks import ClockRefusedError
from gongkai.kernel.actors import SYSTEM, Actor, ForbiddenError
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.due.models import DueTime
from gongkai.kernel.events.models import Event

pytestmark = pytest.mark.django_db


def _again(duty: Duty) -> Duty:
    return Duty.objects.get(pk=duty.pk)


def _actions(duty: Duty) -> list[str]:
    return list(
        AuditEntry.objects.filter(subject=f"duty:{duty.number}").order_by("id").values_list("action", flat=True)
    )


def test_a_duty_knows_its_day_its_rule_and_its_number(open_duty: OpenDuty) -> None:
    duty = open_duty()
    assert (duty.number, str(duty.due_on), duty.state) == ("2026-000001", "2026-12-24", State.OPEN)
    assert (duty.version, duty.calendar, duty.provisional) == ("REQ_REPLY@2019-05-15", "2026", False)


def test_opening_is_audited_told_and_reminded_of(open_duty: OpenDuty) -> None:
    duty = open_duty()
    assert _actions(duty) == ["duty.opened"]
    assert Event.objects.filter(kind="duty.opened", subject=duty.number).count() == 1
    assert DueTime.objects.get(kind="duty.reminder", subject=duty.number).data == {"stage": "before"}


def test_the_same_is_owed_only_once(open_duty: OpenDuty, education: Any, now: datetime) -> None:
    duty = open_duty()
    again = services.Opening(
        rule=duty.rule, organ=education, subject=duty.subject, title="又", start=date(2026, 11, 27)
    )
    assert services.open_duties([again], actor=SYSTEM, now=now) == []


def test_what_began_long_ago_is_overdue_at_once(open_duty: OpenDuty) -> None:
    assert open_duty(start=date(2026, 1, 5)).state == State.OVERDUE


def test_a_duty_is_met_with_its_evidence(open_duty: OpenDuty, now: datetime) -> None:
    duty = open_duty()
    services.meet(duty.subject, evidence="event:7", at=now, actor=SYSTEM, now=now)
    met = _again(duty)
    assert (met.state, met.evidence[0]["what"], met.closed_at) == (State.MET, "event:7", now)
    assert not DueTime.objects.filter(subject=duty.number).exists()
    assert _actions(duty) == ["duty.opened", "duty.met"]


@pytest.mark.parametrize(("days", "state"), [(28, State.MET), (29, State.MET_LATE)])
def test_a_duty_met_after_its_day_is_met_late(open_duty: OpenDuty, now: datetime, days: int, state: State) -> None:
    duty = open_duty()
    services.meet(duty.subject, evidence="event:7", at=now + timedelta(days=days), actor=SYSTEM, now=now)
    assert _again(duty).state == state


def test_only_the_named_rules_are_met(open_duty: OpenDuty, now: datetime) -> None:
    duty = open_duty()
    assert services.meet(duty.subject, ["THIRD_PARTY"], evidence="event:7", at=now, actor=SYSTEM, now=now) == []
    assert _again(duty).state == State.OPEN


def test_a_reviewer_suspends_and_resumes(open_duty: OpenDuty, reviewer: Actor, now: datetime) -> None:
    duty = open_duty()
    standing = services.suspend(duty.number, first=date(2026, 12, 1), why="征求第三方意见", actor=reviewer, now=now)
    assert (standing.state, standing.due_on) == (State.SUSPENDED, None)
    assert not DueTime.objects.filter(subject=duty.number).exists()
    going = services.resume(duty.number, last=date(2026, 12, 4), actor=reviewer, now=now)
    assert (going.state, str(going.due_on)) == (State.OPEN, "2026-12-30")
    assert DueTime.objects.filter(subject=duty.number).exists()
    assert _actions(duty) == ["duty.opened", "duty.suspended", "duty.resumed"]


def test_what_does_not_stand_cannot_be_resumed(open_duty: OpenDuty, reviewer: Actor, now: datetime) -> None:
    with pytest.raises(services.DutyRefusedError) as refusal:
        services.resume(open_duty().number, last=date(2026, 12, 4), actor=reviewer, now=now)
    assert refusal.value.code == "not_suspended"


def test_a_duty_is_extended_once_by_someone_named(open_duty: OpenDuty, approver: Actor, now: datetime) -> None:
    number = open_duty().number
    longer = services.extend(number, by=20, approved_by="公开办主任", why="征集材料", actor=approver, now=now)
    assert (str(longer.due_on), longer.provisional) == ("2027-01-22", True)
    with pytest.raises(services.DutyRefusedError) as refusal:
        services.extend(number, by=1, approved_by="公开办主任", why="再延", actor=approver, now=now)
    assert refusal.value.code == "extended_already"


@pytest.mark.parametrize(
    ("later", "how", "code"),
    [
        (0, {"by": 0, "approved_by": "主任"}, "approver_missing"),
        (0, {"by": 5, "approved_by": " "}, "approver_missing"),
        (29, {"by": 5, "approved_by": "主任"}, "extended_too_late"),
        (0, {"by": 21, "approved_by": "主任"}, "extension_too_long"),
    ],
)
def test_an_extension_has_its_conditions(
    open_duty: OpenDuty, approver: Actor, now: datetime, later: int, how: dict[str, Any], code: str
) -> None:
    duty = open_duty()
    with pytest.raises((services.DutyRefusedError, ClockRefusedError)) as refusal:
        services.extend(duty.number, why="", actor=approver, now=now + timedelta(days=later), **how)
    assert refusal.value.code == code
    assert _again(duty).extension == 0


def test_a_restart_gives_the_whole_time_again(open_duty: OpenDuty, approver: Actor, now: datetime) -> None:
    again = services.restart(open_duty().number, on=date(2026, 12, 1), why="补正", actor=approver, now=now)
    assert str(again.due_on) == "2026-12-29"


def test_excusing_needs_a_reason(open_duty: OpenDuty, approver: Actor, now: datetime) -> None:
    duty = open_duty()
    with pytest.raises(services.DutyRefusedError):
        services.excuse(duty.number, reason=" ", actor=approver, now=now)
    services.excuse(duty.number, reason="申请人撤回申请", actor=approver, now=now)
    assert (_again(duty).state, _again(duty).reason) == (State.EXCUSED, "申请人撤回申请")


def test_what_is_closed_is_changed_no_more(open_duty: OpenDuty, approver: Actor, now: datetime) -> None:
    duty = open_duty()
    services.excuse(duty.number, reason="撤回", actor=approver, now=now)
    with pytest.raises(DutyClosedError):
        services.excuse(duty.number, reason="撤回", actor=approver, now=now)


def test_a_duty_nobody_knows_is_missing(approver: Actor, now: datetime) -> None:
    with pytest.raises(DutyMissingError):
        services.excuse("2026-999999", reason="撤回", actor=approver, now=now)


@pytest.mark.parametrize("who", ["clerk", "stranger", "other_officer", "citizen", "auditor"])
def test_only_those_in_charge_change_a_duty(
    open_duty: OpenDuty, request: pytest.FixtureRequest, who: str, now: datetime
) -> None:
    with pytest.raises(ForbiddenError):
        services.excuse(open_duty().number, reason="撤回", actor=request.getfixturevalue(who), now=now)
