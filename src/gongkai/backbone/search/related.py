"""Words of the statutes that go with words of the people, learned from questions and what answered them.

``related.txt`` was mined by ``benchmarks/related.py``, which says from what. They only help to rank: no text is found
by them alone, and none is marked.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

MOST = 40
_TABLE = Path(__file__).with_name("related.txt")


def related(words: Iterable[str], *, table: Mapping[str, Mapping[str, float]] | None = None) -> dict[str, float]:
    """The words that go with these, those that go with most of them first, each with its weight."""
    known = _read() if table is None else table
    asked = tuple(words)
    found: dict[str, float] = {}
    for word in asked:
        for other, weight in known.get(word, {}).items():
            found[other] = found.get(other, 0.0) + weight
    best = sorted(found.items(), key=lambda each: (-each[1], each[0]))[: MOST + len(asked)]
    return {word: weight for word, weight in best if word not in asked}


@cache
def _read() -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = {}
    for line in _TABLE.read_text("utf-8").splitlines():
        word, *others = line.split()
        table[word] = {other: int(weight) / 1000 for other, _, weight in (each.partition(":") for each in others)}
    return table
