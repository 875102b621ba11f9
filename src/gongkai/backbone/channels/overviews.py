"""Overviews: what has been published by year, subject, kind and organ, of the city and of each organ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from gongkai.backbone.channels import charts, selectors
from gongkai.backbone.organs.models import Organ
from gongkai.foundations import law


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a table with its bar: what it is called, the list that shows it, how many there are."""

    name: str
    path: str
    value: int
    share: float
    is_chinese: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """All figures of the page of one scope, each counted once by year, subject and kind."""

    total: int
    years: Sequence[Bar]
    chart: charts.Chart
    groups: Sequence[tuple[str, Sequence[Bar]]]
    organs: frozenset[str]


def overview(scope: str) -> Overview:
    """The figures of ``all`` or of ``organ/CODE``, in the active language."""
    counted = selectors.tally(scope)
    years = _years(counted)
    groups = [
        (_("Subjects"), _bars(counted, "subject", _names(law.subjects()))),
        (_("Kinds of document"), _bars(counted, "kind", _names(law.kinds()))),
        (_("Organs"), _bars(counted, "organ", dict(Organ.objects.values_list("code", "name")), is_chinese=True)),
    ]
    return Overview(
        total=sum(bar.value for bar in years),
        years=tuple(reversed(years)),
        chart=charts.chart([(bar.name, bar.value) for bar in years]),
        groups=[(title, bars) for title, bars in groups if bars],
        organs=frozenset(facet.removeprefix("organ/") for facet in counted if facet.startswith("organ/")),
    )


def _years(counted: Mapping[str, int]) -> list[Bar]:
    """Every year from the first to the last, also those of which there is nothing."""
    held = {int(facet.removeprefix("year/")): n for facet, n in counted.items() if facet.startswith("year/")}
    if not held:
        return []
    largest = max(held.values())
    return [
        Bar(str(year), f"/lists/year/{year}" if year in held else "", n, charts.share(n, largest))
        for year in range(min(held), max(held) + 1)
        for n in [held.get(year, 0)]
    ]


def _bars(counted: Mapping[str, int], group: str, names: Mapping[str, str], *, is_chinese: bool = False) -> list[Bar]:
    """Those of a group there is something of, the most first."""
    held = {facet: n for facet, n in counted.items() if facet.startswith(f"{group}/")}
    largest = max(held.values(), default=0)
    return [
        Bar(names.get(code, code), f"/lists/{facet}", n, charts.share(n, largest), is_chinese)
        for facet, n in sorted(held.items(), key=lambda pair: (-pair[1], pair[0]))
        for code in [facet.partition("/")[2]]
    ]


def _names(book: Mapping[str, law.Entry]) -> dict[str, str]:
    language = translation.get_language() or "zh-hans"
    return {code: entry.name(language) for code, entry in book.items()}
