"""Pages of lists; long ones are never counted: at a million rows a count costs more than the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet

PAGE_SIZE = 50

_M = TypeVar("_M", bound=Model)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Rows(Generic[_M]):
    """A page of rows ordered by falling id, with the queries that lead to the first and the next page, if any."""

    rows: list[_M]
    first: str
    following: str


def page_of_rows(rows: QuerySet[_M], asked: Mapping[str, Any], size: int = PAGE_SIZE) -> Rows[_M]:
    """The page that ``before=ID`` of the query names. The rows must be ordered by ``-id``.

    A page begins where the one before ended, whatever came in meanwhile, and is as quick on page 1,000 as on page 1.
    """
    others = {name: str(value) for name, value in asked.items() if name != "before" and value}
    before = str(asked.get("before", ""))
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(id__lt=int(before))
    found = list(rows[: size + 1])
    more = len(found) > size
    following = f"?{urlencode(others | {'before': str(found[size - 1].pk)})}" if more else ""
    first = f"?{urlencode(others)}" if before else ""
    return Rows(found[:size], first, following)


@dataclass(frozen=True, slots=True)
class Slice(Generic[_T]):
    """A page of a short list that has an order of its own, with the queries that lead back and on, if any."""

    rows: Sequence[_T]
    total: int
    previous: str
    following: str


def page_of_list(rows: Sequence[_T], asked: Mapping[str, Any], size: int = PAGE_SIZE) -> Slice[_T]:
    """The page that ``page=N`` of the query names, of rows that are few enough to be all at hand."""
    others = {name: str(value) for name, value in asked.items() if name != "page" and value}
    wanted = str(asked.get("page", ""))
    pages = max(1, -(-len(rows) // size))
    number = min(int(wanted), pages) if wanted.isdecimal() and 0 < len(wanted) < 7 else 1
    number = max(number, 1)

    def to(page: int) -> str:
        return f"?{urlencode(others | {'page': page})}" if 1 <= page <= pages else ""

    return Slice(rows[(number - 1) * size : number * size], len(rows), to(number - 1), to(number + 1))
