"""Tables as grids: which cell stands where when merged ones are counted."""

from gongkai.foundations.texts.document import Cell, Table

Slot = tuple[int, int]  # row and position in it of the cell that stands there
_WIDEST = 200


def grid(table: Table) -> list[list[Slot | None]]:
    """For every row and column the cell that stands there; ``None`` where none does. At most 200 columns."""
    height = len(table.rows)
    rows: list[dict[int, Slot]] = [{} for _ in range(height)]
    for row, cells in enumerate(table.rows):
        column = 0
        for position, cell in enumerate(cells):
            while column in rows[row]:
                column += 1
            for below in range(row, min(row + cell.rowspan, height)):
                rows[below] |= dict.fromkeys(range(column, min(column + cell.colspan, _WIDEST)), (row, position))
            column += cell.colspan
    width = max((max(row, default=-1) + 1 for row in rows), default=0)
    return [[row.get(column) for column in range(width)] for row in rows]


def cell_at(table: Table, slot: Slot) -> Cell:
    """The cell of a slot."""
    return table.rows[slot[0]][slot[1]]
