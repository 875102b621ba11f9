"""What readers seek is counted without knowing who, kept for a bounded time, and told only of many."""

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import Error
from django.test import Client, override_settings
from django.utils import timezone

from gongkai.backbone.organs.models import Organ
from gongkai.backbone.search import tallying
from gongkai.backbone.search.models import Tally
from gongkai.backbone.search.statistics import LEAST_SHOWN, RARE_DAYS, Sweeper, by_day, sought, totals
from gongkai.backbone.search.tallying import COUNTER, Counter, kept_words
from gongkai.kernel.actors import Role
from kernel.console.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counting(settings: Any) -> None:
    settings.SEARCH_STATISTICS_DAYS = 396


@pytest.fixture
def today(now: datetime) -> date:
    return timezone.localdate(now)


@pytest.fixture
def counter() -> Counter:
    """Counts of its own, that are added to the table when the test says so."""
    return Counter(lambda work: work())


def tally(day: date, words: str, asked: int, **more: int) -> Tally:
    return Tally.objects.create(day=day, words=words, asked=asked, **more)


def test_queries_are_counted_by_day_and_words(counter: Counter, now: datetime, today: date) -> None:
    for typed in ("公租房", " 公租房 ", "公租房", "ＷＩＦＩ  地图"):
        counter.asked(typed, found=3, now=now)
    counter.asked("公租房", found=0, now=now)
    counter.clicked("公租房", place=2, now=now)
    assert not Tally.objects.exists()
    counter.flush()
    counter.asked("公租房", found=1, now=now)
    counter.flush()
    rows = Tally.objects.order_by("-asked").values_list("day", "words", "asked", "empty", "clicks", "places")
    assert list(rows) == [(today, "公租房", 5, 1, 1, 2), (today, "wifi 地图", 1, 0, 0, 0)]


@pytest.mark.parametrize(
    "typed",
    [
        "13800138000",
        "身份证 110101199003070038",
        "我家住在幸福路" * 5,
        "！！",
        "",
    ],
)
def test_what_is_personal_or_tells_a_story_is_counted_without_its_words(
    counter: Counter, now: datetime, today: date, typed: str
) -> None:
    assert kept_words(typed) == ""
    counter.asked(typed, found=0, now=now)
    counter.flush()
    assert Tally.objects.get().words == ""
    assert totals(7, today=today).asked == 1
    assert sought(7, today=today) == []


def test_nothing_is_counted_where_the_operator_wants_none(counter: Counter, now: datetime) -> None:
    with override_settings(SEARCH_STATISTICS_DAYS=0):
        counter.asked("公租房", found=1, now=now)
    counter.flush()
    assert not Tally.objects.exists()


