"""Clocks: the vectors of the law, what a clock may do, and properties that hold for all of them."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundations.law.naive import naive_due
from gongkai.foundations.law.calendar import working_calendar
from gongkai.foundations.law.clock_book import clock_book
from gongkai.foundations.law.clock_rules import CaseUnknownError, ClockRule, Unit
from gongkai.foundations.law.clocks import ClockRefusedError, Course, Suspension, due_on, run
from gongkai.foundations.law.derivations import Why, derive

CALENDAR = working_calendar()
BOOK = clock_book()
REPLY = BOOK.rule("REQ_REPLY", date(2020, 8, 25))


def _rule(code: str, on: str = "2020-08-25") -> ClockRule:
    return BOOK.rule(code, date.fromisoformat(on))


def _due(rule: ClockRule, start: str, **what: Any) -> str:
    return str(run(rule, Course(start=date.fromisoformat(start), **what), CALENDAR).due)


def _stop(first: str, last: str = "") -> Suspension:
    return Suspension(date.fromisoformat(first), date.fromisoformat(last) if last else None)


@pytest.mark.parametrize(
    ("code", "start", "extension", "due"),
    [
        ("REQ_REPLY", "2020-08-25", 0, "2020-09-22"),
        ("PROACTIVE", "2020-08-25", 0, "2020-09-22"),
        ("REQ_REPLY", "2020-09-25", 0, "2020-10-29"),
        ("REQ_REPLY", "2020-09-25", 20, "2020-11-26"),
        ("REQ_REPLY", "2020-12-31", 0, "2021-01-29"),
        ("REQ_CORRECT", "2021-01-29", 0, "2021-02-08"),
        ("REQ_CORRECT", "2021-02-08", 0, "2021-02-23"),
        ("REQ_REPLY", "2020-01-20", 0, "2020-02-25"),
        ("THIRD_PARTY", "2020-09-30", 0, "2020-10-28"),
        ("REQ_REPLY", "2025-12-31", 0, "2026-01-29"),
        ("REQ_REPLY", "2026-02-13", 0, "2026-03-19"),
        ("REQ_CORRECT", "2026-09-18", 0, "2026-09-29"),
    ],
)
def test_a_clock_of_working_days_ends_where_the_calendar_of_the_country_says(
    code: str, start: str, extension: int, due: str
) -> None:
    assert _due(_rule(code, start), start, extension=extension) == due


@pytest.mark.parametrize(
    ("code", "start", "due"),
    [
        ("ORD_MAIL_CONFIRM", "2026-10-03", "2026-10-03"),
        ("RULE_FILE", "2026-11-02", "2026-12-02"),
        ("RULE_FILE", "2026-09-03", "2026-10-08"),  # the thirtieth day is 3 October, a holiday
        ("LITIGATION", "2025-08-31", "2026-02-28"),  # no 31 February: its last day, a make-up working day
        ("LITIGATION", "2026-04-03", "2026-10-08"),
        ("AR_GOV", "2025-12-31", "2026-03-31"),
        ("AR_DEPT", "2026-12-31", "2027-01-31"),  # a Sunday: a fixed date stays
        ("AR_DEPT", "2026-02-01", "2027-01-31"),
        ("HOME_STALE", "2026-09-20", "2026-10-04"),  # the check does not wait for working days
    ],
)
def test_other_units_end_as_their_rules_say(code: str, start: str, due: str) -> None:
    assert _due(_rule(code, start), start) == due


def test_hours_run_from_the_moment_on_and_over_days_off() -> None:
    outcome = run(_rule("OPINION_24H"), Course(start=date(2026, 10, 1), at=time(22, 30)), CALENDAR)
    assert str(outcome.at) == "2026-10-02 22:30:00"


def test_what_is_due_in_a_year_without_a_notice_is_provisional() -> None:
    starts = (date(2026, 11, 26), date(2026, 12, 15))
    assert [run(REPLY, Course(start=start), CALENDAR).provisional for start in starts] == [False, True]


def test_a_fixed_date_needs_no_notice() -> None:
    assert not run(_rule("AR_GOV", "2026-12-31"), Course(start=date(2026, 12, 31)), CALENDAR).provisional


@pytest.mark.parametrize(
    ("stops", "due"),
    [
        ([_stop("2020-09-01", "2020-09-10")], "2020-10-09"),
        ([_stop("2020-09-01", "2020-09-01")], "2020-09-23"),
        ([_stop("2020-09-05", "2020-09-06")], "2020-09-22"),  # a weekend alone stops nothing
        ([_stop("2020-09-01", "2020-09-04"), _stop("2020-09-03", "2020-09-10")], "2020-10-09"),
        ([_stop("2020-09-01", "2020-09-04"), _stop("2020-09-07", "2020-09-10")], "2020-10-09"),
        ([_stop("2020-09-22", "2020-09-24")], "2020-09-25"),
        ([_stop("2020-09-23", "2020-09-24")], "2020-09-22"),
        ([_stop("2020-08-20", "2020-08-25")], "2020-09-22"),
    ],
)
def test_days_of_a_suspension_do_not_count(stops: list[Suspension], due: str) -> None:
    assert _due(REPLY, "2020-08-25", suspensions=tuple(stops)) == due


def test_an_open_suspension_stops_the_clock_with_what_is_left() -> None:
    course = Course(start=date(2020, 8, 25), suspensions=(_stop("2020-09-01"),))
    outcome = run(REPLY, course, CALENDAR)
    assert (outcome.due, outcome.left) == (None, 16)
    lines = derive(REPLY, course, CALENDAR)
    assert (sum(line.counted for line in lines), lines[-1].code) == (4, Why.SUSPENDED)


def test_an_open_suspension_after_the_end_stops_nothing() -> None:
    assert _due(REPLY, "2020-08-25", suspensions=(_stop("2020-09-30"),)) == "2020-09-22"


def test_a_restart_gives_the_whole_time_again() -> None:
    stopped_before = (_stop("2020-08-21", "2020-08-24"),)
    assert _due(REPLY, "2020-08-20", restart=date(2020, 8, 25), suspensions=stopped_before) == "2020-09-22"


@pytest.mark.parametrize(
    ("code", "course", "refusal"),
    [
        ("THIRD_PARTY", {"suspensions": (_stop("2020-09-01"),)}, "not_suspendable"),
        ("THIRD_PARTY", {"restart": date(2020, 9, 1)}, "not_restartable"),
        ("THIRD_PARTY", {"extension": 1}, "not_extendable"),
        ("REQ_REPLY", {"extension": -1}, "not_extendable"),
        ("REQ_REPLY", {"extension": 21}, "extension_too_long"),
        ("REQ_REPLY", {"restart": date(2020, 8, 1)}, "restart_too_early"),
        ("REQ_REPLY", {"suspensions": (_stop("2020-09-02", "2020-09-01"),)}, "suspension_reversed"),
        ("REQ_DELAY35", {}, "length_not_stated"),
    ],
)
def test_what_the_rule_does_not_allow_is_refused(code: str, course: dict[str, Any], refusal: str) -> None:
    with pytest.raises(ClockRefusedError) as error:
        run(_rule(code), Course(start=date(2020, 8, 25), **course), CALENDAR)
    assert error.value.code == refusal


def test_the_organ_states_the_time_where_the_rule_leaves_it_open() -> None:
    assert _due(_rule("REQ_DELAY35"), "2020-08-25", length=20) == "2020-09-22"


def test_a_case_of_a_rule_has_its_own_length() -> None:
    rule = _rule("ND_EXPIRE")
    assert [_due(rule, "2020-08-25", case=case) for case in ("", "暂行、试行")] == ["2025-08-25", "2022-08-25"]
    with pytest.raises(CaseUnknownError):
        _due(rule, "2020-08-25", case="其他")


def test_a_derivation_tells_every_day_and_why() -> None:
    course = Course(
        start=date(2020, 9, 25), suspensions=(Suspension(date(2020, 10, 9), date(2020, 10, 9), "征求意见"),)
    )
    lines = {str(line.day): line for line in derive(REPLY, course, CALENDAR)}
    said = {day: lines[day].why() for day in ("2020-09-25", "2020-09-26", "2020-09-27", "2020-10-01", "2020-10-09")}
    assert said == {
        "2020-09-25": "起算日，不计入",
        "2020-09-26": "周末，不计入",
        "2020-09-27": "调休上班日，计入",
        "2020-10-01": "国庆节、中秋节放假，不计入",
        "2020-10-09": "扣除的期间：征求意见，不计入",
    }
    assert lines["2020-10-10"].why("en") == "make-up working day, counted"


def test_a_rolled_end_is_told() -> None:
    lines = derive(_rule("RULE_FILE", "2026-09-03"), Course(start=date(2026, 9, 3)), CALENDAR)
    assert [line.code for line in lines[-6:]] == [Why.COUNTED, *[Why.LAST_DAY_OFF] * 4, Why.ROLLED_TO]


def test_hours_and_fixed_dates_are_told_in_two_lines() -> None:
    hours = derive(_rule("OPINION_5H"), Course(start=date(2026, 10, 1), at=time(22)), CALENDAR)
    assert [line.moment for line in hours] == ["2026-10-01T22:00", "2026-10-02T03:00"]
    fixed = derive(_rule("AR_GOV"), Course(start=date(2025, 12, 31)), CALENDAR)
    assert [(str(line.day), line.code) for line in fixed][1] == ("2026-03-31", Why.FIXED)


DAYS = st.dates(date(2008, 1, 1), date(2030, 12, 31))
LENGTHS = st.integers(0, 45)
STOPS = st.lists(st.tuples(st.integers(-20, 80), st.integers(0, 30)), max_size=4)
UNITS = st.sampled_from([Unit.WORKDAY, Unit.DAY])


def _made(unit: Unit, length: int) -> ClockRule:
    return replace(REPLY, unit=unit, length=length)


def _stops(start: date, drawn: list[tuple[int, int]]) -> tuple[Suspension, ...]:
    firsts = [(start + timedelta(days=after), long) for after, long in drawn]
    return tuple(Suspension(first, first + timedelta(days=long)) for first, long in firsts)


def _end(rule: ClockRule, start: date, stops: tuple[Suspension, ...] = ()) -> date:
    due = run(rule, Course(start=start, suspensions=stops), CALENDAR).due
    assert due is not None
    return due


@given(unit=UNITS, start=DAYS, later=st.integers(0, 30), length=LENGTHS)
def test_who_starts_later_never_ends_earlier(unit: Unit, start: date, later: int, length: int) -> None:
    rule = _made(unit, length)
    assert _end(rule, start) <= _end(rule, start + timedelta(days=later))


@given(unit=UNITS, start=DAYS, length=LENGTHS, more=st.integers(0, 20))
def test_a_longer_limit_never_ends_earlier(unit: Unit, start: date, length: int, more: int) -> None:
    assert _end(_made(unit, length), start) <= _end(_made(unit, length + more), start)


@given(start=DAYS, first=LENGTHS, second=LENGTHS)
def test_two_limits_of_working_days_in_a_row_are_one_of_their_sum(start: date, first: int, second: int) -> None:
    one_by_one = _end(_made(Unit.WORKDAY, second), _end(_made(Unit.WORKDAY, first), start))
    assert one_by_one == _end(_made(Unit.WORKDAY, first + second), start)


@given(unit=UNITS, start=DAYS, length=st.integers(1, 45), drawn=STOPS)
def test_nothing_is_ever_due_on_a_day_off(unit: Unit, start: date, length: int, drawn: list[tuple[int, int]]) -> None:
    assert CALENDAR.is_workday(_end(_made(unit, length), start, _stops(start, drawn)))


@given(unit=UNITS, start=DAYS, length=LENGTHS, drawn=STOPS)
def test_a_suspension_never_shortens(unit: Unit, start: date, length: int, drawn: list[tuple[int, int]]) -> None:
    rule = _made(unit, length)
    assert _end(rule, start) <= _end(rule, start, _stops(start, drawn))


@given(unit=UNITS, start=DAYS, length=LENGTHS, drawn=STOPS)
def test_the_days_counted_sum_up_to_the_limit(
    unit: Unit, start: date, length: int, drawn: list[tuple[int, int]]
) -> None:
    course = Course(start=start, suspensions=_stops(start, drawn))
    lines = derive(_made(unit, length), course, CALENDAR)
    assert [line.number for line in lines if line.counted] == list(range(1, length + 1))
    assert [line.day for line in lines] == [start + timedelta(days=n) for n in range(len(lines))]
    assert lines[-1].day == run(_made(unit, length), course, CALENDAR).due


@given(unit=UNITS, start=DAYS, length=LENGTHS, drawn=STOPS)
def test_a_clock_equals_the_walk_day_by_day(unit: Unit, start: date, length: int, drawn: list[tuple[int, int]]) -> None:
    stops = _stops(start, drawn)
    assert _end(_made(unit, length), start, stops) == naive_due(unit, start, length, stops, CALENDAR)


@given(start=DAYS, length=LENGTHS)
def test_many_at_once_are_as_one_by_one(start: date, length: int) -> None:
    rule = _made(Unit.WORKDAY, length)
    assert due_on(rule, start, CALENDAR) == _end(rule, start)
