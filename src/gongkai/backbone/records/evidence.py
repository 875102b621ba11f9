"""Where the fields of a record stand in its text; pure."""

from collections.abc import Mapping, Sequence
from typing import Any

_PLACE = ("block", "start", "end")


def moved(evidence: Mapping[str, Any], before: Sequence[str], after: Sequence[str]) -> dict[str, Any]:
    """The evidence after the text was changed, ``before`` and ``after`` being the words of each block: words that
    stand elsewhere are followed, nearest first; those that are gone lead nowhere.
    """
    return {name: _followed(found, before, after) for name, found in evidence.items()}


def _followed(found: Any, before: Sequence[str], after: Sequence[str]) -> Any:
    if not isinstance(found, dict) or not isinstance(found.get("block"), int) or found["block"] >= len(before):
        return found
    block, words = found["block"], before[found["block"]][found["start"] : found["end"]]
    nearest = sorted(range(len(after)), key=lambda position: abs(position - block))
    for position in nearest if words else ():
        start = after[position].find(words)
        if start >= 0:
            return found | {"block": position, "start": start, "end": start + len(words)}
    return {name: value for name, value in found.items() if name not in _PLACE}
