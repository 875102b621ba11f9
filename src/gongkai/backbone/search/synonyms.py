"""Words that mean the same, kept as data."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from gongkai.foundations.errors import GongkaiError

_OURS = Path(__file__).with_name("synonyms.toml")


class BadSynonymsError(GongkaiError):
    """The city's own file of synonyms cannot be read."""


@dataclass(frozen=True, slots=True, eq=False)
class Synonyms:
    """Groups of words; ``split`` finds them in a text."""

    groups: tuple[tuple[str, ...], ...]
    by_word: dict[str, tuple[str, ...]]
    pattern: re.Pattern[str]

    def split(self, text: str) -> list[tuple[str, tuple[str, ...]]]:
        """The text in pieces, each with the words that mean the same; the longest word counts."""
        pieces: list[tuple[str, tuple[str, ...]]] = []
        end = 0
        for match in self.pattern.finditer(text):
            pieces += [(text[end : match.start()], ()), (match[0], self.by_word[match[0]])]
            end = match.end()
        return [piece for piece in [*pieces, (text[end:], ())] if piece[0].strip()]


def synonyms() -> Synonyms:
    """Those of the platform and of the city; a changed file counts at the next question."""
    own = Path(settings.DATA) / "synonyms.toml"
    try:
        changed = own.stat().st_mtime_ns
    except OSError:
        changed = 0
    return _read(own, changed)


@cache
def _read(own: Path, changed: int) -> Synonyms:
    groups = _groups(_OURS) + (_groups(own) if changed else ())
    return compiled(groups)


def compiled(groups: Sequence[Sequence[str]]) -> Synonyms:
    """These groups, ready for use; a word of several groups belongs to all of them."""
    by_word: dict[str, tuple[str, ...]] = {}
    for group in groups:
        for word in group:
            others = [other for other in group if other != word]
            by_word[word] = tuple(dict.fromkeys((*by_word.get(word, ()), *others)))
    longest_first = sorted(by_word, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
    return Synonyms(tuple(map(tuple, groups)), by_word, pattern)


def _groups(file: Path) -> tuple[tuple[str, ...], ...]:
    try:
        groups = tomllib.loads(file.read_text("utf-8"))["groups"]
        return tuple(tuple(str(word).strip().lower() for word in group if str(word).strip()) for group in groups)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise BadSynonymsError(
            "synonyms_unreadable", f"同义词文件 {file} 无法读取：须为 groups = [[“词”, “同义词”], …]。"
        ) from error
