"""Reading lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone

from gongkai.backbone.channels.models import Place, Tally
from gongkai.backbone.channels.rules import PAGE_SIZE, first_of, page_of
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records.selectors import address
from gongkai.kernel.numbers.selectors import last, lasts, series


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list."""

    index_number: str
    title: str
    document_number: str
    summary: str
    organ_code: str
    dated_on: date | None
    published_at: datetime
    updated_at: datetime
    validity: str
    organ_name: str

    @property
    def url(self) -> str:
        """The address of the record's page."""
        return address(self.index_number)

    @property
    def day(self) -> date:
        """The day shown: that of the document, else of its publication."""
        return self.dated_on or timezone.localdate(self.published_at)


def length(name: str) -> int:
    """How many places the list has ever given."""
    return last(f"list:{name}")


def total(name: str) -> int:
    """How many lines the list shows by now."""
    return length(name) - Place.objects.filter(list=name, shown=False).count()


def totals(group: str) -> dict[str, int]:
    """How many lines each list of this group, such as ``subject``, shows; in two queries, however long they are."""
    given = {name.removeprefix("list:"): value for name, value in lasts(f"list:{group}/").items()}
    left = Place.objects.filter(list__startswith=f"{group}/", shown=False).values_list("list").annotate(Count("id"))
    return given | {name: given[name] - count for name, count in left}


def filled(group: str) -> set[str]:
    """The names of the lists of this group, such as ``subject``, that have ever had a line."""
    return {name.removeprefix("list:") for name in series(f"list:{group}/")}


def tally(name: str) -> dict[str, int]:
    """How many of the records that this list shows each year, subject, kind and organ has."""
    return dict(Tally.objects.filter(list=name, count__gt=0).values_list("facet", "count"))


def newest(name: str, count: int = PAGE_SIZE) -> list[Row]:
    """The newest lines of the list."""
    return _rows(Place.objects.filter(list=name, shown=True).order_by("-position").values_list(*_LINE)[:count])


def between(name: str, first: int, last_: int) -> list[Row]:
    """The lines at these positions, both included, newest first."""
    places = Place.objects.filter(list=name, position__gte=first, position__lte=last_, shown=True)
    return _rows(places.order_by("-position").values_list(*_LINE))


def pages(name: str, numbers: Sequence[int]) -> dict[int, list[Row]]:
    """The lines on each of these numbered pages, newest first."""
    positions = [position for number in numbers for position in range(first_of(number), first_of(number + 1))]
    places = Place.objects.filter(list=name, position__in=positions, shown=True).order_by("-position")
    found: dict[int, list[Row]] = {number: [] for number in numbers}
    values = list(places.values_list("position", *_LINE))
    for (position, *_line), row in zip(values, _rows([value[1:] for value in values]), strict=True):
        found[page_of(position)].append(row)
    return found


_LINE = (
    "listing__index_number", "listing__title", "listing__document_number", "listing__summary", "listing__organ_code",
    "listing__dated_on", "listing__published_at", "listing__updated_at", "listing__validity",
)  # fmt: skip


def _rows(lines: Iterable[tuple[Any, ...]]) -> list[Row]:
    values = list(lines)
    names = dict(Organ.objects.filter(code__in={value[4] for value in values}).values_list("code", "name"))
    return [Row(*(*value, names.get(value[4], value[4]))) for value in values]
