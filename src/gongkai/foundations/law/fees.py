"""The processing fee (信息处理费): by item within a calendar month, or by page within a request, never both."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.foundations.errors import GongkaiError
from gongkai.foundations.law import book
from gongkai.foundations.law.entries import FeeTier


class FeeRefusedError(GongkaiError):
    """No fee can be reckoned for this."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one tier contributes: the units from ``first`` to ``last``, each at ``rate`` yuan."""

    tier: str
    first: int
    last: int
    rate: int

    @property
    def yuan(self) -> int:
        """The amount of this tier."""
        return (self.last - self.first + 1) * self.rate


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee and the tiers it is made of."""

    mode: str
    units: int
    shares: tuple[Share, ...]
    basis: str

    @property
    def yuan(self) -> int:
        """The whole amount."""
        return sum(share.yuan for share in self.shares)


def fee_by_items(items: int, *, on: date, before: int = 0) -> Fee:
    """The fee for requests of one applicant; ``before`` are those already counted in the same calendar month."""
    return _fee("item", items, before, on)


def fee_by_pages(pages: int, *, on: date) -> Fee:
    """The fee for the pages given in one request; pages of other requests do not add up."""
    return _fee("page", pages, 0, on)


def monthly_fees(filed: Iterable[tuple[date, int]], *, on: date) -> list[tuple[date, Fee]]:
    """The fee of each of one applicant's requests, given as day and items, counted anew each calendar month."""
    counted: dict[tuple[int, int], int] = {}
    fees = []
    for day, items in sorted(filed, key=lambda pair: pair[0]):
        month = (day.year, day.month)
        fees.append((day, fee_by_items(items, on=on, before=counted.get(month, 0))))
        counted[month] = counted.get(month, 0) + items
    return fees


def is_exempt(mode: str, article: str, *, on: date) -> bool:
    """Whether a decision under this article, such as ``36(1)``, is free when charged by this mode."""
    rows = book.fee_exemptions(on=on).values()
    return any(mode == row.mode and article in row.articles for row in rows)


def _fee(mode: str, units: int, before: int, on: date) -> Fee:
    if units < 0 or before < 0:
        raise FeeRefusedError("fee_negative", "件数、页数不能是负数：请核对。")
    tiers = [tier for tier in book.fee_tiers(on=on).values() if tier.mode == mode]
    if not tiers:
        raise FeeRefusedError("fee_not_in_force", f"{on} 没有施行中的信息处理费标准：请核对日期。", day=on)
    shares = tuple(
        Share(tier.code, max(first, before + 1), min(last, before + units), rate)
        for tier in tiers
        for first, last, rate in _steps(tier, before + units)
        if last > before
    )
    return Fee(mode, units, shares, tiers[0].source)


def _steps(tier: FeeTier, until: int) -> Iterator[tuple[int, int, int]]:
    """The stretches of a tier that begin by ``until``, each with its rate."""
    first, rate = tier.first, tier.rate
    while first <= until and (tier.last == 0 or first <= tier.last):
        last = first + tier.step - 1 if tier.step else tier.last or until
        yield first, last, rate
        first, rate = last + 1, rate + tier.increment
