"""The yearly notices of holidays, the days off by decree, and a city's own special days, as they are written down."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from gongkai.foundations.law.tables import CERTAINTIES, RULEBOOK, BrokenRuleBookError, line_of

FOLDER = RULEBOOK / "calendar"
_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days off in a row, from ``first`` to ``last``, both included."""

    name: str
    first: date
    last: date

    def days(self) -> Iterator[date]:
        """Each day of it."""
        return (self.first + _DAY * number for number in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The arrangement of one year: holidays, and the Saturdays and Sundays worked instead."""

    year: int
    source: str
    certainty: str
    off: tuple[Holiday, ...]
    work: tuple[date, ...]
    pages: tuple[str, ...] = ()
    note: str = ""

    def mistakes(self) -> list[str]:
        """Everything that cannot be true of such a notice, in words for the person who entered it."""
        ordered = sorted(self.off, key=lambda holiday: holiday.first)
        days = [day for holiday in self.off for day in holiday.days()]
        found = [f"{h.name}：结束日 {h.last} 早于开始日 {h.first}" for h in ordered if h.last < h.first]
        found += [f"{a.name}与{b.name}重叠" for a, b in pairwise(ordered) if b.first <= a.last]
        found += [f"{day} 不是周六、周日，不能是调休上班日" for day in self.work if day.weekday() < _SATURDAY]
        found += [f"{day} 既放假又上班" for day in self.work if day in days]
        # The new year's holiday may begin, or be worked for, in the last days of the year before.
        earliest = date(self.year - 1, 12, 20)
        found += [
            f"{day} 不在 {self.year} 年"
            for day in [*days, *self.work]
            if not earliest <= day <= date(self.year, 12, 31)
        ]
        if not self.off:
            found.append("没有任何放假日")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class StatutoryDays:
    """The days off by decree, in one of its versions."""

    source: str
    certainty: str
    valid_from: date
    valid_to: date | None
    fixed: Mapping[str, tuple[str, ...]]
    lunar: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalDay:
    """A day that a city works, or does not, otherwise than the country."""

    day: date
    works: bool
    name: str
    source: str


@cache
def notices() -> tuple[Notice, ...]:
    """Every notice of the rule book, oldest first."""
    file = FOLDER / "notices.toml"
    found = tuple(
        parse_notice(data, file, line_of(file.read_text("utf-8"), _NOTICE, "year", number))
        for number, data in enumerate(_load(file).get("notice", []))
    )
    for before, after in pairwise(found):
        if after.year != before.year + 1:
            raise BrokenRuleBookError(file, str(after.year), f"does not follow {before.year}")
    return found


@cache
def statutory_days() -> tuple[tuple[StatutoryDays, ...], Mapping[str, frozenset[date]]]:
    """The versions of the decree, and the days of the lunar feasts in years to come."""
    file = FOLDER / "statutory_days.toml"
    book = _load(file)
    versions = tuple(
        StatutoryDays(
            source=v["source"],
            certainty=v["certainty"],
            valid_from=v["valid_from"],
            valid_to=v.get("valid_to"),
            fixed={name: tuple(days) for name, days in v["fixed"].items()},
            lunar={name: tuple(days) for name, days in v["lunar"].items()},
        )
        for v in book["version"]
    )
    return versions, {name: frozenset(feast["days"]) for name, feast in book["feasts"].items()}


def decreed(year: int) -> Iterator[tuple[date, str, str]]:
    """Each day off by decree in a year that has no notice: the day, its name, the decree."""
    versions, feasts = statutory_days()
    for version in versions:
        if not version.valid_from.year <= year or (version.valid_to and version.valid_to.year <= year):
            continue
        for name, days in version.fixed.items():
            for text in days:
                yield date(year, int(text[:2]), int(text[3:])), name, version.source
        for name, offsets in version.lunar.items():
            for feast in feasts[name]:
                if feast.year == year:
                    for offset in offsets:
                        yield feast + _DAY * offset, name, version.source


def read_notice(text: str) -> Notice:
    """A notice written as TOML, for one that is entered; the first mistake is told by ``BrokenRuleBookError``."""
    file = Path("notice.toml")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrokenRuleBookError(file, "file", str(error)) from error
    rows = data.get("notice", [data])
    if len(rows) != 1:
        raise BrokenRuleBookError(file, "file", "one notice at a time")
    return parse_notice(rows[0], file, 1)


def read_local_days(file: Path) -> tuple[LocalDay, ...]:
    """A city's special days: ``[[day]]`` with ``day``, ``works``, ``name`` and ``source``."""
    if not file.exists():
        return ()
    found: dict[date, LocalDay] = {}
    for number, data in enumerate(_load(file).get("day", [])):
        line = line_of(file.read_text("utf-8"), _LOCAL_DAY, "day", number)
        shapes: dict[str, type] = {"day": date, "works": bool, "name": str, "source": str}
        _check_shape(data, shapes, set(shapes), file, line)
        local = LocalDay(**data)
        if local.day in found:
            raise BrokenRuleBookError(file, str(local.day), "stands here twice", line)
        if not local.source.strip():
            raise BrokenRuleBookError(file, str(local.day), "source is empty", line)
        found[local.day] = local
    return tuple(found.values())


_NOTICE = re.compile(r"^\[\[notice\]\]")
_LOCAL_DAY = re.compile(r"^\[\[day\]\]")
_SHAPES: dict[str, type] = {
    "year": int,
    "source": str,
    "certainty": str,
    "off": list,
    "work": list,
    "pages": list,
    "note": str,
}


def parse_notice(data: dict[str, Any], file: Path, line: int) -> Notice:
    """A notice of the data of its TOML."""
    _check_shape(data, _SHAPES, {"year", "source", "certainty", "off", "work"}, file, line)
    year = str(data["year"])
    try:
        off = tuple(Holiday(h["name"], h["from"], h["to"]) for h in data["off"])
        notice = Notice(**data | {"off": off, "work": tuple(data["work"]), "pages": tuple(data.get("pages", ()))})
        mistakes = notice.mistakes()
    except (KeyError, TypeError) as error:
        raise BrokenRuleBookError(file, year, f"a holiday has name, from and to, each a day: {error}", line) from error
    if not notice.source.strip():
        mistakes.append("source is empty")
    if notice.certainty not in CERTAINTIES:
        mistakes.append(f"certainty {notice.certainty!r} is not V, M or U")
    if mistakes:
        raise BrokenRuleBookError(file, year, "；".join(mistakes), line)
    return notice


def _check_shape(data: dict[str, Any], shapes: dict[str, type], needed: set[str], file: Path, line: int) -> None:
    code = str(data.get("year", data.get("day", "file")))
    for name in sorted(needed - set(data)):
        raise BrokenRuleBookError(file, code, f"{name} is missing", line)
    for name, value in data.items():
        if name not in shapes:
            raise BrokenRuleBookError(file, code, f"unknown field {name}", line)
        if type(value) is not shapes[name]:
            raise BrokenRuleBookError(file, code, f"{name} is a {type(value).__name__}", line)


def _load(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BrokenRuleBookError(file, "file", str(error)) from error
