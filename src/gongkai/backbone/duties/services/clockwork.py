"""Bringing a duty's dates, state and next reminder in step with its clock."""

from collections.abc import Sequence
from datetime import datetime, time

from django.utils import timezone

from gongkai.backbone.duties import law_in_use
from gongkai.backbone.duties.models import Duty, State
from gongkai.backbone.duties.rules import Deadline, course_of, deadline, next_stage
from gongkai.foundations.law.calendar import WorkingCalendar
from gongkai.kernel.due import services as due
from gongkai.kernel.due.registry import Due

REMINDER = "duty.reminder"


def settle(duties: Sequence[Duty], *, now: datetime) -> None:
    """Find the dates of the duties anew and set their next reminder; the rows are not saved."""
    calendar, book = law_in_use.calendar_in_use(), law_in_use.rules_in_use()
    zone = timezone.get_current_timezone()
    for duty in duties:
        rule = book.rule(duty.rule, duty.started_on)
        found = deadline(rule, course_of(duty.__dict__), calendar, zone)
        duty.version, duty.calendar = rule.version, calendar.version
        take(duty, found, now)
    remind_next(duties, calendar, after=now)


def take(duty: Duty, found: Deadline, now: datetime) -> None:
    """Put a deadline into the duty."""
    duty.due_on, duty.due_at, duty.warn_at, duty.provisional = found.on, found.at, found.warn_at, found.provisional
    if found.at is None:
        duty.state = State.SUSPENDED
    else:
        duty.state = State.OVERDUE if now >= found.at else State.OPEN


def remind_next(duties: Sequence[Duty], calendar: WorkingCalendar, *, after: datetime) -> None:
    """Set the next reminder of each duty that is still owed; one that stands has none."""
    zone = timezone.get_current_timezone()
    moments = []
    for duty in duties:
        stage = next_stage(deadline_in(duty), calendar, after=after, zone=zone)
        if stage is None:
            due.cancel(duty.number, REMINDER)
        else:
            moments.append(Due(REMINDER, duty.number, stage[1], {"stage": stage[0].value}))
    due.schedule(*moments)


def deadline_in(duty: Duty) -> Deadline:
    """The deadline that stands in a duty."""
    return Deadline(duty.due_on, duty.due_at, duty.warn_at, duty.provisional)


def local_start(moment: datetime) -> tuple[time, datetime]:
    """The time of day of a moment, and the moment, both local."""
    local = timezone.localtime(moment)
    return local.time().replace(tzinfo=None), local
