"""The arithmetic of the annual report's tables, by the layout of its year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.foundations.law import book

Cells = Mapping[tuple[str, str], int | None]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A sum that does not come out: the row, the column, what stands there and what should; None for an empty cell."""

    row: str
    column: str
    found: int | None
    expected: int | None


def layout_day(year: int) -> date:
    """The day that chooses the layout of the report on a year."""
    return date(year, 12, 31)


def table3_mismatches(cells: Cells, *, year: int, before: Mapping[str, int] | None = None) -> list[Mismatch]:
    """Every cell of the third table that is empty or negative, and every sum that is wrong.

    ``before`` is what the report of the year before carried over, by column, where it is known.
    """
    rows = book.report_table3_rows(on=layout_day(year))
    columns = [code for code in book.report_table3_columns(on=layout_day(year)) if code != "total"]
    empty = [
        Mismatch(row, column, cells.get((row, column)), None)
        for row in rows
        for column in [*columns, "total"]
        if (cells.get((row, column)) or 0) < 0 or cells.get((row, column)) is None
    ]
    if empty:
        return empty
    number = {key: value or 0 for key, value in cells.items()}
    results = [code for code, row in rows.items() if row.counts == "result"]
    wanted = {(row, "total"): sum(number[row, column] for column in columns) for row in rows}
    for column in [*columns, "total"]:
        wanted["total7", column] = sum(number[code, column] for code in results)
        received = number["new", column] + number["carried_in", column]
        wanted["carried_out", column] = received - number["total7", column]
    sums = [
        Mismatch(row, column, number[row, column], expected)
        for (row, column), expected in wanted.items()
        if number[row, column] != expected
    ]
    return sums + [
        Mismatch("carried_in", column, number["carried_in", column], carried)
        for column, carried in (before or {}).items()
        if number["carried_in", column] != carried
    ]


def table4_mismatches(numbers: Mapping[str, int], *, year: int) -> list[Mismatch]:
    """Every block of the fourth table whose total is not the sum of its four."""
    codes = book.report_table4(on=layout_day(year))
    blocks = dict.fromkeys(code.partition(".")[0] for code in codes)
    sums = {
        block: sum(numbers[code] for code in codes if code.startswith(f"{block}.") and not code.endswith(".total"))
        for block in blocks
    }
    return [
        Mismatch(block, "total", numbers[f"{block}.total"], expected)
        for block, expected in sums.items()
        if numbers[f"{block}.total"] != expected
    ]
