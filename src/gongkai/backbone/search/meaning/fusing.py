"""One order out of two: what the words find and what lies near in meaning (reciprocal rank fusion)."""

from collections.abc import Sequence
from dataclasses import replace

from gongkai.backbone.search.engine import LARGEST_PAGE, Engine, Order, Query, Results
from gongkai.backbone.search.meaning.configured import LOOKED_AT, Meaning
from gongkai.backbone.search.meaning.vectors import Near

# How fast a place further down is worth less, and how much the place by meaning counts beside that by words.
SLOWNESS = 20
WEIGHT_OF_MEANING = 2.0


def fused(by_words: Sequence[str], by_meaning: Sequence[str]) -> list[tuple[str, float]]:
    """All of both with their scores, the best first; at equal scores the words' order holds. Pure."""
    scores: dict[str, float] = {}
    for weight, names in ((1.0, by_words), (WEIGHT_OF_MEANING, by_meaning)):
        for place, name in enumerate(names, 1):
            scores[name] = scores.get(name, 0.0) + weight / (SLOWNESS + place)
    return sorted(scores.items(), key=lambda each: -each[1])


def search(engine: Engine, meaning: Meaning | None, query: Query) -> Results:
    """What the engine finds; where some of the words are enough, what means alike is found as well.

    Who asks for all the words, for a phrase, a number or an order gets just that. Filters hold for both.
    """
    found = engine.search(query)
    if meaning is None or not _may_mean(query) or not (found.relaxed or not found.total):
        return found
    near = meaning.nearest(query.text)
    if not found.total:
        near = [each for each in near if each.similarity >= meaning.encoder.least]
    return _joined(engine, query, found, near)


def _may_mean(query: Query) -> bool:
    narrow = query.phrases or query.title or query.number
    return bool(query.text.strip()) and not narrow and query.order is Order.RELEVANCE


def _joined(engine: Engine, query: Query, found: Results, near: Sequence[Near]) -> Results:
    """The page of the one order: its first pages are ranked anew, deeper the words alone rank; nothing comes twice."""
    size = min(max(query.size, 1), LARGEST_PAGE)
    window = LOOKED_AT // size * size
    by_words = engine.ranked(replace(query, some_words=True), window) if found.total else ()
    by_meaning = _allowed(engine, query, near)
    if not by_meaning:
        return found
    if len(by_words) == window:
        by_meaning = _whole_pages(by_words, by_meaning, size)
    order = fused(by_words, by_meaning)
    total = max(found.total, len(order))
    offset = (max(query.page, 1) - 1) * size
    here = dict(order[offset : offset + size])
    if here:
        told = engine.search(replace(query, among=tuple(here), page=1))
        hits = {hit.index_number: replace(hit, score=here[hit.index_number]) for hit in told.hits}
        page = tuple(hits[name] for name in here if name in hits)
        return replace(found, total=total, relaxed=True, by_meaning=True, hits=page)
    before = (len(order) - len(by_words)) // size
    deeper = engine.search(replace(query, page=max(1, query.page - before)))
    shown = {name for name, _ in order}
    return replace(deeper, total=total, hits=tuple(hit for hit in deeper.hits if hit.index_number not in shown))


def _allowed(engine: Engine, query: Query, near: Sequence[Near]) -> list[str]:
    """Those of the near ones that the filters of the query let through."""
    numbers = tuple(each.index_number for each in near)
    allowed = set(engine.ranked(replace(query, among=numbers), len(numbers))) if numbers else set()
    return [number for number in numbers if number in allowed]


def _whole_pages(by_words: Sequence[str], by_meaning: Sequence[str], size: int) -> list[str]:
    """Without the last few that only mean alike, so that both together fill pages and the next page follows on."""
    known = set(by_words)
    added = [name for name in by_meaning if name not in known]
    dropped = set(added[len(added) // size * size :])
    return [name for name in by_meaning if name not in dropped]