def test_counts_that_cannot_be_written_wait_for_the_next_time(
    counter: Counter, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.asked("公租房", found=1, now=now)

    def locked(lines: Any) -> None:
        raise Error("locked")

    with monkeypatch.context() as patch:
        patch.setattr(tallying, "add", locked)
        counter.flush()
    assert not Tally.objects.exists()
    counter.asked("公租房", found=1, now=now)
    counter.flush()
    assert Tally.objects.get().asked == 2


def test_they_are_added_once_a_minute_and_away_from_the_request(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Callable[[], None]] = []
    counter = Counter(begun.append)
    counter.asked("公租房", found=1, now=now)
    assert begun == []
    monkeypatch.setattr(tallying, "EVERY_SECONDS", 0.0)
    counter.asked("公租房", found=1, now=now)
    assert begun == [counter.flush]


def test_many_threads_lose_nothing(counter: Counter, now: datetime) -> None:
    def ask() -> None:
        for _ in range(50):
            counter.asked("公租房", found=1, now=now)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counter.flush()
    assert Tally.objects.get().asked == 400


def test_nobody_fills_the_memory_or_the_table(counter: Counter, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallying, "MOST_HELD", 3)
    for number in range(10):
        counter.asked(f"词{number}", found=1, now=now)
    counter.flush()
    assert {row.words: row.asked for row in Tally.objects.all()} == {"词0": 1, "词1": 1, "词2": 1, "": 7}
    monkeypatch.setattr(tallying, "MOST_WORDS_A_DAY", 4)
    counter.asked("再一个", found=1, now=now)
    counter.flush()
    assert Tally.objects.get(words="").asked == 8


def test_only_what_many_sought_is_told(today: date) -> None:
    tally(today, "罕见", LEAST_SHOWN - 1, empty=4)
    tally(today, "常见", LEAST_SHOWN - 1, clicks=2, places=5)
    tally(today - timedelta(days=1), "常见", 1, empty=1)
    (row,) = sought(7, today=today)
    assert (row.words, row.asked, row.empty, row.clicks, row.place) == ("常见", LEAST_SHOWN, 1, 2, 2.5)
    assert [row.words for row in sought(7, today=today, empty=True)] == ["常见"]
    assert sought(1, today=today) == []
    assert [(each.day, each.asked) for each in by_day(7, today=today)] == [
        (today, 2 * LEAST_SHOWN - 2), (today - timedelta(days=1), 1),
    ]  # fmt: skip


def test_old_counts_go_and_rare_words_are_forgotten_sooner(now: datetime, today: date) -> None:
    tally(today - timedelta(days=400), "很久以前", 100)
    month = today - timedelta(days=RARE_DAYS)
    tally(month, "罕见", LEAST_SHOWN - 1)
    tally(month, "常见", LEAST_SHOWN)
    tally(today, "罕见", 1)
    sweeper = Sweeper()
    while sweeper.sweep(now):
        pass
    rows = Tally.objects.order_by("day", "-asked").values_list("day", "words", "asked")
    assert list(rows) == [(month, "常见", LEAST_SHOWN), (month, "", LEAST_SHOWN - 1), (today, "罕见", 1)]
    tally(today - timedelta(days=500), "再来", 100)
    assert not sweeper.sweep(now)
    assert sweeper.sweep(now + timedelta(hours=1))


@pytest.fixture
def counted(public: Path, monkeypatch: pytest.MonkeyPatch, city: Organ) -> Counter:
    """The counts of the pages, empty before and after."""
    monkeypatch.setattr(COUNTER, "_held", {})
    monkeypatch.setattr(COUNTER, "_begin", lambda _work: None)
    return COUNTER


def test_the_search_page_counts_what_was_typed_and_nothing_else(client: Client, counted: Counter) -> None:
    client.get("/search?q=天文台")
    client.get("/search?q=天文台&page=2")
    client.head("/search?q=天文台")
    client.get("/search?organ=yunchuan")
    client.get("/search?like=000/2026-00001")
    counted.flush()
    row = Tally.objects.get()
    assert (row.words, row.asked, row.empty) == ("天文台", 1, 1)


def test_opening_a_hit_is_counted_without_script_cookie_or_answer(client: Client, counted: Counter) -> None:
    answer = client.post("/search/opened?q=天文台&place=3")
    assert (answer.status_code, answer.content, dict(answer.cookies)) == (204, b"", {})
    for wrong in ("", "?q=天文台", "?q=天文台&place=0", "?q=天文台&place=x", "?q=天文台&place=101", "?place=1"):
        assert client.post(f"/search/opened{wrong}").status_code == 204
    assert client.get("/search/opened?q=天文台&place=3").status_code == 405
    counted.flush()
    assert [(row.words, row.clicks, row.places) for row in Tally.objects.all()] == [("天文台", 1, 3)]


def test_a_browser_of_another_site_needs_no_token_and_gets_nothing(counted: Counter) -> None:
    assert Client(enforce_csrf_checks=True).post("/search/opened?q=天文台&place=3").status_code == 204


def test_the_screen_leads_from_words_to_what_can_be_done(city: Organ) -> None:
    office = signed_in("office", Role.OPEN_GOVERNMENT_OFFICE)
    assert "还没有" in office.get("/console/search/statistics").content.decode()
    tally(timezone.localdate(), "天文台", 9, empty=9)
    tally(timezone.localdate(), "公租房", 20, clicks=5, places=6)
    shown = office.get("/console/search/statistics?days=7&show=empty").content.decode()
    assert "天文台" in shown
    assert "公租房" not in shown
    assert "/console/search/new?kind=synonyms&amp;words=%E5%A4%A9" in shown
    lines = b"".join(office.get("/console/search/statistics.csv?days=7")).decode("utf-8-sig").splitlines()
    assert lines[1:] == ['"公租房","20","0","5","1.2"', '"天文台","9","9","0",""']


def test_others_do_not_see_it(city: Organ) -> None:
    editor = signed_in("editor", Role.EDITOR)
    for address in ("/console/search/statistics", "/console/search/statistics.csv"):
        assert editor.get(address).status_code == 403
