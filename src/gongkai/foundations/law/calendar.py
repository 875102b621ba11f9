"""The working calendar: which days are worked, why, and how sure that is."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from gongkai.foundations.errors import GongkaiError
from gongkai.foundations.law import notices
from gongkai.foundations.law.notices import LocalDay, Notice

FIRST, LAST = date(2004, 1, 1), date(2060, 12, 31)
_BEFORE = FIRST.toordinal() - 1
_SATURDAY = 5


class DayKind(StrEnum):
    """Why a day is worked or not."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    LOCAL_OFF = "local_off"
    LOCAL_WORK = "local_work"


WORKED = frozenset({DayKind.WORKDAY, DayKind.MAKE_UP, DayKind.LOCAL_WORK})


@dataclass(frozen=True, slots=True)
class Day:
    """One day: its kind, the holiday's name, where that stands, and whether no notice of its year is known."""

    day: date
    kind: DayKind
    name: str = ""
    source: str = ""
    provisional: bool = False

    @property
    def works(self) -> bool:
        """Whether it is a working day."""
        return self.kind in WORKED


class OutsideCalendarError(GongkaiError):
    """A day lies outside of what any calendar here knows."""

    def __init__(self, day: date) -> None:
        super().__init__(
            "outside_calendar",
            f"{day} 不在工作日历范围内（{FIRST} 至 {LAST}）：请核对日期。",
            day=day,
            first=FIRST,
            last=LAST,
        )


class WorkingCalendar:
    """Working days from ``FIRST`` to ``LAST``, counted once so that every question is a look-up.

    Later notices win over earlier ones on the same day, local days over all. A year of which no notice is given is
    provisional: Monday to Friday without the days off by decree.
    """

    def __init__(self, given: Iterable[Notice], local: Iterable[LocalDay] = ()) -> None:
        self._special: dict[int, Day] = {}
        ordered = sorted(given, key=lambda notice: notice.year)
        self.announced = frozenset(notice.year for notice in ordered)
        for year in range(FIRST.year, LAST.year + 1):
            if year not in self.announced:
                for day, name, source in notices.decreed(year):
                    self._put(Day(day, DayKind.HOLIDAY, name, source, provisional=True))
        for notice in ordered:
            self._announce(notice)
        for one in local:
            kind = DayKind.LOCAL_WORK if one.works else DayKind.LOCAL_OFF
            self._put(Day(one.day, kind, one.name, one.source, provisional=one.day.year not in self.announced))
        self._count()

    def _put(self, day: Day) -> None:
        self._special[day.day.toordinal()] = day

    def _announce(self, notice: Notice) -> None:
        for holiday in notice.off:
            for day in holiday.days():
                self._put(Day(day, DayKind.HOLIDAY, holiday.name, notice.source))
        for day in notice.work:
            self._put(Day(day, DayKind.MAKE_UP, "", notice.source))

    def _count(self) -> None:
        self._upto, self._nth = array("l", [0]), array("l", [_BEFORE])
        for ordinal in range(_BEFORE + 1, LAST.toordinal() + 1):
            special = self._special.get(ordinal)
            works = special.works if special else (ordinal - 1) % 7 < _SATURDAY
            if works:
                self._nth.append(ordinal)
            self._upto.append(len(self._nth) - 1)
        unannounced = [year for year in range(FIRST.year, LAST.year + 1) if year not in self.announced]
        self.sure_until = date(unannounced[0], 1, 1).toordinal() if unannounced else LAST.toordinal() + 1

    @property
    def version(self) -> str:
        """The last year whose notice is known."""
        return str(max(self.announced, default=""))

    def day(self, day: date) -> Day:
        """What there is to know of a day."""
        if not FIRST <= day <= LAST:
            raise OutsideCalendarError(day)
        special = self._special.get(day.toordinal())
        if special is not None:
            return special
        kind = DayKind.WORKDAY if day.weekday() < _SATURDAY else DayKind.WEEKEND
        return Day(day, kind, provisional=day.year not in self.announced)

    def is_workday(self, day: date) -> bool:
        """Whether the day is worked."""
        return self.day(day).works

    def count(self, after: int, until: int) -> int:
        """Working days after one day up to and including another, both as ordinals."""
        try:
            return (
                self._upto[until - _BEFORE] - self._upto[after - _BEFORE] if after >= _BEFORE else self._outside(after)
            )
        except IndexError:
            return self._outside(until)

    def advance(self, after: int, number: int) -> int:
        """The ordinal of the ``number``-th working day after a day; the day itself for none."""
        if number == 0:
            return after
        if after < _BEFORE:
            return self._outside(after)
        try:
            return self._nth[self._upto[after - _BEFORE] + number]
        except IndexError:
            return self._outside(LAST.toordinal() + 1)

    def retreat(self, before: int, number: int) -> int:
        """The ordinal of the ``number``-th working day before a day; the day itself for none."""
        if number == 0:
            return before
        index = self.count(_BEFORE, before - 1) - number + 1
        return self._nth[index] if index > 0 else self._outside(_BEFORE)

    def roll(self, ordinal: int) -> int:
        """The day itself when it is worked, else the next that is."""
        return self.advance(ordinal - 1, 1)

    def is_provisional(self, first: int, last: int) -> bool:
        """Whether a year between the two days has no notice yet."""
        if last < self.sure_until:
            return False
        years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
        return any(year not in self.announced for year in years)

    def days(self, first: date, last: date) -> list[Day]:
        """Every day from one to another, both included."""
        return [self.day(first + timedelta(days=number)) for number in range((last - first).days + 1)]

    def working_days(self, first: date, last: date) -> list[date]:
        """The working days from one day to another, both included."""
        from_, to = bisect_right(self._nth, first.toordinal() - 1), bisect_right(self._nth, last.toordinal())
        return [date.fromordinal(self._nth[number]) for number in range(from_, to)]

    def _outside(self, ordinal: int) -> int:
        raise OutsideCalendarError(date.fromordinal(max(1, ordinal)))


@lru_cache(maxsize=8)
def working_calendar(
    entered: tuple[Notice, ...] = (), local: tuple[LocalDay, ...] = (), until: int | None = None
) -> WorkingCalendar:
    """The calendar of the rule book's notices and those entered since; ``until`` leaves out later years' notices.

    An entered notice takes the place of the rule book's of the same year.
    """
    known = {notice.year: notice for notice in (*notices.notices(), *entered)}
    given = [notice for year, notice in known.items() if until is None or year <= until]
    return WorkingCalendar(given, local)
