"""Whoever writes the papers of the demo city: keeps its numbers, titles and chance; pure."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from gongkai.config.demo.acts import Paper
from gongkai.config.demo.wording import words

ZONE = ZoneInfo("Asia/Shanghai")
YEARS = 6
# Documents written by hand bear small numbers of this kind.
_FIRST_OF_RULES = 20


class Writer:
    """Writes papers from ``start`` to the day before ``today``, the same ones for the same seed and day."""

    def __init__(self, today: date, seed: int) -> None:
        self.today = today
        self.start = today - timedelta(days=YEARS * 365)
        self.chance = Random(seed)  # noqa: S311 - what it decides is no secret
        self._serials: dict[tuple[str, int], int] = defaultdict(int)
        self._titles: set[str] = set()
        self._papers = 0
        organs = [*words("city")["organs"], *words("organs")["organs"]]
        self.names: Mapping[str, str] = {organ["code"]: organ["name"] for organ in organs}

    def workday(self, day: date) -> date:
        """The day itself or the Friday before it."""
        return day - timedelta(days=max(0, day.weekday() - 4))

    def moment(self, day: date) -> datetime:
        """Some minute of the working hours of this day."""
        clock = time(self.chance.randint(9, 16), self.chance.randint(0, 59), self.chance.randint(0, 59))
        return datetime.combine(day, clock, ZONE)

    def out(self, dated_on: date) -> datetime:
        """When a document of this day is published: some days later, but before today."""
        later = self.workday(dated_on + timedelta(days=self.chance.randint(0, 9)))
        return self.moment(min(max(later, dated_on), self.today - timedelta(days=1)))

    def number(self, mark: str, day: date) -> str:
        """The next document number of this mark in the year of the day."""
        series = (mark, day.year)
        first = _FIRST_OF_RULES if mark.endswith("规") and series not in self._serials else 0
        self._serials[series] += first + self.chance.randint(1, 3)
        return f"{mark}〔{day.year}〕{self._serials[series]}号"

    def is_new(self, title: str) -> bool:
        """Whether no paper bears this title yet; from now on one does."""
        known = title in self._titles
        self._titles.add(title)
        return not known

    def paper(self, theme: Mapping[str, Any], kind: str, title: str, lines: tuple[str, ...], **more: Any) -> Paper:
        """A paper of the organ of this theme."""
        self._papers += 1
        values = {
            "key": f"demo-{self._papers:04d}",
            "organ": theme["organ"],
            "issuer": self.names[theme["organ"]],
            "subject": theme["subject"],
            "item": theme["item"],
        }
        return Paper(**values | {"kind": kind, "title": title, "lines": lines} | more)
