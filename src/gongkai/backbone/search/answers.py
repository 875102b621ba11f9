"""Questions in plain words, answered by passages of what is published, quoted exactly (智能问答).

The records are found by the words of the question; within them each article and paragraph is weighed by the
words it has, the rarer the more. What is too weak is no answer. Where a model is configured (``phrasing``), its
sentences stand before the passages they cite, never in their place.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from math import log1p
from typing import Any

from django.conf import settings

from gongkai.backbone.records.selectors import Published, published
from gongkai.backbone.search.asking import query_from
from gongkai.backbone.search.engine import LAPSED, LONGEST_QUERY, Hit
from gongkai.backbone.search.engines import configured
from gongkai.backbone.search.hints import current
from gongkai.backbone.search.passages import pieces
from gongkai.backbone.search.phrasing import Sentence, Source, phrase
from gongkai.backbone.search.planning import Plan, plan
from gongkai.backbone.search.selectors import search

RECORDS_LOOKED_AT = 20
MOST_ANSWERS = 3
LEAST_CONFIDENCE = 0.45
# One this much weaker than the best is no candidate beside it.
_BESIDE_THE_BEST = 0.8
_IN_TITLE_ONLY = 0.6


@dataclass(frozen=True, slots=True)
class Answer:
    """A passage that answers. ``validity`` is that of its record today; ``confidence`` is between 0 and 1."""

    quote: str
    index_number: str
    title: str
    article: str
    validity: str
    url: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers, the surest first, or the nearest material when there is no reliable one."""

    answers: tuple[Answer, ...] = ()
    phrased: tuple[Sentence, ...] = ()
    nearest: tuple[Hit, ...] = ()


def answer(question: str) -> Answers:
    """Passages that answer the question. Raises ``SearchUnavailableError``.

    What is in force is asked first; only when it gives no answer, what no longer holds, and each answer says so.
    """
    query = replace(query_from({"q": question}, size=RECORDS_LOOKED_AT), some_words=True)
    wording = current()
    planned = plan(query, wording.synonyms, wording.empty)
    found = search(query)
    answers = _answers(planned, found.hits)
    if not answers and found.left_out and query.validity:
        lapsed = configured().search(replace(query, validity=""))
        answers = _answers(planned, [hit for hit in lapsed.hits if hit.validity in LAPSED])
    sources = [Source(each.title, each.quote, each.validity in LAPSED) for each in answers]
    return Answers(answers, phrase(question.strip()[:LONGEST_QUERY], sources), () if answers else found.hits[:3])


def to_data(found: Answers) -> dict[str, Any]:
    """Ready for JSON."""
    return {
        "answers": [asdict(each) for each in found.answers],
        "phrased": [asdict(each) for each in found.phrased],
        "nearest": [{"index_number": hit.index_number, "title": hit.title, "url": hit.url} for hit in found.nearest],
        "apply_url": f"{settings.SITE_URL}/disclosure/apply",
    }


def _answers(asked: Plan, hits: Sequence[Hit]) -> tuple[Answer, ...]:
    records = published([hit.index_number for hit in hits])
    weights = _weights(asked)
    found = [
        candidate
        for hit in hits
        if (record := records.get(hit.index_number)) is not None and record.findable
        for candidate in _candidates(record, asked, weights)
    ]
    sure = sorted((c for c in found if c.confidence >= LEAST_CONFIDENCE), key=lambda c: (-c.confidence, len(c.quote)))
    return tuple(c for c in sure[:MOST_ANSWERS] if c.confidence >= sure[0].confidence * _BESIDE_THE_BEST)


def _weights(asked: Plan) -> list[float]:
    """How much each thing asked for tells: the rarer its words, the more."""
    engine = configured()
    every, times = engine.count(), engine.frequencies(asked.words)
    return [
        sum(log1p((every + 10) / (times.get(word, 0) + 1)) for word in group.alternatives[0]) for group in asked.groups
    ]


def _candidates(record: Published, asked: Plan, weights: Sequence[float]) -> list[Answer]:
    """The best pieces of a record; what only its title says counts less."""
    in_title = _share(record.title, asked, weights)
    found = []
    for quote, article in pieces(record.text):
        shares = zip(_share(quote, asked, weights), in_title, strict=True)
        held = sum(max(own, title * _IN_TITLE_ONLY) for own, title in shares)
        found.append((held, quote, article))
    best = sorted(found, key=lambda each: (-each[0], len(each[1])))[:2]
    every = sum(weights) or 1.0
    return [
        Answer(
            quote=quote,
            index_number=record.index_number,
            title=record.title,
            article=article,
            validity="expired" if record.withdrawal else record.validity,
            url=record.url,
            confidence=round(held / every, 3),
        )
        for held, quote, article in best
    ]


def _share(text: str, asked: Plan, weights: Sequence[float]) -> list[float]:
    """The weight of each thing asked for that the text has; a synonym counts as the word."""
    folded = text.lower()
    return [
        weight if any(all(word in folded for word in words) for words in group.alternatives) else 0.0
        for group, weight in zip(asked.groups, weights, strict=True)
    ]
