"""Putting what editors recommend for a query before what was found."""

from collections.abc import Sequence
from dataclasses import replace

from gongkai.backbone.records.selectors import published
from gongkai.backbone.search.consumer import entry
from gongkai.backbone.search.engine import FACETS, Hit, Order, Query, Results
from gongkai.backbone.search.excerpt import excerpt, marked
from gongkai.backbone.search.wording import Wording
from gongkai.backbone.search.words import words_of


def put_first(found: Results, query: Query, wording: Wording) -> Results:
    """The results with the records recommended for exactly these words first, each once.

    Only what is published and findable now; a query that is narrowed or ordered asks for something else.
    """
    numbers = wording.recommended(query.text) if _is_plain(query) else ()
    best = hits(numbers, query.text) if numbers else ()
    if not best:
        return found
    own = {hit.index_number for hit in best}
    others = tuple(hit for hit in found.hits if hit.index_number not in own)
    if query.page > 1:
        return replace(found, hits=others)
    relaxed = found.relaxed and bool(found.total)
    return replace(found, total=max(found.total, len(best)), hits=(*best, *others), relaxed=relaxed)


def hits(index_numbers: Sequence[str], text: str) -> tuple[Hit, ...]:
    """These records as hits, in this order."""
    records, words = published(index_numbers), words_of(text)
    entries = [
        entry(record)
        for number in index_numbers
        if (record := records.get(number)) is not None and record.findable
    ]  # fmt: skip
    return tuple(
        Hit(
            index_number=each.index_number,
            title=each.title,
            url=each.url,
            score=0.0,
            title_fragments=marked(each.title, words),
            snippet=excerpt(each.body, words),
            document_number=each.document_number,
            issuer=each.issuer,
            dated_on=each.dated_on,
            validity=each.validity,
            published_at=each.published_at,
            recommended=True,
        )
        for each in entries
    )


def _is_plain(query: Query) -> bool:
    narrowed = any(getattr(query, facet) for facet in FACETS if facet != "validity")
    asked = query.phrases or query.title or query.number or query.since or query.until or query.excluding
    return not (narrowed or asked or query.some_words) and query.order is Order.RELEVANCE
