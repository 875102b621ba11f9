"""How a query was understood, and what made the score of a record or kept it from being found."""

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.backbone.records.selectors import published_one
from gongkai.backbone.search.consumer import entry
from gongkai.backbone.search.engine import Entry, Query, Results
from gongkai.backbone.search.hints import current
from gongkai.backbone.search.planning import Plan, plan
from gongkai.backbone.search.reasons import Reason, reasons
from gongkai.backbone.search.selectors import explain
from gongkai.backbone.search.words import cut, cut_words


@dataclass(frozen=True, slots=True)
class Understood:
    """What the search makes of a query: the words sought, each with what counts as the same; what is passed over."""

    sought: tuple[tuple[str, tuple[str, ...]], ...]
    passed_over: tuple[str, ...]
    some: bool
    related: tuple[str, ...]
    recommended: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """Why a record ranks where it does. ``rank`` counts from 1; 0 is not on the first page, or not found.

    ``reasons`` add up to the score before its weight. Without any it is not found: ``missing`` are the words it does
    not have, ``hidden`` says that it is not public. ``by_meaning``: places by words and by meaning were joined, so that
    the score is no multiple of what the words are worth.
    """

    number: str
    title: str
    rank: int
    score: float
    recommended: bool
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    hidden: bool
    by_meaning: bool = False

    @property
    def worth(self) -> float:
        """What the reasons add up to."""
        return round(sum(each.worth for each in self.reasons), 3)

    @property
    def factor(self) -> float:
        """What its validity, its rank as a law and articles beside it multiply this by; 0 where it is not shown."""
        return round(self.score / self.worth, 3) if self.score and self.worth and not self.by_meaning else 0.0


def understood(query: Query) -> Understood:
    """What the search makes of this."""
    planned, wording = _planned(query), current()
    sought = tuple(
        (_joined(group.alternatives[0]), tuple(map(_joined, group.alternatives[1:]))) for group in planned.groups
    )
    taken = {word for group in planned.groups for alternative in group.alternatives for word in alternative}
    passed_over = tuple(
        dict.fromkeys(w for w in cut_words(query.text).split() if w in wording.empty and w not in taken)
    )
    related = tuple(word for word, _ in planned.related)
    return Understood(sought, passed_over, planned.some, related, wording.recommended(query.text))


def account(query: Query, number: str, found: Results) -> Account:
    """Why this record ranks where it does among what was found. Raises ``SearchUnavailableError``."""
    record = published_one(number)
    ranks = {hit.index_number: place for place, hit in enumerate(found.hits, 1)}
    hit = found.hits[ranks[number] - 1] if number in ranks else None
    held = entry(record) if record is not None and record.findable else None
    told = reasons(explain(query, number))
    return Account(
        number=number,
        title=held.title if held else "",
        rank=ranks.get(number, 0),
        score=round(hit.score, 3) if hit else 0.0,
        recommended=bool(hit and hit.recommended),
        reasons=tuple(told),
        missing=() if told or held is None else _missing(held, _planned(query)),
        hidden=held is None,
        by_meaning=found.by_meaning,
    )


def _planned(query: Query) -> Plan:
    wording = current()
    return plan(query, wording.synonyms, wording.empty)


def _missing(held: Entry, planned: Plan) -> tuple[str, ...]:
    """The words of the query that neither title nor text has, by any synonym."""
    words = set(cut(" ".join((held.title, held.document_number, held.issuer, *held.keywords, held.body))).split())
    return tuple(
        _joined(group.alternatives[0]) for group in planned.groups if not _has(words, group.alternatives)
    )  # fmt: skip


def _joined(words: Sequence[str]) -> str:
    """The words in one, without those that stand within another."""
    return "".join(word for word in words if not any(word != other and word in other for other in words))


def _has(words: set[str], alternatives: Sequence[Sequence[str]]) -> bool:
    return any(words.issuperset(alternative) for alternative in alternatives)
