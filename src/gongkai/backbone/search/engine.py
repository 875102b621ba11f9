"""What every search engine offers; the embedded one is the default, a cluster may follow behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from gongkai.backbone.search.together import is_law
from gongkai.foundations.errors import GongkaiError

DEEPEST_HIT = 20_000
LONGEST_QUERY = 200
FACETS = ("organ", "kind", "subject", "year", "validity")
PUBLIC = "public"

# What a reader wants who says nothing of validity: what holds, or will. The other two are told, not shown.
IN_FORCE = "current"
HOLDING = ("in_force", "amended", "not_yet")
LAPSED = ("expired", "repealed")


LARGEST_PAGE = 100

# How hits rank, the same in every engine. A score is multiplied by the weight of the record's validity.
WEIGHT_OF_VALIDITY = {"in_force": 1.0, "amended": 0.95, "not_yet": 0.9, "expired": 0.4, "repealed": 0.4}
EXACT_NUMBER = 1000.0
TITLE_WORD = 0.5
TITLE_PHRASE = 3.0
PAIR = 1.0
# A law of the National People's Congress outranks what interprets and implements it.
WEIGHT_OF_A_LAW = 1.2
SHARE_WHEN_RELAXED = 0.1


class Order(StrEnum):
    """In which order hits come."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class SearchUnavailableError(GongkaiError):
    """The index cannot be read or written now."""


def weight_of(entry: "Entry") -> float:
    """By what the score of this record is multiplied."""
    return WEIGHT_OF_VALIDITY.get(entry.validity, 1.0) * (WEIGHT_OF_A_LAW if is_law(entry.title) else 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A published record as the index holds it. ``seq`` is the event its newest edition came with."""

    index_number: str
    seq: int
    title: str
    url: str
    document_number: str = ""
    issuer: str = ""
    organ: str = ""
    kind: str = ""
    subject: str = ""
    year: str = ""
    item: str = ""
    validity: str = "in_force"
    dated_on: date | None = None
    published_at: datetime
    keywords: tuple[str, ...] = ()
    visibility: str = PUBLIC
    body: str = ""

    @property
    def day(self) -> date:
        """The day it is found by: that of the document, else of its publication."""
        return self.dated_on or self.published_at.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a reader looks for: words, narrowed by exact values; an empty value does not narrow.

    ``text`` is taken as words, never as a query language. ``phrases`` must stand as they are, ``title`` are words
    of the title, ``number`` is a document number in any spelling. ``validity`` may be ``IN_FORCE``. ``since`` and
    ``until`` are both included. ``excluding`` is an index number not wanted. ``among`` asks for these records and no
    others, whether they have the words or not; filters hold for them, too. ``passages`` asks for so many passages
    with each hit. ``page`` counts from 1; hits deeper than ``DEEPEST_HIT`` are not served. Only what bears one of the
    labels of ``visibility`` is found.
    """

    text: str = ""
    phrases: tuple[str, ...] = ()
    title: str = ""
    number: str = ""
    organ: str = ""
    kind: str = ""
    subject: str = ""
    year: str = ""
    validity: str = ""
    since: date | None = None
    until: date | None = None
    order: Order = Order.RELEVANCE
    some_words: bool = False
    excluding: str = ""
    among: tuple[str, ...] = ()
    passages: int = 0
    visibility: tuple[str, ...] = (PUBLIC,)
    page: int = 1
    size: int = 20

    def cleaned(self) -> "Query":
        """The same without what is not Unicode, such as stray bytes of a command line."""
        names = ("text", "title", "number", *FACETS)
        texts = {name: getattr(self, name).encode("utf-8", "replace").decode() for name in names}
        phrases = tuple(phrase.encode("utf-8", "replace").decode() for phrase in self.phrases)
        return replace(self, phrases=phrases, **texts)

    def filters(self) -> dict[str, tuple[str, ...]]:
        """The values that narrow, by facet."""
        found: dict[str, tuple[str, ...]] = {name: (value,) for name in FACETS if (value := getattr(self, name))}
        return found | {"validity": HOLDING} if self.validity == IN_FORCE else found


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of text; ``marked`` when it is one of the words looked for."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text, quoted exactly. ``article`` is 第几条 it belongs to, or empty; ``worth`` is for comparing."""

    quote: str
    article: str
    worth: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A record found. ``title_fragments`` joined are the title; ``snippet`` is the place in the text.

    ``recommended``: put first by editors, whatever its score.
    """

    index_number: str
    title: str
    url: str
    score: float
    title_fragments: tuple[Fragment, ...]
    snippet: tuple[Fragment, ...]
    document_number: str
    issuer: str
    dated_on: date | None
    validity: str
    published_at: datetime
    passages: tuple[Passage, ...] = ()
    recommended: bool = False


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many of the records found bear ``value``."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits.

    ``relaxed``: those with some of the words were taken, the best first. ``left_out``: how many more there would
    be but for ``IN_FORCE``, by validity. ``lapsed_only``: nothing in force was found, so these no longer hold.
    ``meant``: what the reader probably meant to type. ``sampled``: so many were found that the counts of the facets
    are about right, not exact; ``total`` always is. ``by_meaning``: some were found for what they mean.
    """

    total: int = 0
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, tuple[Bucket, ...]] = field(default_factory=dict)
    relaxed: bool = False
    left_out: Mapping[str, int] = field(default_factory=dict)
    lapsed_only: bool = False
    meant: str = ""
    sampled: bool = False
    by_meaning: bool = False


