"""The working calendar: the notices as written, what other lists say, years without a notice, local days."""

import json
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.foundations.law import calendar, notices
from gongkai.foundations.law.calendar import DayKind, OutsideCalendarError, WorkingCalendar, working_calendar
from gongkai.foundations.law.tables import BrokenRuleBookError
from support.require import shared

CALENDAR = working_calendar()
YEARS = range(2004, 2027)
# A day on which another list differs from the notices, and why ours is right. Both lists agree on every day today.
EXPLAINED: dict[date, str] = {}
NOTICE_OF_2027 = """
year = 2027
source = "国务院办公厅关于2027年部分节假日安排的通知"
certainty = "V"
off = [{ name = "元旦", from = 2027-01-01, to = 2027-01-03 }, { name = "国庆节", from = 2027-10-01, to = 2027-10-07 }]
work = [2027-09-26]
"""
DAYS = st.dates(date(2004, 1, 1), date(2058, 12, 31))


def _days(year: int) -> list[date]:
    return [day.day for day in CALENDAR.days(date(year, 1, 1), date(year, 12, 31))]


@pytest.mark.parametrize("year", YEARS)
def test_every_day_agrees_with_the_package_chinesecalendar(year: int) -> None:
    differing = [d for d in _days(year) if CALENDAR.is_workday(d) != chinese_calendar.is_workday(d)]
    assert [d for d in differing if d not in EXPLAINED] == []


def test_every_day_agrees_with_the_shared_list_of_notices() -> None:
    differing = [
        day["date"]
        for line in shared("data/holidays.jsonl").read_text("utf-8").splitlines()
        for day in json.loads(line)["days"]
        if CALENDAR.is_workday(date.fromisoformat(day["date"])) == day["isOffDay"]
    ]
    assert [d for d in differing if date.fromisoformat(d) not in EXPLAINED] == []


def test_no_explanation_outlives_its_disagreement() -> None:
    assert [d for d in EXPLAINED if CALENDAR.is_workday(d) == chinese_calendar.is_workday(d)] == []


def test_the_spring_of_2020_was_longer_than_announced() -> None:
    extended = [CALENDAR.day(date(2020, 1, 31) + timedelta(days=number)) for number in range(4)]
    assert [day.works for day in extended] == [False, False, False, True]


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        (date(2026, 11, 26), DayKind.WORKDAY, ""),
        (date(2026, 11, 28), DayKind.WEEKEND, ""),
        (date(2026, 10, 7), DayKind.HOLIDAY, "国庆节"),
        (date(2026, 10, 10), DayKind.MAKE_UP, ""),
    ],
)
def test_a_day_tells_what_it_is_and_where_that_stands(day: date, kind: DayKind, name: str) -> None:
    found = CALENDAR.day(day)
    assert (found.kind, found.name, found.provisional) == (kind, name, False)
    assert found.source == ("" if kind in {DayKind.WORKDAY, DayKind.WEEKEND} else notices.notices()[-1].source)


def test_a_year_without_a_notice_has_its_decreed_days_and_is_provisional() -> None:
    off = [CALENDAR.day(day) for day in _days(2027) if CALENDAR.day(day).kind is DayKind.HOLIDAY]
    assert [d.day.isoformat() for d in off if d.name == "春节"] == [
        "2027-02-05",
        "2027-02-06",
        "2027-02-07",
        "2027-02-08",
    ]
    assert len(off) == 13
    assert all(day.provisional and "2024年11月10日" in day.source for day in off)


def test_an_ordinary_day_of_a_year_without_a_notice_is_provisional_too() -> None:
    assert CALENDAR.day(date(2027, 3, 1)).provisional
    assert not CALENDAR.day(date(2026, 3, 2)).provisional


def test_entering_the_notice_makes_the_year_sure() -> None:
    entered = working_calendar((notices.read_notice(NOTICE_OF_2027),))
    assert entered.day(date(2027, 9, 26)).kind is DayKind.MAKE_UP
    assert not entered.day(date(2027, 3, 1)).provisional
    first, last = date(2026, 12, 1).toordinal(), date(2027, 12, 31).toordinal()
    assert (CALENDAR.is_provisional(first, last), entered.is_provisional(first, last)) == (True, False)


