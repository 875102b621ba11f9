"""The tables of the annual report: their sums come out whatever happens to the cases, and every number opens them."""

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from affairs.foi.conftest import Play
from affairs.foi.wandering import counted, wander
from gongkai.affairs.foi.models import DisclosureRequest, Dispute
from gongkai.affairs.foi.rules.case import fold
from gongkai.affairs.foi.rules.counting import Counted, table3, table4
from gongkai.affairs.foi.services import Receipt
from gongkai.affairs.foi.statistics import behind_table3, behind_table4, fees_of, table3_of, table4_of
from gongkai.foundations.law.reports import table3_mismatches, table4_mismatches
from gongkai.kernel.actors import Actor

YEARS = range(2019, 2027)


def check(seed: int, cases: int, *, least: int) -> None:
    """Every identity of the third and fourth table, in every year, over so many random cases."""
    chance = random.Random(seed)
    wandered = [wander(chance) for _ in range(cases)]
    for case, told in wandered:
        assert fold(told) == case
    rows = [counted(case, chance) for case, _ in wandered]
    disputes = [one for case, _ in wandered for one in case.disputes]
    before = None
    for year in YEARS:
        cells = table3(rows, year=year)
        assert table3_mismatches(cells, year=year, before=before) == []
        before = {column: number for (row, column), number in cells.items() if row == "carried_out"}
        assert table4_mismatches(table4(disputes, year=year), year=year) == []
    received = sum(one.counted_on is not None for one in rows)
    assert sum(table3(rows, year=year)["new", "total"] for year in YEARS) == received
    assert received >= least


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32))
def test_the_sums_come_out_whatever_happens(seed: int) -> None:
    check(seed, 12, least=1)


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32))
def test_the_sums_come_out_over_ten_thousand_cases(seed: int) -> None:
    check(seed, 1000, least=330)


def test_the_random_cases_end_in_every_way_the_tables_know() -> None:
    chance = random.Random(5)
    rows = [counted(wander(chance)[0], chance) for _ in range(1500)]
    ended = {one.result for one in rows}
    assert {"G", "P", "D6", "N1", "U2", "O3", ""} <= ended


@pytest.mark.parametrize(
    ("code", "on", "year", "row"),
    [("O", date(2020, 6, 1), 2020, "O"), ("O1", date(2021, 6, 1), 2021, "O1"), ("G", date(2020, 6, 1), 2020, "G")],
)
def test_each_layout_has_its_own_rows(code: str, on: date, year: int, row: str) -> None:
    cells = table3([Counted("biz", on, code, on)], year=year)
    assert {key for key, number in cells.items() if number} == {
        ("new", "biz"), ("new", "total"), (row, "biz"), (row, "total"), ("total7", "biz"), ("total7", "total"),
    }  # fmt: skip
    assert (("O", "biz") in cells) is (year < 2021)


def test_a_request_is_carried_from_year_to_year_until_it_is_answered() -> None:
    one = [Counted("natural", date(2022, 12, 20), "G", date(2024, 1, 5))]
    told = [{row for (row, column), n in table3(one, year=y).items() if n and column == "natural"} for y in YEARS]
    assert told == [
        set(), set(), set(), {"new", "carried_out"}, {"carried_in", "carried_out"}, {"carried_in", "G", "total7"},
        set(), set(),
    ]  # fmt: skip


def test_every_cell_opens_as_many_cases_as_it_counts(
    filed: Callable[..., Receipt], play: Play, registrar: Actor, django_assert_max_num_queries: Any
) -> None:
    served = {"service": "portal", "proof": "x"}
    refused = {"code": "D6", "reason": "x", "which_process": "过程稿"}
    for kind in ("natural", "biz", "other"):
        named = {"representative": "李禾"} if kind != "natural" else {}
        one = filed(registrar, channel="counter", applicant=kind, **named).number
        two = filed(registrar, channel="counter", applicant=kind, **named).number
        filed(applicant=kind, **named)
        play(one, ("decided", "11-04", {"code": "G", "information": "x", "way": "x"}))
        play(two, ("proposed", "11-04", refused), ("signed", "11-05", {}), ("served", "11-06", served))
    play(two, ("dispute_filed", "11-10", {"dispute_kind": "review", "body": "x"}))
    assert Dispute.objects.count() == 1
    everything = DisclosureRequest.objects.all()
    with django_assert_max_num_queries(2):
        cells, numbers = table3_of(everything, year=2026), table4_of(everything, year=2026)
    assert table3_mismatches(cells, year=2026) == []
    assert cells["new", "total"] == 6
    assert (numbers["review.open"], numbers["review.total"]) == (1, 1)
    for (row, column), number in cells.items():
        assert behind_table3(everything, year=2026, row=row, column=column).count() == number, (row, column)
    for place, number in numbers.items():
        assert behind_table4(everything, year=2026, place=place).count() == number, place
    assert not behind_table3(everything, year=2026, row="O", column="total").exists()
    assert fees_of(everything, year=2026) == {"notices": 0, "asked": 0, "paid": 0}