class Engine(Protocol):
    """A search index of published records."""

    def apply(self, upserts: Sequence[Entry], removals: Sequence[str]) -> None:
        """Put entries in place of those of the same index number and take others out.

        An entry with a lower ``seq`` than the one held is refused, silently: it comes late. Durable and visible to
        searches within a second when it returns; applying twice is applying once.
        Raises ``SearchUnavailableError``.
        """
        ...

    def search(self, query: Query) -> Results:
        """What is found, best first. No text of a reader raises; ``SearchUnavailableError`` when broken."""
        ...

    def ranked(self, query: Query, most: int) -> Sequence[str]:
        """The index numbers of so many of the records ``search`` finds, best first, with nothing shown of them.

        None when no record has all the words: it is not tried whether some are enough.
        """
        ...

    def suggest(self, text: str, *, size: int = 8) -> Sequence[str]:
        """Titles that go on from what was typed so far, in characters, pinyin or its initials."""
        ...

    def sounding(self, syllables: Sequence[str]) -> str:
        """The title in which these syllables stand together, the best of them; empty when there is none."""
        ...

    def explain(self, query: Query, index_number: str) -> Mapping[str, Any]:
        """Why this record ranks where it does for this query; empty when it is not found by it."""
        ...

    def frequencies(self, words: Sequence[str]) -> Mapping[str, int]:
        """In how many records each word stands."""
        ...

    def state(self, index_numbers: Sequence[str]) -> Mapping[str, int]:
        """The ``seq`` held of each of these records; those the index does not hold are absent."""
        ...

    def count(self) -> int:
        """How many records the index holds."""
        ...

    def snapshot(self, folder: Path) -> None:
        """Copy the index as it is now into a new folder, while searches and writing go on."""
        ...

    def request_rebuild(self) -> None:
        """Ask for a rebuild; the worker does it in portions."""
        ...

    def wants_rebuild(self) -> bool:
        """Whether a rebuild was asked for, is under way, or the index was lost, broken or outdated."""
        ...

    def rebuild_resume(self) -> str:
        """Begin a rebuild or go on with the one under way; answers the index number it has come to, or empty.

        Searches go on in the old index; from here on ``apply`` keeps both true.
        """
        ...

    def rebuild_add(self, entries: Sequence[Entry], *, reached: str) -> None:
        """Add a portion, and note durably that all records up to ``reached`` are in."""
        ...

    def rebuild_finish(self) -> None:
        """Let searches see the new index, at once and whole, and drop the old one."""
        ...

    def rebuild(self, entries: Iterable[Entry]) -> None:
        """Begin, add all in portions, finish."""
        ...
