"""Finding the dates of everything that is owed anew, after the calendar or the rule book changed.

Many duties share a rule, a start and all that happened since. The database groups them, each distinct clock is run
once, and a group whose dates change is written in one statement: the work grows with the clocks, not with the duties.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from gongkai.backbone.duties import law_in_use
from gongkai.backbone.duties.models import OWED, Duty, Move, State
from gongkai.backbone.duties.rules import Deadline, course_of, deadline, next_stage
from gongkai.backbone.duties.services.clockwork import REMINDER
from gongkai.foundations.law.calendar import WorkingCalendar
from gongkai.kernel.actors import Ability, Actor, check
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.database.inserting import insert_from
from gongkai.kernel.due import services as due
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.services import emit

AT_ONCE = 5000
LISTED = 200
_CLOCK = ("rule", "started_on", "started_at", "restarted_on", "extension", "case", "length", "suspensions")
_HELD = ("due_on", "due_at", "warn_at", "provisional", "version")


@dataclass(frozen=True, slots=True)
class Change:
    """A duty that is due on another day."""

    number: str
    title: str
    before: date | None
    after: date | None


@dataclass(slots=True)
class Recomputation:
    """How many duties were looked at, how many are due on another day, and how many are provisional no more.

    ``changes`` lists the first of those that move.
    """

    looked_at: int = 0
    moved: int = 0
    confirmed: int = 0
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Group:
    """Duties with the same clock, and the same dates that are not what they should be."""

    facts: dict[str, Any]
    count: int
    found: Deadline
    version: str

    @property
    def moves(self) -> bool:
        return bool(self.facts["due_on"] != self.found.on)

    def duties(self) -> QuerySet[Duty]:
        return Duty.objects.filter(
            OWED,
            **{
                f"{name}__isnull" if value is None else name: value is None or value
                for name, value in self.facts.items()
            },
        )


def recomputation(calendar: WorkingCalendar | None = None) -> Recomputation:
    """What would change under this calendar, or the one in use; nothing is written."""
    result = Recomputation()
    for group in _differing(calendar or law_in_use.calendar_in_use(), result):
        _note(group, result)
    return result


def recompute(*, actor: Actor, now: datetime, why: str) -> Recomputation:
    """Bring the dates of all that is owed in step with the law, have people told, and note it in the audit.

    The audit has one entry with the sums; which duty moved from which day to which stands in ``Move``, whose rows
    are as unchangeable as the audit's.
    """
    check(actor, Ability.CALENDAR_EDIT)
    with transaction.atomic():
        calendar, result = law_in_use.calendar_in_use(), Recomputation()
        for group in list(_differing(calendar, result)):
            _note(group, result)
            if group.moves:
                _move(group, calendar, now)
            _write(group, calendar, now)
        summary = {"looked_at": result.looked_at, "moved": result.moved, "confirmed": result.confirmed}
        write(Fact("duty.recomputed", f"calendar:{calendar.version}", after=summary, reason=why), actor=actor, now=now)
        emit(Emission("duty.recomputed", calendar.version, summary), lane=Lane.DEPENDENTS, now=now)
    return result


def _differing(calendar: WorkingCalendar, result: Recomputation) -> Iterator[_Group]:
    book, zone = law_in_use.rules_in_use(), timezone.get_current_timezone()
    groups = Duty.objects.filter(OWED).values(*_CLOCK, *_HELD).annotate(count=Count("id")).order_by()
    for row in groups.iterator(chunk_size=AT_ONCE):
        count = row.pop("count")
        result.looked_at += count
        rule = book.rule(row["rule"], row["started_on"])
        found = deadline(rule, course_of(row), calendar, zone)
        held = tuple(row[name] for name in _HELD)
        if held != (found.on, found.at, found.warn_at, found.provisional, rule.version):
            yield _Group(row, count, found, rule.version)


def _note(group: _Group, result: Recomputation) -> None:
    if group.facts["provisional"] and not group.found.provisional:
        result.confirmed += group.count
    if group.moves:
        result.moved += group.count
        wanted = LISTED - len(result.changes)
        # In the order of the index by which they are found: the first of very many, without sorting them.
        listed = group.duties().values_list("number", "title")[:wanted] if wanted else ()
        result.changes += [Change(n, title, group.facts["due_on"], group.found.on) for n, title in listed]


def _move(group: _Group, calendar: WorkingCalendar, now: datetime) -> None:
    """Note of each duty that moves from which day to which, and set the reminder of its new day."""
    days = {"before": group.facts["due_on"], "after": group.found.on}
    noted = {"at": now, **days, "calendar": calendar.version, "rule": group.version}
    insert_from(Move, ("duty_id", "organ_id"), group.duties().values_list("id", "organ_id"), noted)
    stage = next_stage(group.found, calendar, after=now, zone=timezone.get_current_timezone())
    if stage is not None:
        numbers = group.duties().values_list("number")
        due.schedule_each(REMINDER, numbers, at=stage[1], data={"stage": stage[0].value})


def _write(group: _Group, calendar: WorkingCalendar, now: datetime) -> None:
    found = group.found
    changed: dict[str, Any] = {
        "warn_at": found.warn_at,
        "provisional": found.provisional,
        "version": group.version,
        "calendar": calendar.version,
    }
    if group.moves or group.facts["due_at"] != found.at:
        # Only then, because whatever is named here has its indexes written anew.
        state = State.SUSPENDED if found.at is None else State.OVERDUE if now >= found.at else State.OPEN
        changed |= {"due_on": found.on, "due_at": found.at, "state": state}
    # One that was closed, or whose clock was changed, since it was read is not of the group any more.
    group.duties().update(**changed)
