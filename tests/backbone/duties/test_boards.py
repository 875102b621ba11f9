"""Boards: lights, the weeks to come, who sees what, and the files for other programs."""

import csv
import io
import zipfile
from datetime import date, datetime, timedelta

import pytest

from backbone.duties.conftest import OpenDuty
from gongkai.backbone.duties import boards, feeds, selectors, services
from gongkai.backbone.organs.models import Organ
from gongkai.kernel.actors import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def four(open_duty: OpenDuty, finance: Organ, reviewer: Actor, now: datetime) -> None:
    """One of each light, and one of another organ."""
    open_duty(subject="r:green")
    open_duty(subject="r:yellow", start=date(2026, 11, 4), person="test:clerk")
    open_duty(subject="r:red", start=date(2026, 10, 9))
    standing = open_duty(subject="r:standing")
    services.suspend(standing.number, first=date(2026, 11, 27), why="征求意见", actor=reviewer, now=now)
    open_duty(subject="r:other", organ=finance)


def test_a_board_counts_lights_and_lists_what_comes_next(four: None, clerk: Actor, now: datetime) -> None:
    board = boards.board(actor=clerk, now=now)
    assert (board.green, board.yellow, board.red, board.standing, board.total) == (1, 1, 1, 1, 4)
    listed = boards.listed(boards.owed(actor=clerk), now=now)
    assert ([duty.subject for duty in listed.duties], listed.after) == (["r:red", "r:yellow", "r:green"], "")


@pytest.mark.parametrize("light", ["red", "yellow", "green", "standing"])
def test_what_has_a_light_is_listed_alone(four: None, clerk: Actor, now: datetime, light: str) -> None:
    listed = boards.listed(boards.owed(actor=clerk), now=now, light=light)
    assert [duty.subject for duty in listed.duties] == [f"r:{light}"]


@pytest.mark.parametrize("light", ["", "standing"])
def test_a_page_begins_where_the_one_before_ended(
    open_duty: OpenDuty, reviewer: Actor, clerk: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch, light: str
) -> None:
    monkeypatch.setattr(boards, "ON_A_PAGE", 2)
    days = enumerate((2, 3, 3, 3, 4))
    numbers = [open_duty(subject=f"r:{key}", start=date(2026, 11, day)).number for key, day in days]
    if light:
        for number in numbers:
            services.suspend(number, first=date(2026, 11, 27), why="征求意见", actor=reviewer, now=now)
    seen, after = [], ""
    for _ in range(3):
        page = boards.listed(boards.owed(actor=clerk), now=now, light=light, after=after)
        seen += [duty.number for duty in page.duties]
        after = page.after
    assert (seen, after) == (numbers, "")


@pytest.mark.parametrize("after", ["nothing", "_", "9" * 30 + "_1", "1_" + "9" * 30, "²_²"])
def test_a_place_that_is_none_is_the_beginning(four: None, clerk: Actor, now: datetime, after: str) -> None:
    assert len(boards.listed(boards.owed(actor=clerk), now=now, after=after).duties) == 3


def test_the_weeks_to_come_are_forecast(four: None, clerk: Actor, now: datetime) -> None:
    forecast = dict(boards.board(actor=clerk, now=now).forecast)
    assert (len(forecast), forecast[date(2026, 11, 30)], forecast[date(2026, 12, 21)]) == (8, 1, 1)


def test_the_city_sees_everything_and_each_organ_its_own(
    four: None, office: Actor, other_officer: Actor, citizen: Actor, now: datetime
) -> None:
    seen = [boards.board(actor=actor, now=now).total for actor in (office, other_officer, citizen)]
    assert seen == [5, 1, 0]
    assert boards.board(actor=office, now=now, organ="yunchuan-finance").total == 1


def test_a_person_sees_their_own(four: None, clerk: Actor, now: datetime) -> None:
    assert [d.subject for d in boards.owed(actor=clerk, person=clerk.id)] == ["r:yellow"]
    (waiting,) = selectors.waiting(clerk, now)
    assert waiting.count == 1


def test_one_organ_is_not_reached_by_asking_for_it(four: None, other_officer: Actor, now: datetime) -> None:
    assert boards.board(actor=other_officer, now=now, organ="yunchuan-education").total == 0


def test_the_feed_is_a_calendar_of_days(four: None, clerk: Actor, now: datetime) -> None:
    feed = feeds.icalendar(boards.owed(actor=clerk), site="yunchuan.example", now=now)
    lines = feed.split("\r\n")
    assert (lines[0], lines[-2], lines.count("BEGIN:VEVENT")) == ("BEGIN:VCALENDAR", "END:VCALENDAR", 3)
    assert "DTSTART;VALUE=DATE:20261224" in lines
    assert all(len(line.encode()) <= 75 for line in lines)


def test_marks_of_the_format_are_escaped_and_long_lines_folded(
    open_duty: OpenDuty, clerk: Actor, now: datetime
) -> None:
    open_duty(title="关于甲；乙, 丙; 丁\\戊\n己的" + "很长的标题" * 20)
    feed = feeds.icalendar(boards.owed(actor=clerk), site="yunchuan.example", now=now)
    whole = feed.replace("\r\n ", "")
    assert "SUMMARY:关于甲；乙\\, 丙\\; 丁\\\\戊 己的很长" in whole
    assert all(len(line.encode()) <= 75 for line in feed.split("\r\n"))


def test_the_csv_holds_each_duty_and_no_formula(open_duty: OpenDuty, clerk: Actor) -> None:
    duty = open_duty(title="=HYPERLINK(1)")
    table = feeds.csv_table(boards.owed(actor=clerk)).decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(table))
    assert (head[0], row[0], row[1], row[6]) == ("编号", duty.number, "'=HYPERLINK(1)", "2026-12-24")


def test_the_workbook_opens_and_holds_the_same(open_duty: OpenDuty, clerk: Actor) -> None:
    duty = open_duty(title="甲 < 乙 & 丙")
    with zipfile.ZipFile(io.BytesIO(feeds.xlsx_table(boards.owed(actor=clerk)))) as archive:
        assert archive.testzip() is None
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert duty.number in sheet
    assert "甲 &lt; 乙 &amp; 丙" in sheet


def test_a_board_asks_few_questions(
    four: None, clerk: Actor, now: datetime, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        boards.board(actor=clerk, now=now + timedelta(minutes=1))
        page = boards.listed(boards.owed(actor=clerk), now=now)
        assert [duty.organ.name for duty in page.duties]
