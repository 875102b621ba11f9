"""What readers seek, counted without knowing who: words and how often a day, no address, no cookie, no order of things.

Each process counts in memory and adds its counts to the table about once a minute, away from the reader's request.
A process that is killed loses that minute. Words that hold personal data, or so many that they tell a story, are
counted without being kept.
"""

import logging
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.conf import settings
from django.db import Error, connection, transaction
from django.utils import timezone

from gongkai.backbone.search.document_numbers import fold
from gongkai.backbone.search.models import Tally
from gongkai.backbone.search.rules import is_personal
from gongkai.backbone.search.sounds import simplified

_log = logging.getLogger(__name__)

EVERY_SECONDS = 60.0
MOST_HELD = 2_000
LONGEST_KEPT = 30
# What is counted on a day beyond so many different words is counted without its words: nobody fills the table.
MOST_WORDS_A_DAY = 20_000
_BETWEEN = re.compile(r"\s+")

_ADD = """
    INSERT INTO search_tally (day, words, asked, empty, clicks, places) VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (day, words) DO UPDATE SET
        asked = search_tally.asked + EXCLUDED.asked, empty = search_tally.empty + EXCLUDED.empty,
        clicks = search_tally.clicks + EXCLUDED.clicks, places = search_tally.places + EXCLUDED.places
"""

Key = tuple[date, str]


@dataclass(slots=True)
class Counts:
    """How often words were asked, of these without a result; how often a hit was opened, and their places added up."""

    asked: int = 0
    empty: int = 0
    clicks: int = 0
    places: int = 0


def kept_words(text: str) -> str:
    """The words as they are counted; empty for what is not kept: too long, without a letter, or personal."""
    words = _BETWEEN.sub(" ", fold(simplified(text))).strip()
    if not words or len(words) > LONGEST_KEPT or not any(map(str.isalnum, words)) or is_personal(words):
        return ""
    return words


class Counter:
    """The counts of this process."""

    def __init__(self, begin: Callable[[Callable[[], None]], None]) -> None:
        self._begin, self._mutex = begin, threading.Lock()
        self._held: dict[Key, Counts] = {}
        self._since = time.monotonic()

    def asked(self, text: str, *, found: int, now: datetime) -> None:
        """Somebody asked for this."""
        self._add(text, Counts(asked=1, empty=int(not found)), now)

    def clicked(self, text: str, *, place: int, now: datetime) -> None:
        """Somebody opened the hit at this place, counted from 1."""
        self._add(text, Counts(clicks=1, places=place), now)

    def flush(self) -> None:
        """Add what is held to the table; what cannot be added now is kept for the next time."""
        with self._mutex:
            held, self._held = self._held, {}
        try:
            _write(held)
        except Error:
            _log.warning("search statistics wait: the database cannot be written")
            with self._mutex:
                for key, counts in held.items():
                    self._put(key, counts)

    def _add(self, text: str, counts: Counts, now: datetime) -> None:
        if not settings.SEARCH_STATISTICS_DAYS:
            return
        with self._mutex:
            self._put((timezone.localdate(now), kept_words(text)), counts)
            due = time.monotonic() - self._since > EVERY_SECONDS
            if due:
                self._since = time.monotonic()
        if due:
            self._begin(self.flush)

    def _put(self, key: Key, counts: Counts) -> None:
        if key not in self._held and len(self._held) >= MOST_HELD:
            key = (key[0], "")
        held = self._held.setdefault(key, Counts())
        for each in fields(Counts):
            setattr(held, each.name, getattr(held, each.name) + getattr(counts, each.name))


def _write(held: Mapping[Key, Counts]) -> None:
    """Add the counts, in the order of the keys, so that two processes never wait for each other in a ring."""
    full = {day for day in {day for day, _ in held} if Tally.objects.filter(day=day).count() >= MOST_WORDS_A_DAY}
    add(
        [
            (day, "" if day in full else words, counts.asked, counts.empty, counts.clicks, counts.places)
            for (day, words), counts in sorted(held.items(), key=lambda each: each[0])
        ]
    )


def add(lines: Sequence[tuple[date, str, int, int, int, int]]) -> None:
    """Add these counts to those of the table: day, words, asked, empty, clicks, places."""
    with transaction.atomic(), connection.cursor() as cursor:
        for line in lines:
            cursor.execute(_ADD, line)


def _beside(work: Callable[[], None]) -> None:
    """Do it in a thread of its own: no reader waits for the database to be free."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    threading.Thread(target=run, name="search-statistics", daemon=True).start()


COUNTER = Counter(_beside)
