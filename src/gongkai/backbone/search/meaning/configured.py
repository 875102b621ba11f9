"""The model of this platform with its vectors, one for each process; none where none is named, or it is unusable."""

import logging
import sqlite3
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import chain, islice
from pathlib import Path

from django.conf import settings

from gongkai.backbone.search.engine import Entry
from gongkai.backbone.search.meaning.encoder import Encoder, ModelUnusableError
from gongkai.backbone.search.meaning.vectors import Near, Vectors
from gongkai.backbone.search.passages import LONGEST, pieces

log = logging.getLogger(__name__)

# So many of the nearest records are looked at together with those found by words.
LOOKED_AT = 200
_QUESTIONS_REMEMBERED = 256


class Meaning:
    """A model and the vectors it made."""

    def __init__(self, encoder: Encoder, root: Path) -> None:
        self.encoder = encoder
        self.file = root / f"{encoder.name}.sqlite3"
        self.vectors = Vectors(self.file)
        self._question = lru_cache(_QUESTIONS_REMEMBERED)(encoder.question)

    def learn(self, entries: Sequence[Entry]) -> None:
        """Make the vectors of these, many at once."""
        texts = [texts_of(entry.title, entry.body) for entry in entries]
        rows = iter(self.encoder.passages(list(chain.from_iterable(texts))))
        for entry, own in zip(entries, texts, strict=True):
            self.vectors.add(entry.index_number, entry.seq, list(islice(rows, len(own))))

    def nearest(self, text: str) -> list[Near]:
        """The records nearest in meaning, the nearest first; none when the vectors cannot be read."""
        try:
            return self.vectors.nearest(self._question(text), LOOKED_AT)
        except sqlite3.Error:
            log.exception("the vectors of meaning cannot be read; searching by words alone")
            return []


def texts_of(title: str, body: str) -> list[str]:
    """The passages of a record as the model reads them, each under the title that says what it is about.

    An article is one; paragraphs that belong to none are taken together while they are short.
    """
    found: list[str] = []
    before = None
    for quote, article in pieces(body):
        if article == before and len(found[-1]) + len(quote) < LONGEST:
            found[-1] += f"\n{quote}"
        else:
            found.append(quote)
        before = article
    return [f"{title}\n{quote}" for quote in found] or [title]


def configured() -> Meaning | None:
    """The model named by ``settings.SEARCH_MODEL``, loaded at first use."""
    return _made(str(settings.SEARCH_MODEL)) if settings.SEARCH_MODEL else None


def required() -> Meaning:
    """The same, for who asks for it by name. Raises ``ModelUnusableError`` that says what is amiss."""
    found = configured()
    return _loaded(str(settings.SEARCH_MODEL)) if found is None else found


@cache
def _made(folder: str) -> Meaning | None:
    try:
        return _loaded(folder)
    except ModelUnusableError as error:
        log.warning("%s", error)
        return None


def _loaded(folder: str) -> Meaning:
    if not folder:
        raise ModelUnusableError("no_model", "没有指定语义模型：请设置 GONGKAI_SEARCH_MODEL。")
    return Meaning(Encoder(Path(folder)), Path(settings.DATA) / "meaning")
