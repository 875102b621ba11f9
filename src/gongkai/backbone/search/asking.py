"""From what a reader or a program sends to a query."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from math import ceil
from typing import Any

from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records.selectors import published_one
from gongkai.backbone.search import language
from gongkai.backbone.search.document_numbers import is_whole
from gongkai.backbone.search.engine import DEEPEST_HIT, FACETS, IN_FORCE, LONGEST_QUERY, Order, Query
from gongkai.foundations import law
from gongkai.foundations.errors import GongkaiError

PAGE_SIZE = 20
WHATEVER_VALIDITY = "all"
PARAMETERS = ("q", *FACETS, "since", "until", "order", "like", "page")


class UnknownParameterError(GongkaiError):
    """A parameter that means nothing: what it was to narrow would silently not be narrowed."""


def query_from(values: Mapping[str, str], *, size: int = PAGE_SIZE, passages: int = 0) -> Query:
    """A query from what was sent: ``q``, the facets, ``since``, ``until``, ``order``, ``like``, ``page``.

    Raises ``UnknownParameterError``. A value never raises: what is too long is cut, what is no page number is the
    first page. Who says nothing of validity gets what is in force; ``all`` is everything.
    """
    unknown = sorted(set(values) - set(PARAMETERS))
    if unknown:
        raise UnknownParameterError(
            "unknown_parameter",
            f"没有名为“{unknown[0][:40]}”的检索参数；可用：{'、'.join(PARAMETERS)}。",
            name=unknown[0][:40],
            known=", ".join(PARAMETERS),
        )
    base = like(values["like"][:60]) if values.get("like") else _asked(values.get("q", "").strip()[:LONGEST_QUERY])
    narrowing: dict[str, Any] = {name: value for name in FACETS if (value := values.get(name, "")[:60])}
    query = replace(base, **narrowing, page=_page(values.get("page", ""), size), size=size, passages=passages)
    return replace(
        query,
        validity=_validity(query),
        since=_day(values.get("since", ""), 0) or query.since,
        until=_day(values.get("until", ""), 1) or query.until,
        order=_order(values.get("order", "")),
    )


def like(index_number: str) -> Query:
    """The query for records on the same matter as this one, without it; one that finds nothing when there is none."""
    record = published_one(index_number)
    if record is None or not record.findable:
        return Query(text=index_number[:LONGEST_QUERY])
    words = " ".join((record.title, *record.keywords))[:LONGEST_QUERY]
    return Query(text=words, some_words=True, excluding=index_number, validity=IN_FORCE)


def _asked(text: str) -> Query:
    asked = language.parse(text)
    fields = asked.fields
    return Query(
        text=asked.words,
        phrases=asked.phrases,
        title=fields.get("title", ""),
        number=fields.get("number", ""),
        organ=_organ(fields.get("organ", "")),
        kind=_code(law.kinds(), fields.get("kind", "")),
        subject=_code(law.subjects(), fields.get("subject", "")),
        year=fields.get("year", "").removesuffix("年")[:60],
        validity=_code(law.validities(), fields.get("validity", "")),
        since=asked.since,
        until=asked.until,
    )


def _validity(query: Query) -> str:
    if query.validity == WHATEVER_VALIDITY:
        return ""
    # Whoever asks for one document by its number wants it, whatever has become of it.
    by_number = bool(query.number) or is_whole(query.text)
    return query.validity or ("" if by_number else IN_FORCE)


def _organ(words: str) -> str:
    """The code of the organ of this code or name; the shortest name that holds the words."""
    if not words or Organ.objects.filter(code=words).exists():
        return words[:60]
    named = Organ.objects.filter(name__contains=words[:60]).values_list("code", "name")
    return str(min(named, key=lambda row: len(row[1]))[0]) if named else words[:60]


def _code(book: Mapping[str, law.Entry], words: str) -> str:
    """The code of this entry, named by its code or in either language."""
    if not words or words in book:
        return words[:60]
    wanted = words.lower()
    named = (code for code, entry in book.items() if wanted in (entry.zh.lower(), entry.en.lower()))
    return next(named, words[:60])


def _day(text: str, end: int) -> date | None:
    days = language.days_of(text[:20]) if text.strip() else None
    return None if days is None else days[end]


def _order(word: str) -> Order:
    return Order(word) if word in set(Order) else Order.RELEVANCE


def _page(text: str, size: int) -> int:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
    return min(max(number, 1), ceil(DEEPEST_HIT / size))
