"""The rule book of clocks: reading it, checking it, and laying a city's own numbers over it."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from gongkai.foundations.errors import GongkaiError
from gongkai.foundations.law import book
from gongkai.foundations.law.clock_rules import Bound, ClockRule, Extension, Unit
from gongkai.foundations.law.tables import CERTAINTIES, RULEBOOK, BrokenRuleBookError, line_of

FOLDER = RULEBOOK / "clocks"
_HEAD = re.compile(r"^\[\[rule\]\]")
_CODE = re.compile(r"[A-Z][A-Z0-9_]+")
_DATE = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_SHAPES: dict[str, type] = {
    "length": int,
    "unit": str,
    "bound": str,
    "cases": dict,
    "suspend": list,
    "restart": list,
    "extend": dict,
    "valid_to": date,
    "certainty": str,
    "valid_from": date,
}
_NEVER_EMPTY = ("zh", "en", "source", "trigger", "trigger_en")
_WITHOUT_LENGTH = frozenset({Unit.DATE, Unit.STATED, Unit.STATED_DAYS})
# What a city may say of its own, beside the source and the days it holds.
_LOCAL = {"length", "cases", "date", "warn", "least"}


class RuleMissingError(GongkaiError):
    """There is no such rule, or none that holds on the day."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a rule stands."""

    file: Path
    number: int

    def error(self, code: str, what: str, name: str = "") -> BrokenRuleBookError:
        line = line_of(self.file.read_text("utf-8"), _HEAD, name, self.number)
        return BrokenRuleBookError(self.file, code, what, line)


_Placed = tuple[ClockRule, _Place]


class ClockBook:
    """All rules by code, each with its versions in the order of time."""

    def __init__(self, versions: Mapping[str, tuple[ClockRule, ...]]) -> None:
        self.versions = MappingProxyType(dict(versions))

    def rule(self, code: str, on: date) -> ClockRule:
        """The version that holds on a day; raises ``RuleMissingError``."""
        for version in self.history(code):
            if version.holds_on(on):
                return version
        raise RuleMissingError(
            "rule_not_in_force", f"规则 {code} 在 {on} 尚未施行或者已经失效：请核对日期。", code=code, day=on
        )

    def history(self, code: str) -> tuple[ClockRule, ...]:
        """Every version of a rule, in the order of time; raises ``RuleMissingError``."""
        if code not in self.versions:
            raise RuleMissingError("rule_missing", f"没有编号为 {code} 的规则：请用 gongkai rules 查看。", code=code)
        return self.versions[code]

    def on(self, day: date) -> dict[str, ClockRule]:
        """Every rule that holds on a day."""
        held = ((code, v) for code, versions in self.versions.items() for v in versions if v.holds_on(day))
        return dict(held)

    def overriding(self, code: str, on: date) -> list[ClockRule]:
        """The special limits that displace this general one on a day."""
        return [rule for rule in self.on(on).values() if rule.overrides == code]


@lru_cache(maxsize=8)
def clock_book(local: Path | None = None, folder: Path = FOLDER, changed: int = 0) -> ClockBook:  # noqa: ARG001
    """The rules of a folder, with a city's own file laid over them; raises ``BrokenRuleBookError``.

    The answer is remembered; ``changed`` is any number that grows with the file, so that an edited one is read anew.
    """
    placed = [pair for file in sorted(folder.glob("*.toml")) for pair in _read(file)]
    grouped: dict[str, list[_Placed]] = {}
    for rule, place in placed:
        grouped.setdefault(rule.code, []).append((rule, place))
    for versions in grouped.values():
        _check_line_of_time(versions)
    if local is not None and local.exists():
        _lay_over(grouped, local)
    _check_references(grouped)
    return ClockBook({code: tuple(rule for rule, _ in versions) for code, versions in grouped.items()})


def _read(file: Path) -> Iterable[_Placed]:
    data = _load(file)
    head = data.get("source", {})
    unknown = set(data) - {"source", "rule"} | set(head) - {"text", "certainty", "valid_from"}
    if unknown:
        raise BrokenRuleBookError(file, "[source]", f"unknown: {', '.join(sorted(unknown))}", 1)
    common = {("source" if name == "text" else name): value for name, value in head.items()}
    for number, own in enumerate(data.get("rule", [])):
        place = _Place(file, number)
        yield _rule(common | own, place), place


