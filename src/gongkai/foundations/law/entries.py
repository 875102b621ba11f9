"""What a row of each table of the rule book says."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of the rule book: its code, its names, where it comes from and from when to when it holds.

    ``certainty`` is V (verified against a published text), M (from memory) or U (to be confirmed, 待核).
    ``valid_to`` is the first day on which the row holds no more; ``None`` while no end is known.
    """

    code: str
    zh: str
    en: str
    source: str
    certainty: str
    valid_from: date
    valid_to: date | None = None
    note: str = ""

    def name(self, language: str) -> str:
        """The name in the language of this code: Chinese unless it begins with ``en``."""
        return self.en if language.startswith("en") else self.zh

    def holds_on(self, day: date) -> bool:
        """Whether the row holds on this day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject(Entry):
    """A subject; ``parent`` is empty on the first level."""

    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatutoryItem(Entry):
    """What must be disclosed: the article that says so, and whom it binds (all, city_county, township)."""

    article: int
    binds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Entry):
    """A kind of document; ``family`` is official, legislation or other."""

    family: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure(Entry):
    """A disclosure attribute; all but proactive need a stated reason."""

    needs_reason: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalForm(Entry):
    """A form of withdrawal: what a reader's request is answered with, and whether the text stays."""

    http_status: int
    needs_target: bool
    text_stays: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationKind(Entry):
    """A kind of relation, named from both ends; ``validity`` is what it makes of its target, or empty."""

    inverse_zh: str
    inverse_en: str
    validity: str

    def inverse_name(self, language: str) -> str:
        """The name seen from the target."""
        return self.inverse_en if language.startswith("en") else self.inverse_zh


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewStep(Entry):
    """A step of the review chain, the ability it takes, and whether another than the author must take it."""

    ability: str
    four_eyes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Entry):
    """A part of the disclosure platform and its ``ColumnType`` in the page's meta tags."""

    column_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Entry):
    """A word of official documents, as it stands in them, and what it means in plain words."""

    means_zh: str
    means_en: str

    def meaning(self, language: str) -> str:
        """What it means, in the language of this code."""
        return self.means_en if language.startswith("en") else self.means_zh


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideElement(Entry):
    """What a disclosure guide must tell: the chapter it stands in, and the organ's field that answers it.

    ``organ_field`` is empty where the answer is prose.
    """

    chapter: str
    organ_field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetaTag(Entry):
    """A meta tag of a page; ``level`` is site, column or content, ``format`` for ``strftime`` or empty."""

    level: str
    required: bool
    format: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexForm(Entry):
    """A form that a part of an index number may have.

    ``part`` is prefix or serial, ``pattern`` a regular expression; what is not ``issued`` is only understood,
    in what comes from elsewhere.
    """

    part: str
    pattern: str
    issued: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer(Entry):
    """Who bears a time limit, and whether such a one belongs to the city."""

    of_city: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeTier(Entry):
    """A tier of the processing fee, charged by ``mode`` item or page from ``first`` to ``last`` (0: open).

    With a ``step`` the rate, in yuan, grows by ``increment`` after every so many units.
    """

    mode: str
    first: int
    last: int
    rate: int
    step: int = 0
    increment: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeExemption(Entry):
    """What no fee is taken for; ``mode`` is item, page or both, ``articles`` those of the decision."""

    mode: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Entry):
    """A decision on a request: its group, articles, the facts its letter must state, and the letter.

    A ``refusal`` is one of articles 14 to 16, which must go to reconsideration before a court.
    """

    group: str
    basis: tuple[str, ...]
    facts: tuple[str, ...]
    letter: str
    refusal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy(Entry):
    """What a letter says of remedies, with ``{review_organ}`` and ``{court}`` to be filled in."""

    covers: str
    review_first: bool
    text: str
    text_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow(Entry):
    """A row of the second table: the block it stands in and its columns."""

    block: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCell(Entry):
    """A column or number of a table, and the head above it."""

    above: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine(ReportCell):
    """A row of the third table; ``counts`` is in, result, total or out."""

    counts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationLimit(Entry):
    """A special limit for publishing what fits ``item``, ``kind`` and ``organ_kind``; an empty one fits all."""

    item: str
    kind: str
    organ_kind: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatedColumn(Entry):
    """A column that must be kept up to date by records of these kinds, under this limit."""

    kinds: tuple[str, ...]
    rule: str
    case: str
