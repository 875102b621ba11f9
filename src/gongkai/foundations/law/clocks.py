"""Running a clock: from a rule, a start and what happened on the way, the day on which something is due.

Every day a rule counts is looked up in the calendar's running totals, so that a clock costs about the same whether it
runs for two days or for two years. ``derivations`` tells the same day by day, for people.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from gongkai.foundations.errors import GongkaiError
from gongkai.foundations.law.calendar import WorkingCalendar
from gongkai.foundations.law.clock_rules import ClockRule, Unit

_FOREVER = date.max.toordinal()


class ClockRefusedError(GongkaiError):
    """The rule does not allow what is asked of its clock."""


@dataclass(frozen=True, slots=True)
class Suspension:
    """A time that does not count: neither ``first``, nor ``last``, nor any day between. Open while ``last`` is None."""

    first: date
    last: date | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What happens to a clock.

    ``restart`` is the day from which the whole time runs anew, ``extension`` the units added, once; ``length`` is the
    time that the organ states where the rule leaves it open.
    """

    start: date
    at: time | None = None
    suspensions: tuple[Suspension, ...] = ()
    restart: date | None = None
    extension: int = 0
    case: str = ""
    length: int | None = field(default=None)

    @property
    def begins(self) -> date:
        """The day after which is counted."""
        return self.restart or self.start


@dataclass(frozen=True, slots=True)
class Outcome:
    """When something is due. ``due`` is None while the clock stands; ``left`` is then what remains of it.

    ``at`` is the moment, for limits in hours. ``provisional`` says that a year on the way has no notice yet.
    ``counted_until`` is the day the counting ended, before it rolled over days off.
    """

    due: date | None
    at: datetime | None = None
    provisional: bool = False
    left: int = 0
    counted_until: date | None = None


def run(rule: ClockRule, course: Course, calendar: WorkingCalendar) -> Outcome:
    """When the clock of this rule ends; raises ``ClockRefusedError`` for what the rule does not allow."""
    check(rule, course)
    if rule.unit is Unit.HOUR:
        return _hours(rule, course)
    if rule.unit is Unit.DATE:
        return Outcome(_fixed(rule, course.begins))
    return _days(rule, course, calendar)


def due_on(rule: ClockRule, start: date, calendar: WorkingCalendar) -> date:
    """When a clock ends on which nothing happens; for many at once."""
    if rule.unit is Unit.WORKDAY and rule.length is not None:
        return date.fromordinal(calendar.advance(start.toordinal(), rule.length))
    due = run(rule, Course(start=start), calendar).due
    assert due is not None, "a clock stands only while it is suspended"  # noqa: S101
    return due


def check(rule: ClockRule, course: Course) -> None:
    """Raise ``ClockRefusedError`` unless the rule allows what happened."""
    code = rule.code
    if course.suspensions and not rule.suspend:
        raise ClockRefusedError("not_suspendable", f"规则 {code} 没有可以扣除的期间，不能中止。", rule=code)
    if course.restart and not rule.restart:
        raise ClockRefusedError("not_restartable", f"规则 {code} 没有重新计算的情形。", rule=code)
    if course.restart and course.restart < course.start:
        raise ClockRefusedError("restart_too_early", "重新计算之日早于起算日：请核对日期。")
    if any(s.last is not None and s.last < s.first for s in course.suspensions):
        raise ClockRefusedError("suspension_reversed", "中止期间的结束日早于开始日：请核对日期。")
    if course.extension < 0 or (course.extension and rule.extend is None):
        raise ClockRefusedError("not_extendable", f"规则 {code} 不能延长。", rule=code)
    if rule.extend is not None and course.extension > rule.extend.most:
        most = rule.extend.most
        raise ClockRefusedError(
            "extension_too_long", f"规则 {code} 最多延长 {most}，且只能一次。", rule=code, most=most
        )
    if rule.unit.is_stated and course.length is None:
        raise ClockRefusedError("length_not_stated", f"规则 {code} 的期限由机关确定：请写明天数。", rule=code)


def length_of(rule: ClockRule, course: Course) -> int:
    """How many units run, with the extension."""
    stated = course.length if rule.unit.is_stated else rule.length_in(course.case)
    return (stated or 0) + course.extension


def counts_workdays(rule: ClockRule) -> bool:
    """Whether working days alone are counted; what an organ states itself is in working days too."""
    return rule.unit in {Unit.WORKDAY, Unit.STATED}


def standing(course: Course) -> list[tuple[int, int]]:
    """The suspended stretches after the beginning, as ordinals, in order and merged where they overlap."""
    merged: list[tuple[int, int]] = []
    for one in sorted(course.suspensions, key=lambda s: s.first):
        first, last = one.first.toordinal(), one.last.toordinal() if one.last else _FOREVER
        if last <= course.begins.toordinal():
            continue
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def _days(rule: ClockRule, course: Course, calendar: WorkingCalendar) -> Outcome:
    begins, number = course.begins.toordinal(), length_of(rule, course)
    if rule.unit is Unit.MONTH:
        number = _months_later(course.begins, number).toordinal() - begins
    workdays = counts_workdays(rule)
    ended, left = _walk(begins, number, standing(course), calendar if workdays else None)
    if ended is None:
        return Outcome(None, left=left)
    due = ended if workdays or not rule.rolls else calendar.roll(ended)
    provisional = (workdays or rule.rolls) and calendar.is_provisional(begins if workdays else ended, due)
    return Outcome(date.fromordinal(due), provisional=provisional, counted_until=date.fromordinal(ended))


def _walk(
    at: int, number: int, stretches: Sequence[tuple[int, int]], calendar: WorkingCalendar | None
) -> tuple[int | None, int]:
    """The day ``number`` days after ``at`` that do not lie in a stretch; or none, and how many are left.

    With a calendar working days are counted, else all.
    """
    for first, last in stretches:
        before = first - 1
        if before > at:
            passed = before - at if calendar is None else calendar.count(at, before)
            if passed >= number:
                break
            number -= passed
        elif number == 0:
            break
        if last == _FOREVER:
            return None, number
        at = max(at, last)
    return (at + number if calendar is None else calendar.advance(at, number)), 0


def _hours(rule: ClockRule, course: Course) -> Outcome:
    began = datetime.combine(course.begins, course.at or time())
    moment = began + timedelta(hours=length_of(rule, course))
    return Outcome(moment.date(), moment)


def _fixed(rule: ClockRule, after: date) -> date:
    month, day = int(rule.date[:2]), int(rule.date[3:])
    this_year = _clipped(after.year, month, day)
    return this_year if this_year >= after else _clipped(after.year + 1, month, day)


def _months_later(day: date, months: int) -> date:
    """The same day of a later month; its last day where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    return _clipped(day.year + years, month + 1, day.day)


def _clipped(year: int, month: int, day: int) -> date:
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day, last))