def _load(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BrokenRuleBookError(file, "file", str(error)) from error


def _rule(values: dict[str, Any], place: _Place) -> ClockRule:
    code = values.pop("id", "")
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise place.error(str(code), "id is missing or not of the form REQ_REPLY", "id")
    known = {f.name: f for f in fields(ClockRule) if f.name not in {"code", "local"}}
    for name in values:
        if name not in known:
            raise place.error(code, f"unknown field {name}", name)
    for name, one in known.items():
        if one.default is MISSING and one.default_factory is MISSING and name not in values:
            raise place.error(code, f"{name} is missing", name)
    _check_shapes(values, code, place)
    if values["unit"] not in set(Unit):
        raise place.error(code, f"unit {values['unit']!r} is none of {', '.join(Unit)}", "unit")
    if values.get("bound", Bound.AT_MOST) not in set(Bound):
        raise place.error(code, f"bound {values['bound']!r} is none of {', '.join(Bound)}", "bound")
    rule = ClockRule(code=code, **_typed(values, code, place))
    _check_meaning(rule, place)
    return rule


def _check_shapes(values: Mapping[str, Any], code: str, place: _Place) -> None:
    known = {f.name: f.type for f in fields(ClockRule)}
    for name, value in values.items():
        wanted = _SHAPES.get(name, known[name])
        # The very type: a date with a time, or a truth value for a number, is a slip.
        if type(value) is not wanted:
            raise place.error(code, f"{name} is a {type(value).__name__}", name)


def _typed(values: dict[str, Any], code: str, place: _Place) -> dict[str, Any]:
    typed = values | {"unit": Unit(values["unit"]), "bound": Bound(values.get("bound", Bound.AT_MOST))}
    for name in ("suspend", "restart"):
        typed[name] = tuple(values.get(name, ()))
    if "cases" in values:
        typed["cases"] = MappingProxyType(values["cases"])
    if "extend" in values:
        try:
            typed["extend"] = Extension(**values["extend"])
        except TypeError as error:
            raise place.error(code, "extend has most, approver, approver_en and tells", "extend") from error
    return typed


_Wrong = Callable[[ClockRule], bool]

# Each row: the field at fault, what is said of it, and whether the rule is wrong there.
_MEANING: tuple[tuple[str, str, _Wrong], ...] = (
    *((name, "is empty", lambda r, name=name: not getattr(r, name).strip()) for name in _NEVER_EMPTY),
    ("certainty", "is not V, M or U", lambda r: r.certainty not in CERTAINTIES),
    ("valid_to", "is not after valid_from", lambda r: r.valid_to is not None and r.valid_to <= r.valid_from),
    ("bearer", "is not in bearers.toml", lambda r: r.bearer not in book.bearers()),
    (
        "date",
        "is given as 01-31, for the unit date alone",
        lambda r: not _DATE.fullmatch(r.date) if r.unit is Unit.DATE else r.date != "",
    ),
    ("length", "is missing", lambda r: r.unit not in _WITHOUT_LENGTH and r.length is None),
    ("length", "does not go with this unit", lambda r: r.unit in _WITHOUT_LENGTH and r.length is not None),
    ("length", "is negative", lambda r: min(r.length or 0, r.least, r.warn, *r.cases.values(), 0) < 0),
    (
        "extend",
        "needs a cap and an approver",
        lambda r: r.extend is not None and not (r.extend.most > 0 and r.extend.approver),
    ),
    (
        "unit",
        "is neither suspended nor extended",
        lambda r: r.unit in {Unit.HOUR, Unit.DATE} and bool(r.suspend or r.extend),
    ),
)


def _check_meaning(rule: ClockRule, place: _Place) -> None:
    for name, what, wrong in _MEANING:
        if wrong(rule):
            raise place.error(rule.code, f"{name} {what}", name)


def _check_line_of_time(versions: list[_Placed]) -> None:
    versions.sort(key=lambda pair: pair[0].valid_from)
    for (before, _), (after, place) in pairwise(versions):
        if before.valid_to is None or before.valid_to > after.valid_from:
            raise place.error(after.code, f"overlaps the version of {before.valid_from}", "valid_from")
        if before.valid_to < after.valid_from:
            raise place.error(after.code, f"gap from {before.valid_to} to {after.valid_from}", "valid_from")


def _check_references(grouped: Mapping[str, list[_Placed]]) -> None:
    for name in ("overrides", "follows"):
        next_: dict[str, str] = {}
        for code, versions in grouped.items():
            for rule, place in versions:
                other = getattr(rule, name)
                if other and other not in grouped:
                    raise place.error(code, f"{name} {other!r}, which is no rule", name)
                if other:
                    next_[code] = other
        for code, other in next_.items():
            seen, at = [code], other
            while at in next_ and at not in seen:
                seen.append(at)
                at = next_[at]
            if at == code:
                raise grouped[code][-1][1].error(code, f"{name} goes in a circle: {' → '.join([*seen, code])}", name)


def _lay_over(grouped: dict[str, list[_Placed]], local: Path) -> None:
    for number, own in enumerate(_load(local).get("rule", [])):
        place = _Place(local, number)
        code = own.pop("id", "")
        if code not in grouped:
            raise place.error(str(code), "is no rule of the rule book", "id")
        unknown = set(own) - _LOCAL - {"source", "article", "valid_from", "valid_to", "note"}
        if unknown:
            raise place.error(code, f"a city may not change {', '.join(sorted(unknown))}", min(unknown))
        for name in ("source", "valid_from"):
            if not own.get(name):
                raise place.error(code, f"{name} is missing", name)
        _check_shapes(own, code, place)
        grouped[code] = _split(grouped[code], own, place)


def _split(versions: list[_Placed], own: dict[str, Any], place: _Place) -> list[_Placed]:
    """The versions with the city's laid between: before it, it, and after it the book again."""
    first, last = own["valid_from"], own.get("valid_to")
    base = next((rule for rule, _ in versions if rule.holds_on(first)), None)
    code = versions[0][0].code
    if base is None:
        raise place.error(code, f"does not hold on {first}", "valid_from")
    if not base.adjustable and _loosens(base, own):
        raise place.error(code, "loosens a limit that is not the city's to change", "length")
    if "cases" in own:
        own = own | {"cases": MappingProxyType(own["cases"])}
    # A city that adopts its own number has confirmed it.
    ours = replace(base, **own | {"certainty": "V", "valid_to": last or base.valid_to, "local": True})
    _check_meaning(ours, place)
    kept: list[_Placed] = []
    for rule, where in versions:
        if rule is not base:
            kept.append((rule, where))
            continue
        if rule.valid_from < first:
            kept.append((replace(rule, valid_to=first), where))
        kept.append((ours, place))
        if last is not None and (rule.valid_to is None or last < rule.valid_to):
            kept.append((replace(rule, valid_from=last), where))
    _check_line_of_time(kept)
    return kept


def _loosens(base: ClockRule, own: Mapping[str, Any]) -> bool:
    length = own.get("length")
    if length is None or base.length is None:
        return "date" in own or "cases" in own
    return bool(length > base.length if base.bound is Bound.AT_MOST else length < base.length)
