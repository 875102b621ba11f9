"""When a duty turns yellow and red, and who is told next."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gongkai.backbone.duties.rules import Deadline, Light, Stage, deadline, light, next_stage
from gongkai.foundations.law.calendar import working_calendar
from gongkai.foundations.law.clock_book import clock_book
from gongkai.foundations.law.clocks import Course, Suspension

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = working_calendar()


def _deadline(rule: str, start: str, **what: Any) -> Deadline:
    day = date.fromisoformat(start)
    return deadline(clock_book().rule(rule, day), Course(start=day, **what), CALENDAR, ZONE)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("rule", "start", "warned"),
    [
        ("REQ_REPLY", "2020-08-25", "2020-09-15"),  # five working days before
        ("PERMIT_PENALTY_PUBLISH", "2020-09-24", "2020-09-30"),  # over the holiday
        ("AR_GOV", "2025-12-31", "2026-03-11"),
        ("ND_EXPIRE", "2021-01-31", "2025-08-04"),
        ("ND_CONSULT", "2026-03-02", "2026-03-27"),
    ],
)
def test_the_light_turns_yellow_by_the_rule(rule: str, start: str, warned: str) -> None:
    found = _deadline(rule, start)
    assert found.warn_at == _at(f"{warned} 09:00")


def test_a_day_ends_at_midnight() -> None:
    assert _deadline("REQ_REPLY", "2020-08-25").at == _at("2020-09-23 00:00")


def test_hours_end_at_their_moment() -> None:
    found = _deadline("URGENT_CONFIRM", "2026-11-26", at=time(9, 30))
    assert (found.at, found.warn_at) == (_at("2026-11-27 09:30"), _at("2026-11-27 05:30"))


def test_a_standing_clock_has_no_deadline() -> None:
    found = _deadline("REQ_REPLY", "2020-08-25", suspensions=(Suspension(date(2020, 9, 1)),))
    assert found == Deadline(None, None, None)
    assert next_stage(found, CALENDAR, after=_at("2020-09-01 00:00"), zone=ZONE) is None


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2020-09-15 08:59", Light.GREEN),
        ("2020-09-15 09:00", Light.YELLOW),
        ("2020-09-22 23:59", Light.YELLOW),
        ("2020-09-23 00:00", Light.RED),
    ],
)
def test_the_light_follows_the_time(moment: str, expected: Light) -> None:
    found = _deadline("REQ_REPLY", "2020-08-25")
    assert light(state="open", at=found.at, warn_at=found.warn_at, now=_at(moment)) is expected


def test_what_is_closed_or_stands_has_its_own_light() -> None:
    now = _at("2020-09-15 08:59")
    assert light(state="met", at=now, warn_at=now, now=now) is Light.DONE
    assert light(state="suspended", at=None, warn_at=None, now=now) is Light.STANDING


def test_people_are_told_before_on_and_after_and_then_those_above_them() -> None:
    found = _deadline("REQ_REPLY", "2020-08-25")
    told, after = [], _at("2020-08-25 10:00")
    while (stage := next_stage(found, CALENDAR, after=after, zone=ZONE)) is not None:
        told.append((stage[0], f"{stage[1]:%m-%d %H:%M}"))
        after = stage[1]
    assert told == [
        (Stage.BEFORE, "09-15 09:00"),
        (Stage.ON, "09-22 09:00"),
        (Stage.AFTER, "09-23 00:00"),
        (Stage.ESCALATED, "09-25 09:00"),
    ]


def test_a_limit_of_hours_has_no_morning_of_its_own() -> None:
    found = _deadline("OPINION_5H", "2026-11-26", at=time(9))
    stage = next_stage(found, CALENDAR, after=_at("2026-11-26 13:30"), zone=ZONE)
    assert stage == (Stage.AFTER, _at("2026-11-26 14:00"))
    assert found.at is not None
    assert found.warn_at == found.at - timedelta(hours=1)
