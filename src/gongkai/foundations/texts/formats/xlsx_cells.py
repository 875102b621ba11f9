"""The cells of a sheet of XLSX."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from lxml import etree

from gongkai.foundations.texts.formats.packages import PARSER, Package, broken
from gongkai.foundations.texts.limits import too_complex

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_DATE_LETTERS = re.compile(r"[ymdh年月日]", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]{0,60}"|\[[^\]]{0,60}\]|\\.')
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_PERCENT = frozenset({9, 10})
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a count of days has no zone
_LAST_DAY = 2_958_465  # 31 December 9999
_MOST_CELLS = 500_000
_CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Merge:
    """Merged cells, from corner to corner."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """The words of the cells by row and column, merged cells, and what is in hidden rows and columns."""

    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


def shared_strings(package: Package) -> list[str]:
    """The words that cells refer to by number; phonetic marks are none."""
    root = package.part("xl/sharedStrings.xml")
    return [] if root is None else [_text(item) for item in root.findall("{*}si")]


def styles_of(package: Package) -> list[str]:
    """For each style of cells how it shows numbers: ``date``, ``percent`` or nothing of its own."""
    root = package.part("xl/styles.xml")
    if root is None:
        return []
    own = {n.get("numFmtId", ""): n.get("formatCode", "") for n in root.iter("{*}numFmt")}
    return [_shown(xf.get("numFmtId", "0"), own) for xf in root.findall("{*}cellXfs/{*}xf")]


def _shown(number: str, own: dict[str, str]) -> str:
    code = _QUOTED.sub("", own.get(number, "")[:500])
    known = int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 0
    if known in _BUILT_IN_DATES or _DATE_LETTERS.search(code):
        return "date"
    return "percent" if known in _PERCENT or "%" in code else ""


def sheet_of(package: Package, name: str, strings: list[str], styles: list[str]) -> Sheet:
    """The sheet, read row by row so that a long one needs little memory."""
    content = package.xml(name)
    if content is None:
        raise broken()
    sheet = Sheet()
    parser = etree.XMLPullParser(events=("end",), tag=["{*}row", "{*}cols", "{*}mergeCell"], **PARSER)
    hidden_columns: list[tuple[int, int]] = []
    cells = marks = 0
    try:
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            marks += chunk.count(b"<") + chunk.count(b"=")
            if marks > package.limits.marks or cells > _MOST_CELLS:
                raise too_complex()
            parser.feed(chunk)
            for _, found in parser.read_events():
                element: Any = found
                kind = element.tag.rpartition("}")[2]
                if kind == "row":
                    cells += _row(sheet, element, strings, styles, hidden_columns)
                    marks = 0
                elif kind == "cols":
                    hidden_columns += [
                        (_number(c.get("min")), _number(c.get("max")))
                        for c in element
                        if c.get("hidden") in {"1", "true"}
                    ]
                elif (merge := _merge(element.get("ref", ""))) is not None and len(sheet.merges) < _MOST_CELLS // 50:
                    sheet.merges.append(merge)
                element.clear()
    except etree.XMLSyntaxError as error:
        raise broken() from error
    return sheet


def _row(
    sheet: Sheet, element: Any, strings: list[str], styles: list[str], hidden_columns: list[tuple[int, int]]
) -> int:
    number = _number(element.get("r")) or max(sheet.rows, default=0) + 1
    hidden_row = element.get("hidden") in {"1", "true"}
    row: dict[int, str] = {}
    cells = element.findall("{*}c")
    for position, cell in enumerate(cells, 1):
        match = _REFERENCE.fullmatch(cell.get("r", ""))
        column = _column(match.group(1)) if match else position
        words = _value(cell, strings, styles).strip()
        if not words:
            continue
        if hidden_row or any(first <= column <= last for first, last in hidden_columns):
            sheet.hidden.append(words)
        else:
            row[column] = words
    if row:
        sheet.rows[number] = row
    return len(cells)


def _value(cell: Any, strings: list[str], styles: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find("{*}is")
        return "" if inline is None else _text(inline)
    value = cell.find("{*}v")
    words = "" if value is None else value.text or ""
    if kind == "s":
        index = _number(words)
        return strings[index] if words and index < len(strings) else ""
    if kind == "b":
        return "是" if words == "1" else "否"
    if kind != "n":
        return words
    style = _number(cell.get("s"))
    return _as_shown(words, styles[style] if style < len(styles) else "")


def _as_shown(words: str, shown: str) -> str:
    try:
        number = float(words)
    except ValueError:
        return words
    if shown == "date" and 0 < number < _LAST_DAY:
        moment = _DAY_ZERO + timedelta(days=number)
        return moment.strftime("%Y-%m-%d") if number == int(number) else moment.strftime("%Y-%m-%d %H:%M")
    if shown == "percent":
        return f"{number * 100:.10g}%"
    return f"{number:.15g}" if "E" in words.upper() or "." in words else words


def _text(item: Any) -> str:
    return "".join(t.text or "" for t in item.iter("{*}t") if not t.getparent().tag.endswith("}rPh"))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _merge(reference: str) -> Merge | None:
    first, _, last = reference.partition(":")
    start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
    if start is None or end is None:
        return None
    return Merge(int(start.group(2)), _column(start.group(1)), int(end.group(2)), _column(end.group(1)))
