"""Searching one state of the index."""

import json
import re
from collections.abc import Mapping, Sequence
from math import log1p
from typing import Any

import tantivy

from gongkai.backbone.search.embedded import ranking, schema
from gongkai.backbone.search.engine import (
    DEEPEST_HIT,
    FACETS,
    IN_FORCE,
    LAPSED,
    LARGEST_PAGE,
    PUBLIC,
    Bucket,
    Hit,
    Order,
    Query,
    Results,
)
from gongkai.backbone.search.excerpt import excerpt, marked
from gongkai.backbone.search.passages import best_passages
from gongkai.backbone.search.planning import Plan
from gongkai.backbone.search.sounds import as_initials, spelled
from gongkai.backbone.search.together import LOOKED_AT, ordered
from gongkai.backbone.search.words import pairs

_MOST_BUCKETS = 50
# Counting the values of all facets costs more than finding the best hits. Of more records than this a fixed
# sample is counted, one in ``schema.STRIPES``, and the counts are said to be about right.
COUNTED_EXACTLY = 20_000
_SAMPLE = "0"
_AGGREGATION = {name: {"terms": {"field": name, "size": _MOST_BUCKETS}} for name in FACETS}
_FIELD = re.compile(r"Term\(field=(\d)(?=,)")
_BY_VALIDITY = {"validity": _AGGREGATION["validity"]}


def search(searcher: tantivy.Searcher, query: Query, plan: Plan) -> Results:
    """What is found with all the words; with some of them when none has all."""
    built = ranking.build(query, plan)
    if built is None:
        return Results()
    found = _page(searcher, built, query, plan)
    if found.total or found.left_out or plan.some or not plan.may_relax:
        return found
    relaxed = ranking.build(query, plan.relaxed())
    return found if relaxed is None else _page(searcher, relaxed, query, plan.relaxed())


def _page(searcher: tantivy.Searcher, built: tantivy.Query, query: Query, plan: Plan) -> Results:
    size = min(max(query.size, 1), LARGEST_PAGE)
    offset = (max(query.page, 1) - 1) * size
    offset, limit = min(offset, DEEPEST_HIT), max(0, min(size, DEEPEST_HIT - offset))
    found: Any = searcher.search(built, max(limit, 1), offset=offset, **_order(query, plan))
    shown = found.hits[:limit]
    if plan.some and query.order is Order.RELEVANCE and offset < LOOKED_AT:
        # A page that reaches beyond those looked at together goes on as the words rank.
        shown = [*_together(searcher, built)[offset : offset + limit], *shown[LOOKED_AT - offset :]]
    weights = _weights(searcher, plan) if query.passages else {}
    words, passages = (*query.phrases, *plan.words, *plan.title), query.passages
    scale = schema.LEAST_WEIGHT if query.order is Order.RELEVANCE and not plan.is_empty else 1.0
    hits = tuple(_hit(searcher.doc(address), score * scale, words, passages, weights) for score, address in shown)
    total = found.count or 0
    return Results(
        total,
        hits,
        _counted(searcher, built, total),
        plan.some,
        _left_out(searcher, query, plan),
        sampled=total > COUNTED_EXACTLY,
    )


def ranked(searcher: tantivy.Searcher, query: Query, plan: Plan, most: int) -> tuple[str, ...]:
    """The index numbers of the best hits, in the order in which they are shown."""
    built = ranking.build(query, plan)
    if built is None:
        return ()
    return tuple(str(doc.get_first("key")) for _, _, doc in _best(searcher, built, most, together=plan.some))


def _together(searcher: tantivy.Searcher, built: tantivy.Query) -> list[tuple[float, tantivy.DocAddress]]:
    """The best hits, with articles of one law supporting each other."""
    return [(score, address) for score, address, _ in _best(searcher, built, LOOKED_AT, together=True)]


def _best(
    searcher: tantivy.Searcher, built: tantivy.Query, most: int, *, together: bool
) -> list[tuple[float, tantivy.DocAddress, tantivy.Document]]:
    found: Any = searcher.search(built, most, weight_by_field="weight", count=False)
    best = [(score, address, searcher.doc(address)) for score, address in found.hits]
    if not (together and best):
        return best
    places = ordered([schema.shown(doc).title for _, _, doc in best], [score for score, _, _ in best])
    return [(score, best[place][1], best[place][2]) for place, score in places]


def _counted(searcher: tantivy.Searcher, built: tantivy.Query, total: int) -> dict[str, tuple[Bucket, ...]]:
    """How many of the records found bear each value."""
    if not total:
        return {}
    if total <= COUNTED_EXACTLY:
        return _facets(searcher.aggregate(built, _AGGREGATION))
    stripe = tantivy.Query.term_query(schema.schema(), "stripe", _SAMPLE)
    sample = tantivy.Query.boolean_query([(tantivy.Occur.Must, built), (tantivy.Occur.Must, stripe)])
    counted = _facets(searcher.aggregate(sample, _AGGREGATION))
    return {
        name: tuple(Bucket(bucket.value, rounded(bucket.count * schema.STRIPES)) for bucket in buckets)
        for name, buckets in counted.items()
    }


