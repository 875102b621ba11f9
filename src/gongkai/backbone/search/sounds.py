"""How Chinese text sounds: pinyin and its initials, and traditional characters made simplified; pure."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

LONGEST_SYLLABLE = 6
_LATIN = re.compile(r"[a-z][a-z' ]*[a-z]\Z")


def simplified(text: str) -> str:
    """The text in simplified characters, as official documents are written."""
    return text if text.isascii() else str(_converter().convert(text))


@cache
def _converter() -> Any:
    import opencc  # only whoever asks pays for it

    return opencc.OpenCC("t2s")


def syllables(text: str) -> tuple[str, ...]:
    """One word for each letter, digit or character of the text: a character's most common reading."""
    return tuple(_reading(character) for character in text.lower() if character.isalnum())


@lru_cache(maxsize=32_768)
def _reading(character: str) -> str:
    if character.isascii():
        return character
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(character)[0]).replace("ü", "v").lower()


def initials(text: str) -> tuple[str, ...]:
    """The first letter of each syllable."""
    return tuple(syllable[0] for syllable in syllables(text))


def spelled(text: str) -> tuple[str, ...]:
    """The syllables of text typed in pinyin, such as ``gongzufang``; empty when it is no pinyin.

    The fewest syllables win: ``xian`` is one.
    """
    bare = re.sub("[' ]", "", text.lower())
    if not _LATIN.match(text.lower()) or len(bare) > 60:
        return ()
    best: list[tuple[str, ...] | None] = [()] + [None] * len(bare)
    for end in range(1, len(bare) + 1):
        for start in range(max(0, end - LONGEST_SYLLABLE), end):
            before = best[start]
            if before is None or bare[start:end] not in _all_syllables():
                continue
            held = best[end]
            if held is None or len(before) + 1 < len(held):
                best[end] = (*before, bare[start:end])
    return best[-1] or ()


@cache
def _all_syllables() -> frozenset[str]:
    return frozenset(_reading(chr(code)) for code in range(0x4E00, 0x9FA6) if not _reading(chr(code))[0] > "z")


def as_initials(text: str) -> tuple[str, ...]:
    """Letters typed for syllables, such as ``gzf``; empty when the text cannot be meant so."""
    bare = text.lower().strip()
    return tuple(bare) if 2 <= len(bare) <= 12 and bare.isascii() and bare.isalpha() else ()


def where_it_sounds(text: str, sought: Sequence[str]) -> str:
    """The part of the text that sounds like the syllables sought; empty when none does, or none are sought."""
    if not sought:
        return ""
    places = [position for position, character in enumerate(text) if character.isalnum()]
    heard = syllables(text)
    for start in range(len(heard) - len(sought) + 1):
        if heard[start : start + len(sought)] == tuple(sought):
            return text[places[start] : places[start + len(sought) - 1] + 1]
    return ""