def test_a_local_day_wins_over_everything() -> None:
    local = (
        notices.LocalDay(day=date(2026, 11, 26), works=False, name="校庆放假", source="云政〔2026〕1号"),
        notices.LocalDay(day=date(2026, 10, 1), works=True, name="值班", source="云政〔2026〕2号"),
    )
    ours = working_calendar((), local)
    assert [ours.day(one.day).kind for one in local] == [DayKind.LOCAL_OFF, DayKind.LOCAL_WORK]
    assert ours.day(date(2026, 11, 26)).name == "校庆放假"


def test_leaving_out_later_notices_makes_their_years_provisional() -> None:
    assert working_calendar(until=2025).is_provisional(date(2026, 1, 1).toordinal(), date(2026, 1, 2).toordinal())


@given(day=DAYS, number=st.integers(0, 90))
def test_looking_up_equals_walking_day_by_day(day: date, number: int) -> None:
    walked, left = day, number
    while left:
        walked += timedelta(days=1)
        left -= CALENDAR.is_workday(walked)
    assert CALENDAR.advance(day.toordinal(), number) == walked.toordinal()
    assert CALENDAR.count(day.toordinal(), walked.toordinal()) == number


@given(day=DAYS)
def test_a_day_off_rolls_to_the_next_working_day(day: date) -> None:
    rolled = date.fromordinal(CALENDAR.roll(day.toordinal()))
    assert CALENDAR.is_workday(rolled)
    assert CALENDAR.working_days(day, rolled) == [rolled]


@pytest.mark.parametrize("day", [date(2003, 12, 30), date(2061, 1, 1)])
def test_what_no_calendar_knows_is_refused(day: date) -> None:
    for ask in (
        lambda: CALENDAR.day(day),
        lambda: CALENDAR.advance(day.toordinal(), 1),
        lambda: CALENDAR.count(day.toordinal(), day.toordinal()),
    ):
        with pytest.raises(OutsideCalendarError):
            ask()
    assert calendar.FIRST.year == 2004


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ("work = [2027-09-27]", "不是周六、周日"),
        ("work = [2027-10-02]", "既放假又上班"),
        ("work = [2028-01-02]", "不在 2027 年"),
        ("work = 1", "work is a int"),
        ("wrk = []", "work is missing"),
    ],
)
def test_a_notice_that_cannot_be_is_refused(wrong: str, what: str) -> None:
    with pytest.raises(BrokenRuleBookError, match=what):
        notices.read_notice(NOTICE_OF_2027.replace("work = [2027-09-26]", wrong))


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("to = 2027-01-03", "to = 2026-12-31", "早于开始日"),
        ("from = 2027-10-01", "from = 2027-01-02", "重叠"),
        ("to = 2027-01-03 }", "bis = 2027-01-03 }", "a holiday has name, from and to"),
        ('"V"', '"X"', "certainty 'X'"),
        ("year = 2027", "", "year is missing"),
        ("year = 2027", "year = 2027\nmonth = 1", "unknown field month"),
        ("year = 2027", "year", "file"),
    ],
)
def test_a_notice_says_everything_it_must(before: str, after: str, what: str) -> None:
    with pytest.raises(BrokenRuleBookError, match=what):
        notices.read_notice(NOTICE_OF_2027.replace(before, after))


def test_a_citys_own_days_are_read_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "days.toml"
    assert notices.read_local_days(file) == ()
    row = '[[day]]\nday = 2026-11-26\nworks = false\nname = "防汛"\nsource = "云政〔2026〕1号"\n'
    file.write_text(row, "utf-8")
    assert notices.read_local_days(file)[0].name == "防汛"
    file.write_text(row + row, "utf-8")
    with pytest.raises(BrokenRuleBookError, match=r"days\.toml:7, 2026-11-26: stands here twice"):
        notices.read_local_days(file)


def test_a_calendar_may_be_made_of_nothing() -> None:
    assert not WorkingCalendar(()).announced
