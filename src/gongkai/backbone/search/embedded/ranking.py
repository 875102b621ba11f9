"""From the plan of a question to a query of the index. The words are never parsed as a query language."""

from collections.abc import Iterable, Sequence
from datetime import date
from math import ceil

import tantivy

from gongkai.backbone.search.embedded.schema import schema
from gongkai.backbone.search.engine import (
    EXACT_NUMBER,
    HOLDING,
    LAPSED,
    PAIR,
    SHARE_WHEN_RELAXED,
    TITLE_PHRASE,
    TITLE_WORD,
    Query,
)
from gongkai.backbone.search.planning import Group, Plan

_Clause = tuple[tantivy.Occur, tantivy.Query]
_MUST, _SHOULD = tantivy.Occur.Must, tantivy.Occur.Should


def build(query: Query, plan: Plan, *, validities: tuple[str, ...] = ()) -> tantivy.Query | None:
    """The query: an exact document number first, then records with all the words, or some where that is enough.

    Words in the title weigh more. ``validities`` take the place of the query's own. None when nothing is asked.
    """
    narrowing = query.filters() | ({"validity": validities} if validities else {})
    filters = [_narrowed(name, values) for name, values in narrowing.items()]
    filters += _days(query.since, query.until)
    wanted = _wanted(query, plan)
    if not wanted and (not filters or query.text.strip()):
        # Text without a word in it, such as brackets alone, finds nothing rather than everything.
        return None
    clauses = [*wanted, *filters, _any_of("visibility", query.visibility)]
    if query.excluding:
        clauses.append((tantivy.Occur.MustNot, _term("key", query.excluding)))
    return tantivy.Query.boolean_query(clauses)


def _wanted(query: Query, plan: Plan) -> list[_Clause]:
    if query.among:
        named = tantivy.Query.term_set_query(schema(), "key", list(query.among))
        return [(_MUST, tantivy.Query.const_score_query(named, 1.0))]
    clauses: list[_Clause] = []
    if plan.groups:
        number = _term("number", plan.number) if plan.number else None
        any_way = [tantivy.Query.const_score_query(number, EXACT_NUMBER)] if number and not query.number else []
        any_way += [_by_words(plan), *_by_sound(plan)]
        clauses.append((_MUST, tantivy.Query.boolean_query([(_SHOULD, way) for way in any_way])))
    if query.number:
        clauses.append((_MUST, tantivy.Query.const_score_query(_term("number", plan.number), 1.0)))
    clauses += [(_MUST, _all_of("grams", phrase)) for phrase in plan.phrases]
    return clauses + [(_MUST, _term("title", word)) for word in plan.title]


def _by_words(plan: Plan) -> tantivy.Query:
    groups = [_group(group) for group in plan.groups]
    if plan.some:
        least = max(1, ceil(len(groups) * SHARE_WHEN_RELAXED))
        should = [(_SHOULD, group) for group in groups]
        matching = tantivy.Query.boolean_query(should, minimum_number_should_match=least)
    else:
        matching = tantivy.Query.boolean_query([(_MUST, group) for group in groups])
    clauses: list[_Clause] = [(_MUST, matching)]
    if not plan.some:
        clauses += [(_SHOULD, tantivy.Query.boost_query(_term("title", word), TITLE_WORD)) for word in plan.words]
    else:
        clauses += [(_SHOULD, tantivy.Query.boost_query(_term("grams", pair), PAIR)) for pair in plan.pairs]
        clauses += [(_SHOULD, tantivy.Query.boost_query(_term("words", word), weight)) for word, weight in plan.related]
    if plan.run:
        phrase = tantivy.Query.phrase_query(schema(), "pairs", list(plan.run))
        clauses.append((_SHOULD, tantivy.Query.boost_query(phrase, TITLE_PHRASE)))
    return tantivy.Query.boolean_query(clauses)


def _by_sound(plan: Plan) -> list[tantivy.Query]:
    """Latin letters may be pinyin of a title, whole or its initials."""
    return [
        phrase_of(name, sought) for name, sought in (("sounds", plan.sounds), ("initials", plan.initials)) if sought
    ]


def phrase_of(name: str, words: Sequence[str]) -> tantivy.Query:
    """The words one after another in this field."""
    return tantivy.Query.phrase_query(schema(), name, list(words)) if len(words) > 1 else _term(name, words[0])


def _group(group: Group) -> tantivy.Query:
    ways = [_all_of("words", words) for words in group.alternatives]
    return ways[0] if len(ways) == 1 else tantivy.Query.disjunction_max_query(ways)


def _all_of(name: str, words: Sequence[str]) -> tantivy.Query:
    terms = [_term(name, word) for word in words]
    return terms[0] if len(terms) == 1 else tantivy.Query.boolean_query([(_MUST, term) for term in terms])


def _term(name: str, word: str) -> tantivy.Query:
    return tantivy.Query.term_query(schema(), name, word, "freq")


def _narrowed(name: str, values: tuple[str, ...]) -> _Clause:
    """One of these values. Most records hold: to leave out the few that lapsed costs less than to find the others."""
    if name == "validity" and values == HOLDING:
        return tantivy.Occur.MustNot, _any_of(name, LAPSED)[1]
    return _any_of(name, values)


def _any_of(name: str, values: Iterable[str]) -> _Clause:
    terms = [tantivy.Query.term_query(schema(), name, value) for value in values]
    either = terms[0] if len(terms) == 1 else tantivy.Query.boolean_query([(_SHOULD, term) for term in terms])
    return _MUST, tantivy.Query.const_score_query(either, 0.0)


def _days(since: date | None, until: date | None) -> list[_Clause]:
    if since is None and until is None:
        return []
    first = None if since is None else since.toordinal()
    last = None if until is None else until.toordinal()
    within = tantivy.Query.range_query(schema(), "day", tantivy.FieldType.Unsigned, first, last)
    return [(_MUST, tantivy.Query.const_score_query(within, 0.0))]