def rounded(count: int) -> int:
    """The count with two digits that tell: what a sample says is no more exact."""
    return int(round(count, 2 - len(str(count))))


def _order(query: Query, plan: Plan) -> dict[str, Any]:
    """Without words there is nothing to rank: the newest first. Any, for the stubs do not know the count."""
    match query.order:
        case Order.NEWEST:
            return {"order_by_field": "day"}
        case Order.OLDEST:
            return {"order_by_field": "day", "order": tantivy.Order.Asc}
        case _:
            return {"order_by_field": "published"} if plan.is_empty else {"weight_by_field": "weight"}


def _facets(counted: Mapping[str, Any]) -> dict[str, tuple[Bucket, ...]]:
    return {
        name: tuple(Bucket(bucket["key"], bucket["doc_count"]) for bucket in counted[name]["buckets"])
        for name in counted
    }


def _left_out(searcher: tantivy.Searcher, query: Query, plan: Plan) -> dict[str, int]:
    if query.validity != IN_FORCE:
        return {}
    lapsed = ranking.build(query, plan, validities=LAPSED)
    if lapsed is None:
        return {}
    counted = _facets(searcher.aggregate(lapsed, _BY_VALIDITY)).get("validity", ())
    return {bucket.value: bucket.count for bucket in counted}


def _weights(searcher: tantivy.Searcher, plan: Plan) -> dict[str, float]:
    """How much each word tells: the rarer, the more."""
    every = searcher.num_docs
    return {word: log1p((every + 10) / (searcher.doc_freq("words", word) + 1)) for word in plan.words}


def _hit(doc: tantivy.Document, score: float, words: Sequence[str], passages: int, weights: Mapping[str, float]) -> Hit:
    shown, text = schema.shown(doc), schema.text(doc)
    return Hit(
        index_number=str(doc.get_first("key")),
        title=shown.title,
        url=shown.url,
        score=float(score),
        title_fragments=marked(shown.title, words),
        snippet=excerpt(text, words),
        document_number=shown.document_number,
        issuer=shown.issuer,
        dated_on=shown.dated_on,
        validity=shown.validity,
        published_at=shown.published_at,
        passages=best_passages(text, words, most=passages, weights=weights) if passages else (),
    )


def suggest(searcher: tantivy.Searcher, typed: str, size: int) -> tuple[str, ...]:
    """Titles that go on from what was typed."""
    run = pairs(typed).split()
    ways = [ranking.phrase_of("pairs", run)] if run else []
    for name, sought in (("sounds", spelled(typed)), ("initials", as_initials(typed))):
        ways += [ranking.phrase_of(name, sought)] if sought else []
    if not ways:
        return ()
    found: Any = searcher.search(_public(ways), size * 3, weight_by_field="weight")
    titles = (schema.shown(searcher.doc(address)).title for _, address in found.hits)
    return tuple(dict.fromkeys(titles))[:size]


def sounding(searcher: tantivy.Searcher, syllables: Sequence[str]) -> str:
    """The best title with these syllables."""
    found: Any = searcher.search(_public([ranking.phrase_of("sounds", syllables)]), 1, weight_by_field="weight")
    return schema.shown(searcher.doc(found.hits[0][1])).title if found.hits else ""


def _public(ways: Sequence[tantivy.Query]) -> tantivy.Query:
    public = tantivy.Query.term_query(schema.schema(), "visibility", PUBLIC)
    any_way = tantivy.Query.boolean_query([(tantivy.Occur.Should, way) for way in ways])
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, any_way), (tantivy.Occur.Must, public)])


def explain(searcher: tantivy.Searcher, query: Query, plan: Plan, index_number: str) -> Mapping[str, Any]:
    """How the score of this record comes about, before its weight; by some of the words when it has not all."""
    told = _explained(searcher, query, plan, index_number)
    if told or plan.some or not plan.may_relax:
        return told
    return _explained(searcher, query, plan.relaxed(), index_number)


def _explained(searcher: tantivy.Searcher, query: Query, plan: Plan, index_number: str) -> Mapping[str, Any]:
    built = ranking.build(query, plan)
    if built is None:
        return {}
    key = tantivy.Query.term_query(schema.schema(), "key", index_number)
    both = tantivy.Query.boolean_query([(tantivy.Occur.Must, built), (tantivy.Occur.Must, key)])
    found: Any = searcher.search(both, 1)
    if not found.hits:
        return {}
    told: Mapping[str, Any] = json.loads(_named(built.explain(searcher, found.hits[0][1]).to_json()))
    return told


def _named(told: str) -> str:
    """The index tells fields by their numbers: their names tell people more."""
    return _FIELD.sub(lambda match: f"Term(field={schema.FIELDS[int(match[1])]}", told)
