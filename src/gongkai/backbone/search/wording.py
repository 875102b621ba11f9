"""What the search makes of words: synonyms, words that say nothing, and what editors recommend."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.backbone.search.document_numbers import fold
from gongkai.backbone.search.sounds import simplified
from gongkai.backbone.search.synonyms import Synonyms, synonyms
from gongkai.backbone.search.words import EMPTY_WORDS

_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Wording:
    """``best``: the index numbers put first, by the key of a query; ``empty``: words that say nothing."""

    synonyms: Synonyms
    empty: frozenset[str] = EMPTY_WORDS
    best: Mapping[str, tuple[str, ...]] | None = None

    def recommended(self, text: str) -> tuple[str, ...]:
        """The index numbers editors put first for this text."""
        return (self.best or {}).get(key(text), ())


def key(text: str) -> str:
    """A query as it is compared with those of recommendations: without marks, spaces, capitals."""
    return _MARKS.sub("", fold(simplified(text)))


def shipped() -> Wording:
    """That of the platform and of the city's file alone."""
    return Wording(synonyms())
