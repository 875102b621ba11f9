"""CSV: one table."""

import csv
import io

from gongkai.foundations.texts.document import Cell, Document, Table
from gongkai.foundations.texts.formats.packages import broken
from gongkai.foundations.texts.limits import Limits, empty, too_complex, too_many_blocks

_MOST_CELLS = 1_000_000
_DELIMITERS = ",\t;"


def parse(text: str, limits: Limits) -> Document:
    """Every line a row; commas, semicolons or tabulators part the cells, whichever the first line has most of."""
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    rows: list[tuple[Cell, ...]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            words = [cell.strip() for cell in row]
            if any(words):
                rows.append(tuple(Cell("\n".join(cell.splitlines())) for cell in words))
            cells += len(words)
            if len(rows) > limits.blocks:
                raise too_many_blocks(limits)
            if cells > _MOST_CELLS:
                raise too_complex()
    except csv.Error as error:
        raise broken() from error
    if not rows:
        raise empty()
    return Document((Table(tuple(rows)),), format="csv")
