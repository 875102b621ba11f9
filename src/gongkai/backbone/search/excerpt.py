"""The place in a text where the words looked for stand; pure."""

import re
from collections.abc import Sequence
from functools import lru_cache

from gongkai.backbone.search.engine import Fragment

LENGTH = 120
_LEAD = 20
_PLACES_LOOKED_AT = 100


def marked(text: str, words: Sequence[str]) -> tuple[Fragment, ...]:
    """The text cut where the words stand in it."""
    pattern = _pattern(words)
    if pattern is None:
        return (Fragment(text, marked=False),)
    fragments, end = [], 0
    for start, stop in _joined([match.span() for match in pattern.finditer(text)]):
        fragments += [Fragment(text[end:start], marked=False), Fragment(text[start:stop], marked=True)]
        end = stop
    fragments.append(Fragment(text[end:], marked=False))
    return tuple(fragment for fragment in fragments if fragment.text)


def excerpt(text: str, words: Sequence[str]) -> tuple[Fragment, ...]:
    """About ``LENGTH`` characters with as many different words as stand together, those marked."""
    start = _best_start(text, words)
    piece = " ".join(text[start : start + LENGTH].split())
    more_before, more_after = start > 0, start + LENGTH < len(text)
    return marked(f"{'…' if more_before else ''}{piece}{'…' if more_after else ''}", words)


def _best_start(text: str, words: Sequence[str]) -> int:
    pattern = _pattern(words)
    if pattern is None:
        return 0
    places = []
    for match in pattern.finditer(text):
        places.append((match.start(), match[0].lower()))
        if len(places) == _PLACES_LOOKED_AT:
            break
    every = sum(map(len, {word for _, word in places}))
    best, best_worth, last, worth = 0, 0, 0, 0
    within: dict[str, int] = {}
    for start, first in places:
        while last < len(places) and places[last][0] <= start + LENGTH - _LEAD - len(places[last][1]):
            word = places[last][1]
            within[word] = within.get(word, 0) + 1
            worth += len(word) if within[word] == 1 else 0
            last += 1
        if worth > best_worth:
            best, best_worth = start, worth
            if worth == every:
                break
        if within.get(first):
            within[first] -= 1
            worth -= 0 if within[first] else len(first)
    return max(0, best - _LEAD) if best > LENGTH // 2 else 0


def _pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    return _compiled(tuple(words))


@lru_cache(maxsize=256)
def _compiled(words: tuple[str, ...]) -> re.Pattern[str] | None:
    longest_first = sorted({word for word in words if word}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE) if longest_first else None


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbouring spans made one, so that a phrase is one mark."""
    joined: list[tuple[int, int]] = []
    for start, stop in spans:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], stop)
        else:
            joined.append((start, stop))
    return joined
