"""Handing over, helping, reminding and escalating."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from backbone.duties.conftest import OpenDuty
from gongkai.backbone.duties import boards, services
from gongkai.backbone.duties.models import Duty, Reminder, State
from gongkai.backbone.organs.models import Organ
from gongkai.kernel.actors import Actor, ForbiddenError
from gongkai.kernel.due.services import fire
from gongkai.kernel.events.models import Event

pytestmark = pytest.mark.django_db

Fire = Callable[[datetime], None]


@pytest.fixture
def pass_time(now: datetime) -> Fire:
    """Let everything fire that is due until a moment."""

    def run(until: datetime) -> None:
        moment = now
        while moment < until:
            moment += timedelta(hours=12)
            while fire(now=moment):
                pass

    return run


def test_a_duty_is_handed_to_another_person(open_duty: OpenDuty, reviewer: Actor, now: datetime) -> None:
    number = open_duty().number
    duty = services.hand_over(
        number, organ="yunchuan-education", person="person:7", why="休假", actor=reviewer, now=now
    )
    assert (duty.person, str(duty.due_on)) == ("person:7", "2026-12-24")


def test_only_someone_above_both_hands_work_to_another_organ(
    open_duty: OpenDuty, finance: Organ, reviewer: Actor, office: Actor, now: datetime
) -> None:
    number = open_duty().number
    with pytest.raises(ForbiddenError):
        services.hand_over(number, organ=finance.code, person="", why="职能划转", actor=reviewer, now=now)
    services.hand_over(number, organ=finance.code, person="", why="职能划转", actor=office, now=now)
    assert Duty.objects.get(number=number).organ == finance


def test_handing_over_needs_a_reason(open_duty: OpenDuty, reviewer: Actor, now: datetime) -> None:
    with pytest.raises(services.DutyRefusedError):
        services.hand_over(
            open_duty().number, organ="yunchuan-education", person="person:7", why="", actor=reviewer, now=now
        )


def test_another_organ_helps_by_a_day(
    open_duty: OpenDuty, finance: Organ, reviewer: Actor, other_officer: Actor, now: datetime
) -> None:
    duty = open_duty()
    day = date(2026, 12, 10)
    services.assistance_ask(duty.number, organ=finance.code, what="核对", due_on=day, actor=reviewer, now=now)
    assert duty in boards.seen_by(other_officer)
    answered = services.assistance_answer(
        duty.number, organ=finance.code, answer="无意见", actor=other_officer, now=now
    )
    assert answered.answered_at == now


@pytest.mark.parametrize(
    ("organ", "what", "day", "code"),
    [
        ("yunchuan-education", "核对", date(2026, 12, 10), "assistance_wrong"),
        ("yunchuan-finance", " ", date(2026, 12, 10), "assistance_wrong"),
        ("yunchuan-finance", "核对", date(2026, 12, 25), "assistance_too_late"),
    ],
)
def test_help_has_its_conditions(
    open_duty: OpenDuty, finance: Organ, reviewer: Actor, now: datetime, organ: str, what: str, day: date, code: str
) -> None:
    with pytest.raises(services.DutyRefusedError) as refusal:
        services.assistance_ask(open_duty().number, organ=organ, what=what, due_on=day, actor=reviewer, now=now)
    assert refusal.value.code == code


def test_the_same_organ_is_asked_once(open_duty: OpenDuty, finance: Organ, reviewer: Actor, now: datetime) -> None:
    number, day = open_duty().number, date(2026, 12, 10)
    services.assistance_ask(number, organ=finance.code, what="核对", due_on=day, actor=reviewer, now=now)
    with pytest.raises(services.DutyRefusedError) as refusal:
        services.assistance_ask(number, organ=finance.code, what="核对", due_on=day, actor=reviewer, now=now)
    assert refusal.value.code == "assistance_asked"


def test_an_organ_is_told_before_on_and_after_and_then_the_one_above(
    open_duty: OpenDuty, city: Organ, pass_time: Fire, now: datetime
) -> None:
    duty = open_duty()
    pass_time(now + timedelta(days=40))
    told = Reminder.objects.filter(duty=duty).order_by("at").values_list("stage", "organ__code")
    assert list(told) == [
        ("before", "yunchuan-education"),
        ("on", "yunchuan-education"),
        ("after", "yunchuan-education"),
        ("escalated", "yunchuan"),
    ]
    duty.refresh_from_db()
    assert (duty.state, duty.escalated_at is not None) == (State.OVERDUE, True)
    assert Event.objects.filter(kind="duty.reminded").count() == 4


def test_nobody_is_reminded_of_what_is_done(
    open_duty: OpenDuty, approver: Actor, pass_time: Fire, now: datetime
) -> None:
    services.excuse(open_duty().number, reason="撤回", actor=approver, now=now)
    pass_time(now + timedelta(days=40))
    assert not Reminder.objects.exists()


def test_reminders_are_seen_by_the_organ_they_are_for(
    open_duty: OpenDuty, pass_time: Fire, clerk: Actor, other_officer: Actor, office: Actor, now: datetime
) -> None:
    open_duty()
    pass_time(now + timedelta(days=23))
    seen = [boards.reminders(actor=actor).count() for actor in (clerk, other_officer, office)]
    assert seen == [1, 0, 1]
