"""Finding words as a reader would: whatever the spaces between, the width of letters and their case."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.foundations.redaction.plan import Term

MASK = "████"  # of one length, so that the length of what stood there is not told
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Hit:
    """Words found: from ``start`` to before ``end``, and which."""

    start: int
    end: int
    term: Term


def plain(text: str) -> str:
    """The words alone: no spaces and no marks that are not seen, letters in one width and case."""
    return "".join(_plain(character) for character in text)


def hits(text: str, terms: Sequence[Term]) -> list[Hit]:
    """Where the words stand, by first character; those that overlap are all told."""
    places: list[int] = []
    letters: list[str] = []
    for place, character in enumerate(text):
        for letter in _plain(character):
            letters.append(letter)
            places.append(place)
    words = "".join(letters)
    return sorted(_hits(words, places, terms), key=lambda hit: (hit.start, -hit.end))


def _hits(words: str, places: list[int], terms: Sequence[Term]) -> Iterator[Hit]:
    for term in terms:
        sought = plain(term.words)
        start = words.find(sought) if sought else -1
        while start >= 0:
            yield Hit(places[start], places[start + len(sought) - 1] + 1, term)
            start = words.find(sought, start + 1)


def _plain(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).casefold()
    return "".join(letter for letter in folded if unicodedata.category(letter) not in _UNSEEN)


def spans(found: Sequence[Hit]) -> list[tuple[int, int]]:
    """The stretches to be withheld, from left to right; what overlaps or touches is one."""
    merged: list[tuple[int, int]] = []
    for hit in found:
        if merged and hit.start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], hit.end)
        else:
            merged.append((hit.start, hit.end))
    return merged


def without(text: str, found: Sequence[Hit], *, at: int = 0) -> str:
    """What remains of a text: a mask stands for each stretch.

    ``at`` is where the text begins within the words that were searched; the mask goes where a stretch begins.
    """
    kept, place = [], 0
    for start, end in spans(found):
        first, last = (min(max(edge - at, 0), len(text)) for edge in (start, end))
        kept += [text[place:first], MASK if 0 <= start - at < len(text) else ""]
        place = max(place, last)
    return "".join([*kept, text[place:]])
