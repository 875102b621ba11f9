"""What is to be withheld of a file: boxes on its pages and words wherever they stand, each with its ground."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.foundations import law
from gongkai.foundations.errors import GongkaiError

MOST_REGIONS, MOST_TERMS, LONGEST_TERM = 5_000, 500, 200
SHORTEST_TERM = 2  # a single character would black out half a page
_SIDES = ("left", "top", "right", "bottom")


class RedactionError(GongkaiError):
    """The file cannot be redacted as asked, or it could not be proved that it was; nothing is handed out."""


@dataclass(frozen=True, slots=True)
class Region:
    """A box on a page, in fractions of the page as it is shown, from its upper left corner.

    ``page`` counts from 1; in a DOCX, which has no pages of its own, it counts the pictures.
    """

    page: int
    left: float
    top: float
    right: float
    bottom: float
    ground: str


@dataclass(frozen=True, slots=True)
class Term:
    """Words to be withheld wherever they stand: spaces, case and width of letters make no difference."""

    words: str
    ground: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is to be withheld of one file."""

    regions: tuple[Region, ...] = ()
    terms: tuple[Term, ...] = ()

    def to_data(self) -> dict[str, Any]:
        """The plan as JSON has it; ``plan_from`` reads it back."""
        return {
            "regions": [{name: getattr(region, name) for name in Region.__slots__} for region in self.regions],
            "terms": [{"words": term.words, "ground": term.ground} for term in self.terms],
        }


def grounds() -> tuple[str, ...]:
    """The codes of decisions that withhold information (Regulation on open government information, Art. 14–16)."""
    return tuple(code for code, decision in law.decisions().items() if decision.refusal)


def plan_from(data: Mapping[str, Any]) -> Plan:
    """The plan in ``{"regions": [{page, left, top, right, bottom, ground}], "terms": [{words, ground}]}``.

    Raises ``RedactionError`` ``redaction_plan_wrong``, which names the first entry that is wrong.
    """
    regions, terms = _entries(data, "regions", MOST_REGIONS), _entries(data, "terms", MOST_TERMS)
    plan = Plan(
        tuple(_region(entry, f"regions[{number}]") for number, entry in enumerate(regions)),
        tuple(_term(entry, f"terms[{number}]") for number, entry in enumerate(terms)),
    )
    if not plan.regions and not plan.terms:
        raise _wrong("regions", "没有标出要遮盖的内容")
    return plan


def _entries(data: Mapping[str, Any], name: str, most: int) -> list[Any]:
    entries = data.get(name, [])
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise _wrong(name, "应当是列表")
    if len(entries) > most:
        raise _wrong(name, f"超过 {most} 项")
    return entries


def _region(entry: Mapping[str, Any], where: str) -> Region:
    page = entry.get("page")
    if not isinstance(page, int) or isinstance(page, bool) or page < 1:
        raise _wrong(where, "页码应当是从 1 起的整数")
    sides = [entry.get(side) for side in _SIDES]
    if not all(isinstance(side, int | float) and math.isfinite(side) and 0 <= side <= 1 for side in sides):
        raise _wrong(where, "四边应当是 0 到 1 之间的数")
    left, top, right, bottom = (float(side) for side in sides if side is not None)
    if left >= right or top >= bottom:
        raise _wrong(where, "框没有面积")
    return Region(page, left, top, right, bottom, _ground(entry, where))


def _term(entry: Mapping[str, Any], where: str) -> Term:
    words = entry.get("words")
    words = words.strip() if isinstance(words, str) else ""
    if not SHORTEST_TERM <= len("".join(words.split())) <= LONGEST_TERM:
        raise _wrong(where, f"词语应当有 {SHORTEST_TERM} 到 {LONGEST_TERM} 个字")
    return Term(words, _ground(entry, where))


def _ground(entry: Mapping[str, Any], where: str) -> str:
    ground = entry.get("ground")
    if ground not in grounds():
        raise _wrong(where, f"理由应当是 {'、'.join(grounds())} 之一")
    return str(ground)


def _wrong(where: str, why: str) -> RedactionError:
    return RedactionError("redaction_plan_wrong", f"遮盖方案有误：{where}：{why}。", where=where)


def not_redactable() -> RedactionError:
    """What is said of a file of another kind."""
    return RedactionError("redaction_kind", "只能遮盖 PDF、DOCX、XLSX 和图片：其他文件请先打印成 PDF。")


def no_such_page(pages: int) -> RedactionError:
    """What is said of a box on a page that the file has not."""
    return RedactionError("redaction_page_missing", f"文件只有 {pages} 页（图）：请核对遮盖方案里的页码。", pages=pages)


def unproved(what: str) -> RedactionError:
    """What is said when the redacted file does not prove to be clean."""
    return RedactionError(
        "redaction_unproved",
        f"遮盖后的文件没有通过核验（{what}），没有交出：请改为标出图框，或者打印后扫描。",
        what=what,
    )
