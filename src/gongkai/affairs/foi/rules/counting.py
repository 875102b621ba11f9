"""Where a request stands in the third table of the annual report, and a dispute in the fourth; pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.affairs.foi.rules.case import Case, Dispute
from gongkai.foundations.law import report_table3_columns, report_table3_rows, report_table4
from gongkai.foundations.law.reports import layout_day

# From the report on 2021 the last group has three rows; before it had one (国办公开办函〔2021〕30号).
_THREE_ROWS_FROM = date(2021, 1, 1)

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Counted:
    """What the statistics need of a request, or of ``times`` that are alike."""

    applicant: str
    counted_on: date | None
    result: str
    result_on: date | None
    times: int = 1


def result_of(case: Case) -> tuple[str, date | None]:
    """What the statistics count: the first decision, or that it was passed on; empty while it is open."""
    if case.first is not None:
        return case.first.code, case.first.on
    if case.transferred_on is not None and case.counted_on is not None:
        return ("O" if case.transferred_on < _THREE_ROWS_FROM else "O3"), case.transferred_on
    return "", None


def rows_of(one: Counted, year: int) -> tuple[str, ...]:
    """The rows of the third table of a year in which a request counts."""
    if one.counted_on is None or one.counted_on.year > year:
        return ()
    if one.result_on is not None and one.result_on.year < year:
        return ()
    came = "new" if one.counted_on.year == year else "carried_in"
    if one.result_on is None or one.result_on.year > year:
        return came, "carried_out"
    return came, _row(one.result, year), "total7"


def _row(code: str, year: int) -> str:
    rows = report_table3_rows(on=layout_day(year))
    if code in rows:
        return code
    return "O" if "O" in rows else "O3"


def codes_of(row: str, year: int) -> tuple[str, ...]:
    """The decisions that a row of results stands for in the layout of a year."""
    if row not in {"O", "O3"}:
        return (row,)
    return ("O", "O1", "O2", "O3") if "O" in report_table3_rows(on=layout_day(year)) else ("O", "O3")


def table3(counted: Iterable[Counted], *, year: int) -> dict[Cell, int]:
    """Every cell of the third table in the layout of its year; an empty one is a zero."""
    columns = report_table3_columns(on=layout_day(year))
    sums: Counter[Cell] = Counter()
    for one in counted:
        for row in rows_of(one, year):
            sums[row, one.applicant] += one.times
            sums[row, "total"] += one.times
    return {(row, column): sums[row, column] for row in report_table3_rows(on=layout_day(year)) for column in columns}


def place_of(dispute: Dispute, year: int) -> str:
    """The number of the fourth table of a year in which a dispute counts; empty when it does in none."""
    if dispute.filed_on.year > year or (dispute.ended_on is not None and dispute.ended_on.year < year):
        return ""
    is_open = dispute.ended_on is None or dispute.ended_on.year > year
    return f"{dispute.kind}.{'open' if is_open else dispute.outcome}"


def table4(disputes: Iterable[Dispute], *, year: int) -> dict[str, int]:
    """The fifteen numbers of the fourth table."""
    sums: Counter[str] = Counter()
    for place in (place_of(one, year) for one in disputes):
        if place:
            sums[place] += 1
            sums[f"{place.partition('.')[0]}.total"] += 1
    return {code: sums[code] for code in report_table4(on=layout_day(year))}
