"""When a duty turns yellow and red, and when someone is told; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from gongkai.foundations.law.calendar import WorkingCalendar
from gongkai.foundations.law.clock_rules import ClockRule, Unit
from gongkai.foundations.law.clocks import Course, Outcome, Suspension, counts_workdays, length_of, run

MORNING = time(9)
# Working days after which those above are told of what is overdue.
ESCALATED_AFTER = 3
_CLOSED = frozenset({"met", "met_late", "excused"})


class Light(StrEnum):
    """How a duty looks from afar."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    STANDING = "standing"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a duty is due and from when it is urgent; moments, so that they can be compared and waited for.

    ``at`` is the end of the day ``on``, or the very moment for limits in hours. All are None while the clock stands.
    """

    on: date | None
    at: datetime | None
    warn_at: datetime | None
    provisional: bool = False


def deadline(rule: ClockRule, course: Course, calendar: WorkingCalendar, zone: tzinfo) -> Deadline:
    """The deadline of a clock; raises what ``clocks.run`` raises."""
    outcome = run(rule, course, calendar)
    if outcome.due is None:
        return Deadline(None, None, None)
    if outcome.at is not None:
        at = outcome.at.replace(tzinfo=zone)
        hours = rule.warn or max(1, (rule.length or 0) // 4)
        return Deadline(outcome.due, at, at - timedelta(hours=hours))
    end = datetime.combine(outcome.due + timedelta(days=1), time(), zone)
    warned = datetime.combine(_warned_on(rule, course, outcome, calendar), MORNING, zone)
    return Deadline(outcome.due, end, warned, outcome.provisional)


def _warned_on(rule: ClockRule, course: Course, outcome: Outcome, calendar: WorkingCalendar) -> date:
    assert outcome.due is not None  # noqa: S101 - the caller has looked
    units = rule.warn or _usual_warning(rule)
    if rule.unit.is_stated:
        # An organ may state a day or two: then it is not urgent from the start.
        units = min(units, length_of(rule, course) // 2)
    if counts_workdays(rule):
        return date.fromordinal(calendar.retreat(outcome.due.toordinal(), units))
    return outcome.due - timedelta(days=units * 30 if rule.unit is Unit.MONTH else units)


def _usual_warning(rule: ClockRule) -> int:
    """A quarter of the time, at most five days; a month before what takes months; twenty days before a fixed date."""
    if rule.unit is Unit.MONTH:
        return 1
    if rule.unit is Unit.DATE:
        return 20
    return min(5, max(1, (rule.length or 20) // 4))


def light(*, state: str, at: datetime | None, warn_at: datetime | None, now: datetime) -> Light:
    """How a duty looks now."""
    if state in _CLOSED:
        return Light.DONE
    if at is None or warn_at is None:
        return Light.STANDING
    if now >= at:
        return Light.RED
    return Light.YELLOW if now >= warn_at else Light.GREEN


def course_of(facts: Mapping[str, Any]) -> Course:
    """The course of a clock from the fields of a duty."""
    return Course(
        start=facts["started_on"],
        at=facts["started_at"],
        restart=facts["restarted_on"],
        extension=facts["extension"],
        case=facts["case"],
        length=facts["length"],
        suspensions=tuple(
            Suspension(
                date.fromisoformat(one["first"]),
                date.fromisoformat(one["last"]) if one["last"] else None,
                one.get("why", ""),
            )
            for one in facts["suspensions"]
        ),
    )


class Stage(StrEnum):
    """Why someone is told about a duty."""

    BEFORE = "before"
    ON = "on"
    AFTER = "after"
    ESCALATED = "escalated"


def next_stage(
    found: Deadline, calendar: WorkingCalendar, *, after: datetime, zone: tzinfo
) -> tuple[Stage, datetime] | None:
    """Who is told next, later than a moment; none when all were told or the clock stands."""
    if found.on is None or found.at is None or found.warn_at is None:
        return None
    moments = [(Stage.BEFORE, found.warn_at), (Stage.AFTER, found.at)]
    if found.at - found.warn_at > timedelta(days=1):
        moments.insert(1, (Stage.ON, datetime.combine(found.on, MORNING, zone)))
    above = date.fromordinal(calendar.advance(found.on.toordinal(), ESCALATED_AFTER))
    moments.append((Stage.ESCALATED, datetime.combine(above, MORNING, zone)))
    return next(((stage, moment) for stage, moment in moments if moment > after), None)
