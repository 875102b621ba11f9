"""Asking the index, for every surface alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gongkai.backbone.organs.models import Organ
from gongkai.backbone.search import meaning
from gongkai.backbone.search.asking import like
from gongkai.backbone.search.best import put_first
from gongkai.backbone.search.document_numbers import fold
from gongkai.backbone.search.engine import FACETS, IN_FORCE, Query, Results
from gongkai.backbone.search.engines import configured
from gongkai.backbone.search.hints import current
from gongkai.backbone.search.meaning import fusing
from gongkai.backbone.search.sounds import syllables, where_it_sounds
from gongkai.foundations import law


def search(query: Query) -> Results:
    """What is found. Where nothing in force is found, what no longer holds is answered, and it says so.
    What editors recommend for just these words comes first. Raises ``SearchUnavailableError``.
    """
    found = fusing.search(configured(), meaning.configured(), query)
    if not found.total and found.left_out:
        found = replace(configured().search(replace(query, validity="")), lapsed_only=True)
    if query.page == 1 and (not found.total or found.relaxed):
        found = replace(found, meant=_meant(query.text))
    return put_first(found, query, current())


def suggestions(text: str) -> Sequence[str]:
    """Titles that go on from what a reader has typed so far."""
    return configured().suggest(text.strip())


def similar(index_number: str, *, size: int = 5) -> Results:
    """Records on the same matter, in force, the nearest first."""
    return configured().search(replace(like(index_number), size=size))


def explain(query: Query, index_number: str) -> Mapping[str, Any]:
    """Why this record ranks where it does."""
    return configured().explain(query, index_number)


def _meant(text: str) -> str:
    """The text with what sounds like words of a title put in place of what was typed; empty when it is the same."""
    words = text.split()
    meant = [_heard(word) if len(word) > 1 and not word.isascii() else word for word in words]
    return " ".join(meant) if meant != words else ""


def _heard(word: str) -> str:
    heard = syllables(word)
    part = where_it_sounds(configured().sounding(heard), heard)
    return part if part and fold(part) != fold(word) else word


def held(index_numbers: Sequence[str]) -> Mapping[str, int]:
    """The ``seq`` the index holds of each of these records, for ``gongkai where``."""
    return configured().state(index_numbers)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value by which the records found can be narrowed, with its name for people."""

    value: str
    name: str
    count: int | None
    chosen: bool


def choices(query: Query, results: Results, *, language: str) -> dict[str, list[Choice]]:
    """The values of each facet, named in ``language``; one that is chosen stays, found or not."""
    return {name: _choices(name, query, results, language) for name in FACETS}


def notable_validity(validity: str, *, language: str) -> str:
    """The name of a record's validity where a reader must know of it; empty for what is simply in force."""
    known = law.validities().get(validity)
    return known.name(language) if known is not None and validity != "in_force" else ""


def _choices(facet: str, query: Query, results: Results, language: str) -> list[Choice]:
    counts: dict[str, int | None] = {b.value: b.count for b in results.facets.get(facet, ())}
    chosen: str = getattr(query, facet)
    if facet == "validity":
        counts |= results.left_out
    if chosen and chosen != IN_FORCE:
        counts.setdefault(chosen, None)
    if not counts:
        return []
    names = _names(facet, list(counts), language)
    found = [Choice(value, names.get(value, value), count, value == chosen) for value, count in counts.items()]
    return sorted(found, key=lambda choice: choice.value, reverse=True) if facet == "year" else found


def _names(facet: str, values: Sequence[str], language: str) -> dict[str, str]:
    match facet:
        case "organ":
            return dict(Organ.objects.filter(code__in=values).values_list("code", "name"))
        case "kind":
            return _names_in(law.kinds(), values, language)
        case "subject":
            return _names_in(law.subjects(), values, language)
        case "validity":
            return _names_in(law.validities(), values, language)
        case _:
            return {}


def _names_in(book: Mapping[str, law.Entry], values: Sequence[str], language: str) -> dict[str, str]:
    return {value: book[value].name(language) for value in values if value in book}
