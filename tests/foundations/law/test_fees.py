"""The processing fee: by item within a month, by page within a request."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.foundations.law import fees

DAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("items", "yuan"),
    [(0, 0), (10, 0), (11, 100), (30, 2000), (31, 2200), (40, 4000), (41, 4300), (50, 7000), (51, 7400)],
)
def test_the_fee_by_item(items: int, yuan: int) -> None:
    assert fees.fee_by_items(items, on=DAY).yuan == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"), [(0, 0), (30, 0), (31, 10), (68, 380), (100, 700), (101, 720), (200, 2700), (201, 2740)]
)
def test_the_fee_by_page(pages: int, yuan: int) -> None:
    assert fees.fee_by_pages(pages, on=DAY).yuan == yuan


def test_the_tiers_of_a_fee_are_told() -> None:
    shares = fees.fee_by_items(41, on=DAY).shares
    assert [(s.first, s.last, s.rate, s.yuan) for s in shares] == [
        (1, 10, 0, 0),
        (11, 30, 100, 2000),
        (31, 40, 200, 2000),
        (41, 41, 300, 300),
    ]


def test_items_of_one_applicant_add_up_within_a_calendar_month_only() -> None:
    filed = [(date(2026, 11, 30), 10), (date(2026, 11, 2), 8), (date(2026, 12, 1), 12)]
    assert [(str(day), fee.yuan) for day, fee in fees.monthly_fees(filed, on=DAY)] == [
        ("2026-11-02", 0),
        ("2026-11-30", 800),
        ("2026-12-01", 200),
    ]


def test_who_is_told_where_something_is_already_public_pays_nothing_by_page() -> None:
    assert [fees.is_exempt("page", article, on=DAY) for article in ("36(1)", "36(2)", "37")] == [True, True, False]
    assert not fees.is_exempt("item", "36(1)", on=DAY)


def test_no_fee_was_taken_before_2021() -> None:
    with pytest.raises(fees.FeeRefusedError) as error:
        fees.fee_by_items(50, on=date(2020, 12, 31))
    assert error.value.code == "fee_not_in_force"


def test_there_is_no_fee_for_fewer_than_nothing() -> None:
    with pytest.raises(fees.FeeRefusedError):
        fees.fee_by_pages(-1, on=DAY)


def _rate(item: int) -> int:
    """What the ``item``-th item costs, reckoned plainly."""
    return 0 if item <= 10 else 100 if item <= 30 else 200 + (item - 31) // 10 * 100


@given(items=st.integers(0, 400), before=st.integers(0, 200))
def test_the_fee_is_the_sum_of_what_each_item_costs(items: int, before: int) -> None:
    fee = fees.fee_by_items(items, on=DAY, before=before)
    assert fee.yuan == sum(_rate(item) for item in range(before + 1, before + items + 1))
    assert sum(share.last - share.first + 1 for share in fee.shares) == items
