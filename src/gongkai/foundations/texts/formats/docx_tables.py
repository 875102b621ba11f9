"""Tables of DOCX; merged cells stand where they begin."""

from collections.abc import Iterator
from typing import Any

from gongkai.foundations.texts.document import Cell, Table
from gongkai.foundations.texts.formats.docx_words import W, number_of, text_of

_WIDEST = 1000


def table_of(element: Any) -> Iterator[Table]:
    """The table, unless it is empty."""
    rows: list[list[Cell]] = []
    open_above: dict[int, tuple[int, int]] = {}  # by column: row and position of the cell that may go on downwards
    headers = 0
    for row_number, row in enumerate(element.findall(f"{W}tr")):
        cells: list[Cell] = []
        column = 0
        for cell in _cells(row):
            span, merge = _merging(cell)
            if merge == "continue" and column in open_above:
                top, index = open_above[column]
                above = rows[top][index]
                rows[top][index] = Cell(above.text, above.colspan, above.rowspan + 1)
            else:
                open_above.pop(column, None)
                if merge == "restart":
                    open_above[column] = (row_number, len(cells))
                cells.append(Cell(_words(cell), span))
            column += span
        rows.append(cells)
        if headers == row_number and row.find(f"{W}trPr/{W}tblHeader") is not None:
            headers += 1
    if any(cell.text for row in rows for cell in row):
        yield Table(tuple(tuple(row) for row in rows), max(headers, 1))


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag == f"{W}sdt":
            yield from child.findall(f"{W}sdtContent/{W}tc")


def _words(cell: Any) -> str:
    lines = (line.strip() for p in cell.iter(f"{W}p") for line in text_of(p).split("\n"))
    return "\n".join(line for line in lines if line)


def _merging(cell: Any) -> tuple[int, str]:
    """How many columns the cell spans, and whether it begins or continues a vertical merge."""
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    width = None if span is None else number_of(span.get(f"{W}val", "1"))
    return min(max(width or 1, 1), _WIDEST), "" if merge is None else merge.get(f"{W}val", "continue")
