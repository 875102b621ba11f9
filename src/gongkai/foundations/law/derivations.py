"""Telling how a day came about: every day counted or skipped, and why."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongkai.foundations.law.calendar import Day, DayKind, WorkingCalendar
from gongkai.foundations.law.clock_rules import ClockRule, Unit
from gongkai.foundations.law.clocks import Course, Outcome, counts_workdays, run, standing


class Why(StrEnum):
    """Why a day counts or not."""

    START = "start"
    RESTART = "restart"
    COUNTED = "counted"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    LOCAL_OFF = "local_off"
    LOCAL_WORK = "local_work"
    SUSPENDED = "suspended"
    LAST_DAY_OFF = "last_day_off"
    ROLLED_TO = "rolled_to"
    FIXED = "fixed"
    HOURS = "hours"


# What is said of a day: in Chinese and in English; {name} is the holiday or the reason of the suspension.
_WORDS: dict[Why, tuple[str, str]] = {
    Why.START: ("起算日，不计入", "the day it starts, not counted"),
    Why.RESTART: ("重新计算之日，不计入", "the day it starts anew, not counted"),
    Why.COUNTED: ("计入", "counted"),
    Why.MAKE_UP: ("调休上班日，计入", "make-up working day, counted"),
    Why.WEEKEND: ("周末，不计入", "weekend, not counted"),
    Why.HOLIDAY: ("{name}放假，不计入", "holiday ({name}), not counted"),
    Why.LOCAL_OFF: ("本地放假（{name}），不计入", "local day off ({name}), not counted"),
    Why.LOCAL_WORK: ("本地上班日（{name}），计入", "local working day ({name}), counted"),
    Why.SUSPENDED: ("扣除的期间{name}，不计入", "suspended{name}, not counted"),
    Why.LAST_DAY_OFF: ("期间届满后的休息日，顺延", "the period ends on days off and runs on"),
    Why.ROLLED_TO: ("顺延至此日届满", "the next working day, on which it ends"),
    Why.FIXED: ("规定的日期", "the day fixed by the rule"),
    Why.HOURS: ("满规定的小时数", "the hours have passed"),
}
_OF_DAY_OFF = {DayKind.WEEKEND: Why.WEEKEND, DayKind.HOLIDAY: Why.HOLIDAY, DayKind.LOCAL_OFF: Why.LOCAL_OFF}
_OF_WORKDAY = {DayKind.MAKE_UP: Why.MAKE_UP, DayKind.LOCAL_WORK: Why.LOCAL_WORK}


@dataclass(frozen=True, slots=True)
class Line:
    """A day of a derivation. ``number`` is its place among the days counted, 0 where it is not counted.

    ``day`` is a moment's text for limits in hours.
    """

    day: date
    counted: bool
    code: Why
    number: int = 0
    name: str = ""
    source: str = ""
    provisional: bool = False
    moment: str = ""

    def why(self, language: str = "zh") -> str:
        """The reason in words."""
        words = _WORDS[self.code][language.startswith("en")]
        return words.format(name=self.name)


def derive(rule: ClockRule, course: Course, calendar: WorkingCalendar) -> list[Line]:
    """Every day from the beginning to the day something is due; for a standing clock, to the day it stopped."""
    outcome = run(rule, course, calendar)
    began = Why.RESTART if course.restart else Why.START
    if outcome.at is not None:
        start = f"{course.begins}T{(course.at or outcome.at.min.time()):%H:%M}"
        return [
            Line(course.begins, counted=False, code=began, moment=start),
            Line(outcome.at.date(), counted=True, code=Why.HOURS, number=1, moment=f"{outcome.at:%Y-%m-%dT%H:%M}"),
        ]
    first = Line(course.begins, counted=False, code=began)
    if rule.unit is Unit.DATE:
        assert outcome.due is not None  # noqa: S101 - a fixed date never stands still
        return [first, Line(outcome.due, counted=True, code=Why.FIXED, number=1)]
    return [first, *_days(rule, course, outcome, calendar)]


def _days(rule: ClockRule, course: Course, outcome: Outcome, calendar: WorkingCalendar) -> list[Line]:
    stretches = standing(course)
    last = outcome.due or date.fromordinal(max(stretches[-1][0], course.begins.toordinal() + 1))
    lines: list[Line] = []
    number = 0
    workdays = counts_workdays(rule)
    day = course.begins + timedelta(days=1)
    while day <= last:
        line = _line(calendar.day(day), course, outcome, workdays=workdays, stretches=stretches, number=number + 1)
        number += line.counted
        lines.append(line)
        day += timedelta(days=1)
    return lines


def _line(
    day: Day, course: Course, outcome: Outcome, *, workdays: bool, stretches: list[tuple[int, int]], number: int
) -> Line:
    if any(first <= day.day.toordinal() <= last for first, last in stretches):
        why = next((s.why for s in course.suspensions if s.first <= day.day <= (s.last or day.day) and s.why), "")
        return Line(day.day, counted=False, code=Why.SUSPENDED, name=f"：{why}" if why else "")
    if outcome.counted_until is not None and day.day > outcome.counted_until:
        code = Why.ROLLED_TO if day.day == outcome.due else Why.LAST_DAY_OFF
        return Line(day.day, counted=False, code=code, name=day.name, source=day.source, provisional=day.provisional)
    if workdays and not day.works:
        code = _OF_DAY_OFF[day.kind]
        return Line(day.day, counted=False, code=code, name=day.name, source=day.source, provisional=day.provisional)
    code = _OF_WORKDAY.get(day.kind, Why.COUNTED) if workdays else Why.COUNTED
    return Line(day.day, True, code, number, day.name, day.source, day.provisional if workdays else False)
