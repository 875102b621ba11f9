"""What is to be published when, for the calendar."""

from calendar import Calendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from gongkai.backbone.records.desk import Reach, within
from gongkai.backbone.records.models import Record
from gongkai.backbone.records.services.reopening import SCHEDULED
from gongkai.kernel.actors import Ability, Actor, may
from gongkai.kernel.due import selectors as due


@dataclass(frozen=True, slots=True)
class Appointment:
    """A record that is to be published at a moment, and whether this actor can take it off the schedule."""

    record: Record
    at: datetime
    can_cancel: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar; ``is_outside`` the month it fills up."""

    day: date
    is_outside: bool
    is_today: bool
    appointments: list[Appointment]


def month(year: int, number: int, organs: Reach, *, actor: Actor, now: datetime) -> list[list[Day]]:
    """The weeks of the month from Monday to Sunday, each day with what is to be published on it."""
    weeks = Calendar().monthdatescalendar(year, number)
    found = _appointments(weeks[0][0], weeks[-1][-1], organs, actor)
    today = timezone.localdate(now)
    return [[Day(day, day.month != number, day == today, found.get(day, [])) for day in week] for week in weeks]


def _appointments(first: date, last: date, organs: Reach, actor: Actor) -> dict[date, list[Appointment]]:
    since, until = (timezone.make_aware(datetime.combine(day, time.min)) for day in (first, last + timedelta(days=1)))
    moments = list(due.between(SCHEDULED, since, until))
    rows = within(Record.objects.select_related("organ"), organs).filter(
        index_number__in=[moment.subject for moment in moments]
    )
    held = {row.index_number: row for row in rows.defer("document", "outline", "evidence", "attachments")}
    days: dict[date, list[Appointment]] = defaultdict(list)
    for moment in moments:
        record = held.get(moment.subject)
        if record is not None:
            can_cancel = may(actor, Ability.RECORD_PUBLISH, organ=record.organ.code)
            days[timezone.localdate(moment.at)].append(Appointment(record, moment.at, can_cancel))
    return days
