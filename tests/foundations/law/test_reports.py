"""The annual report's layouts by year, and the arithmetic of its tables."""

from datetime import date

import pytest

from gongkai.foundations import law
from gongkai.foundations.law import reports
from gongkai.foundations.law.reports import Mismatch

KINDS = ("natural", "biz", "research", "ngo", "legal_service", "other")


def _table(year: int = 2025) -> dict[tuple[str, str], int | None]:
    """A third table that is right: each kind of applicant filed three, carried one in, and one stays open."""
    rows = law.report_table3_rows(on=reports.layout_day(year))
    cells: dict[tuple[str, str], int | None] = {(row, kind): 0 for row in rows for kind in KINDS}
    for kind in KINDS:
        for row, number in (("new", 3), ("carried_in", 1), ("G", 2), ("D1", 1), ("total7", 3), ("carried_out", 1)):
            cells[row, kind] = number
    return cells | {(row, "total"): sum(cells[row, kind] or 0 for kind in KINDS) for row in rows}


def test_the_report_has_six_sections() -> None:
    assert list(law.report_sections(on=date(2025, 12, 31))) == list("123456")


@pytest.mark.parametrize(("year", "rows"), [(2020, 23), (2021, 25)])
def test_the_third_table_has_the_rows_of_its_format(year: int, rows: int) -> None:
    assert len(law.report_table3_rows(on=reports.layout_day(year))) == rows
    assert len(law.report_table3_columns(on=reports.layout_day(year))) == 7


@pytest.mark.parametrize(("year", "columns"), [(2020, "本年新制作数量"), (2021, "本年制发件数")])
def test_the_second_table_has_the_columns_of_its_format(year: int, columns: str) -> None:
    rows = law.report_table2(on=reports.layout_day(year))
    assert next(iter(rows.values())).columns[0] == columns


def test_only_the_trial_format_asks_for_procurement() -> None:
    asked = {year: "trial-procurement" in law.report_table2(on=reports.layout_day(year)) for year in (2020, 2021)}
    assert asked == {2020: True, 2021: False}


@pytest.mark.parametrize("year", [2020, 2025])
def test_a_table_whose_sums_come_out_has_no_mismatch(year: int) -> None:
    assert reports.table3_mismatches(_table(year), year=year, before=dict.fromkeys(KINDS, 1)) == []


def test_a_wrong_sum_is_told_in_its_row_and_its_column() -> None:
    found = reports.table3_mismatches(_table() | {("G", "biz"): 3}, year=2025)
    assert Mismatch("G", "total", 12, 13) in found
    assert Mismatch("total7", "biz", 3, 4) in found


def test_what_came_in_must_have_gone_out_or_stay() -> None:
    cells = _table() | {("carried_out", "ngo"): 2, ("carried_out", "total"): 7}
    assert Mismatch("carried_out", "ngo", 2, 1) in reports.table3_mismatches(cells, year=2025)


def test_an_empty_cell_is_not_nought() -> None:
    assert reports.table3_mismatches(_table() | {("U2", "other"): None}, year=2025) == [
        Mismatch("U2", "other", None, None)
    ]
    assert reports.table3_mismatches(_table() | {("U2", "other"): -1}, year=2025) == [Mismatch("U2", "other", -1, None)]


def test_what_is_carried_in_is_what_the_last_report_carried_out() -> None:
    found = reports.table3_mismatches(_table(), year=2025, before={"natural": 2})
    assert found == [Mismatch("carried_in", "natural", 1, 2)]


def test_the_fourth_table_has_fifteen_numbers_in_three_sums() -> None:
    numbers = dict.fromkeys(law.report_table4(on=date(2025, 12, 31)), 0)
    assert len(numbers) == 15
    good = numbers | {"review.upheld": 376, "review.corrected": 97, "review.otherwise": 196, "review.open": 121}
    assert reports.table4_mismatches(good | {"review.total": 790}, year=2025) == []
    assert reports.table4_mismatches(good, year=2025) == [Mismatch("review", "total", 0, 790)]
