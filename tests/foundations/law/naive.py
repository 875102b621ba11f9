"""The slow and plain way to run a clock, to compare with."""

from collections.abc import Sequence
from datetime import date, timedelta

from gongkai.foundations.law.calendar import WorkingCalendar
from gongkai.foundations.law.clock_rules import Unit
from gongkai.foundations.law.clocks import Suspension

DAY = timedelta(days=1)


def naive_due(unit: Unit, start: date, length: int, stops: Sequence[Suspension], calendar: WorkingCalendar) -> date:
    """Walk day by day: a day counts when it is worked, or any for calendar days, and nothing stops it."""
    day, left = start, length
    while left:
        day += DAY
        stopped = any(s.first <= day <= (s.last or day) for s in stops)
        left -= not stopped and (unit is Unit.DAY or calendar.is_workday(day))
    while unit is Unit.DAY and not calendar.is_workday(day):
        day += DAY
    return day
