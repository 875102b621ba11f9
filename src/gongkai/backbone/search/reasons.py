"""From an engine's account of a score to what a person can read: which words, where, and what each is worth; pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isclose
from typing import Any

_TANTIVY = re.compile(r'Term\(field=(\w+), type=\w+, \\?"(.*?)\\?"\)')
_CLUSTER = re.compile(r"weight\((\w+):\"?(.*?)\"? in \d+\)")
_BOOST = re.compile(r"Boost x([\d.]+) of")
_ALIKE = 1e-4
_HOW_MANY = re.compile(r"n, number of (?:docs|documents) containing (?:this )?term")


@dataclass(frozen=True, slots=True)
class Reason:
    """A word that raised a score. ``field`` is where it stands; ``records`` how many have it, 0 where not told."""

    words: str
    field: str
    worth: float
    records: int


def reasons(told: Mapping[str, Any]) -> list[Reason]:
    """What made the score, the weightiest first; one word counted in one field several times is one reason."""
    found: dict[tuple[str, str], Reason] = {}
    for each in _leaves(told, 1.0):
        before = found.get((each.words, each.field))
        worth = each.worth + (before.worth if before else 0.0)
        found[each.words, each.field] = Reason(each.words, each.field, round(worth, 3), each.records)
    return sorted(found.values(), key=lambda reason: -reason.worth)


def _leaves(node: Mapping[str, Any], factor: float) -> Iterator[Reason]:
    said, parts = str(node.get("description", "")), node.get("details") or ()
    boost = _BOOST.match(said)
    named = _CLUSTER.match(said) or next(filter(None, map(_TANTIVY.search, node.get("context") or ())), None)
    if named is not None:
        yield Reason(named[2], named[1], float(node["value"]) * factor, _records(node))
    elif parts and _is_the_best_of(node, said, parts):
        yield from _leaves(max(parts, key=lambda part: float(part["value"])), factor)
    elif said.startswith("Const") and float(node["value"]):
        yield Reason("", "number", float(node["value"]) * factor, 0)
    elif "hrase" in said:
        yield Reason("", "pairs", float(node["value"]) * factor, 0)
    else:
        for part in parts:
            yield from _leaves(part, factor * float(boost[1]) if boost else factor)


def _is_the_best_of(node: Mapping[str, Any], said: str, parts: Sequence[Mapping[str, Any]]) -> bool:
    """Whether only the best part counts; the embedded index calls that a sum, too, and only its value tells."""
    if said.startswith(("DisjunctionMax", "max of", "max plus")):
        return True
    worths, value = [float(part["value"]) for part in parts], float(node["value"])
    return (
        said.startswith("BooleanClause")
        and isclose(value, max(worths), rel_tol=_ALIKE)
        and not isclose(value, sum(worths), rel_tol=_ALIKE)
    )


def _records(node: Mapping[str, Any]) -> int:
    below: Sequence[Mapping[str, Any]] = node.get("details") or ()
    for part in below:
        if _HOW_MANY.match(str(part.get("description", ""))):
            return int(float(part["value"]))
        if count := _records(part):
            return count
    return 0
