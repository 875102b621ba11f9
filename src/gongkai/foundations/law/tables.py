"""Reading a table of the rule book, with every mistake in a file named by file and code."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar, get_origin, get_type_hints

from gongkai.foundations.law.entries import Entry

RULEBOOK = Path(__file__).parent / "rulebook"
CERTAINTIES = frozenset({"V", "M", "U"})

_FROM_THE_HEAD = ("source", "certainty", "valid_from", "valid_to", "note")
_DAYS_REMEMBERED = 64

_E = TypeVar("_E", bound=Entry)


class BrokenRuleBookError(ValueError):
    """A file of the rule book lacks a source, a date or a field, or says something impossible."""

    def __init__(self, file: Path, code: str, what: str, line: int = 0) -> None:
        place = f"{file.name}:{line}" if line else file.name
        super().__init__(f"{place}, {code}: {what}")
        self.file, self.line, self.what = file, line, what


@dataclass(frozen=True, eq=False, slots=True)
class Table(Generic[_E]):
    """A table: its file, what its rows are, how its codes look.

    ``refers`` names, for a field, the table in which its value must be a code; an empty one refers to nothing.
    """

    name: str
    entry: type[_E]
    codes: str = "[a-z][a-z0-9_-]*"
    refers: tuple[tuple[str, str], ...] = ()
    folder: Path = RULEBOOK

    def entries(self, on: date | None = None) -> Mapping[str, _E]:
        """The rows that hold on a day, or all when no day is given, in the order of the file."""
        return _entries(self, on)  # type: ignore[return-value]


@lru_cache(maxsize=_DAYS_REMEMBERED * 16)
def _entries(table: Table[Any], on: date | None) -> Mapping[str, Entry]:
    if on is None:
        return MappingProxyType(_read(table))
    return MappingProxyType({code: e for code, e in _entries(table, None).items() if e.holds_on(on)})


def _read(table: Table[Any]) -> dict[str, Entry]:
    file = table.folder / f"{table.name}.toml"
    book = _book(file)
    head = book.get("source", {})
    unknown = set(head) - {"text", *_FROM_THE_HEAD} | set(book) - {"source", "entries"}
    if unknown:
        raise BrokenRuleBookError(file, "[source]", f"unknown: {', '.join(sorted(unknown))}")
    common = {("source" if name == "text" else name): value for name, value in head.items()}
    rows = {code: _row(table, file, code, common | own) for code, own in book["entries"].items()}
    if not rows:
        raise BrokenRuleBookError(file, "[entries]", "empty")
    for field, other in table.refers:
        known = _book(table.folder / f"{other}.toml")["entries"]
        for code, row in rows.items():
            value = getattr(row, field)
            if value and value not in known:
                raise _broken(file, code, f"{field} {value!r} is not in {other}.toml", field)
    return rows


def _book(file: Path) -> dict[str, Any]:
    try:
        book = tomllib.loads(file.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BrokenRuleBookError(file, "file", str(error)) from error
    if not isinstance(book.get("entries"), dict):
        raise BrokenRuleBookError(file, "[entries]", "missing")
    return book


def _row(table: Table[_E], file: Path, code: str, values: dict[str, Any]) -> _E:
    wrong = _wrong_form(table, code, values)
    if wrong:
        raise _broken(file, code, wrong)
    frozen: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
    row = table.entry(code=code, **frozen)
    wrong = _wrong_meaning(row)
    if wrong:
        raise _broken(file, code, wrong)
    return row


def _broken(file: Path, code: str, what: str, field: str = "") -> BrokenRuleBookError:
    """The error, with the line: of the field where one is at fault and stands there, else of the row's head."""
    head = re.compile(rf'^\[entries\.(?:"{re.escape(code)}"|{re.escape(code)})\]')
    return BrokenRuleBookError(
        file, code, what, line_of(file.read_text("utf-8"), head, field or what.split(" ", maxsplit=1)[0])
    )


def line_of(text: str, head: re.Pattern[str], field: str, nth: int = 0) -> int:
    """The line, from 1, of a field below the ``nth`` head in a file, or of that head where the field is not."""
    lines = text.splitlines()
    heads = [number for number, line in enumerate(lines) if head.match(line)]
    if nth >= len(heads):
        return 0
    for number in range(heads[nth] + 1, len(lines)):
        if lines[number].startswith("["):
            break
        if re.match(rf"{re.escape(field)}\s*=", lines[number]):
            return number + 1
    return heads[nth] + 1


def _wrong_form(table: Table[Any], code: str, values: dict[str, Any]) -> str:
    if not re.fullmatch(table.codes, code):
        return f"the code is not of the form {table.codes}"
    known = {field.name: field for field in fields(table.entry) if field.name != "code"}
    for name in values:
        if name not in known:
            return f"unknown field {name}"
    for name, field in known.items():
        if field.default is MISSING and name not in values:
            return f"{name} is missing"
    hints = get_type_hints(table.entry) | {"valid_to": date}
    for name, value in values.items():
        # The very type: a date with a time, or a truth value for a number, is a slip. A tuple is written as a list.
        wanted = list if get_origin(hints[name]) is tuple else hints[name]
        if type(value) is not wanted:
            return f"{name} is a {type(value).__name__}"
    return ""


def _wrong_meaning(row: Entry) -> str:
    for name in ("zh", "en", "source"):
        if not getattr(row, name).strip():
            return f"{name} is empty"
    if row.certainty not in CERTAINTIES:
        return f"certainty {row.certainty!r} is not V, M or U"
    if row.valid_to is not None and row.valid_to <= row.valid_from:
        return "valid_to is not after valid_from"
    return ""
