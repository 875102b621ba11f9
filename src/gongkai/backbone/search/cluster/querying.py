"""From the plan of a question to the cluster's query language, and from its answer to results."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from math import ceil
from typing import Any

from gongkai.backbone.search.engine import (
    DEEPEST_HIT,
    EXACT_NUMBER,
    FACETS,
    LARGEST_PAGE,
    PAIR,
    PUBLIC,
    SHARE_WHEN_RELAXED,
    TITLE_PHRASE,
    TITLE_WORD,
    Bucket,
    Hit,
    Order,
    Query,
)
from gongkai.backbone.search.excerpt import excerpt, marked
from gongkai.backbone.search.passages import best_passages
from gongkai.backbone.search.planning import Group, Plan

_MOST_BUCKETS = 50
BY_VALIDITY = {"validity": {"terms": {"field": "validity", "size": _MOST_BUCKETS}}}
_FACETS = {name: {"terms": {"field": name, "size": _MOST_BUCKETS}} for name in FACETS}

Clause = dict[str, Any]


def build(query: Query, plan: Plan, *, validities: tuple[str, ...] = ()) -> Clause | None:
    """The query, weighed by validity; None when nothing is asked. ``validities`` take the place of its own."""
    narrowing = query.filters() | ({"validity": validities} if validities else {})
    filters = [{"terms": {name: list(values)}} for name, values in narrowing.items()] + _days(query.since, query.until)
    wanted = _wanted(query, plan)
    if not wanted and (not filters or query.text.strip()):
        return None
    every: Clause = {"filter": [*filters, {"terms": {"visibility": list(query.visibility)}}]}
    if wanted:
        every["must"] = wanted
    if query.excluding:
        every["must_not"] = [{"term": {"key": query.excluding}}]
    factor = {"field": "weight", "missing": 1}
    return {"function_score": {"query": {"bool": every}, "field_value_factor": factor, "boost_mode": "multiply"}}


def page(query: Query, plan: Plan, built: Clause) -> Clause:
    """The body of a search for one page."""
    offset, size = limits(query)
    body: Clause = {
        "query": built,
        "from": offset,
        "size": size,
        "track_total_hits": True,
        "aggs": _FACETS,
        "_source": ["shown"],
    }
    if sort := _sort(query, plan):
        body["sort"] = sort
    return body


def limits(query: Query) -> tuple[int, int]:
    """Where the page begins and how many hits it may have."""
    size = min(max(query.size, 1), LARGEST_PAGE)
    offset = min((max(query.page, 1) - 1) * size, DEEPEST_HIT)
    return offset, max(0, min(size, DEEPEST_HIT - offset))


def titles(ways: Sequence[Clause], size: int) -> Clause:
    """The body of a search for titles that are public."""
    every = {"must": [_any_way(ways)], "filter": [{"term": {"visibility": PUBLIC}}]}
    return {"query": {"bool": every}, "size": size, "_source": ["shown.title"]}


def phrase(name: str, words: Sequence[str]) -> Clause:
    """The words one after another in this field."""
    return {"match_phrase": {name: " ".join(words)}}


def facets(answer: Mapping[str, Any]) -> dict[str, tuple[Bucket, ...]]:
    """The counts of an answer."""
    counted: Mapping[str, Any] = answer.get("aggregations", {})
    return {
        name: tuple(Bucket(bucket["key"], bucket["doc_count"]) for bucket in counted[name]["buckets"])
        for name in counted
    }


def hit(found: Mapping[str, Any], query: Query, plan: Plan, weights: Mapping[str, float]) -> Hit:
    """A hit of an answer."""
    shown, words = found["_source"]["shown"], (*query.phrases, *plan.words, *plan.title)
    text: str = shown["text"]
    return Hit(
        index_number=found["_id"],
        title=shown["title"],
        url=shown["url"],
        score=float(found["_score"] or 0.0),
        title_fragments=marked(shown["title"], words),
        snippet=excerpt(text, words),
        document_number=shown["document_number"],
        issuer=shown["issuer"],
        dated_on=date.fromisoformat(shown["dated_on"]) if shown["dated_on"] else None,
        validity=shown["validity"],
        published_at=datetime.fromisoformat(shown["published_at"]),
        passages=best_passages(text, words, most=query.passages, weights=weights) if query.passages else (),
    )


def _sort(query: Query, plan: Plan) -> list[Clause]:
    match query.order:
        case Order.NEWEST:
            return [{"day": "desc"}]
        case Order.OLDEST:
            return [{"day": "asc"}]
        case _:
            return [{"published": "desc"}] if plan.is_empty else []


def _wanted(query: Query, plan: Plan) -> list[Clause]:
    if query.among:
        return [{"constant_score": {"filter": {"terms": {"key": list(query.among)}}}}]
    clauses: list[Clause] = []
    if plan.groups:
        ways = [_by_words(plan), *_by_sound(plan)]
        if plan.number and not query.number:
            ways.append({"constant_score": {"filter": {"term": {"number": plan.number}}, "boost": EXACT_NUMBER}})
        clauses.append(_any_way(ways))
    if query.number:
        clauses.append({"constant_score": {"filter": {"term": {"number": plan.number}}}})
    clauses += [_all_of("grams", pairs) for pairs in plan.phrases]
    return clauses + [_term("title", word) for word in plan.title]


def _by_words(plan: Plan) -> Clause:
    groups = [_group(group) for group in plan.groups]
    if plan.some:
        least = max(1, ceil(len(groups) * SHARE_WHEN_RELAXED))
        matching: Clause = {"bool": {"should": groups, "minimum_should_match": least}}
    else:
        matching = {"bool": {"must": groups}}
    if not plan.some:
        should = [_term("title", word, TITLE_WORD) for word in plan.words]
    else:
        should = [_term("grams", pair, PAIR) for pair in plan.pairs]
        should += [_term("words", word, weight) for word, weight in plan.related]
    if plan.run:
        should.append({"match_phrase": {"pairs": {"query": " ".join(plan.run), "boost": TITLE_PHRASE}}})
    return {"bool": {"must": [matching], "should": should}}


def _by_sound(plan: Plan) -> list[Clause]:
    return [phrase(name, sought) for name, sought in (("sounds", plan.sounds), ("initials", plan.initials)) if sought]


def _group(group: Group) -> Clause:
    ways = [_all_of("words", words) for words in group.alternatives]
    return ways[0] if len(ways) == 1 else {"dis_max": {"queries": ways}}


def _all_of(name: str, words: Sequence[str]) -> Clause:
    terms = [_term(name, word) for word in words]
    return terms[0] if len(terms) == 1 else {"bool": {"must": terms}}


def _any_way(ways: Sequence[Clause]) -> Clause:
    return {"bool": {"should": list(ways), "minimum_should_match": 1}}


def _term(name: str, word: str, boost: float = 1.0) -> Clause:
    return {"term": {name: {"value": word, "boost": boost}}}


def _days(since: date | None, until: date | None) -> list[Clause]:
    ends = {"gte": since.toordinal() if since else None, "lte": until.toordinal() if until else None}
    within = {name: day for name, day in ends.items() if day is not None}
    return [{"range": {"day": within}}] if within else []
