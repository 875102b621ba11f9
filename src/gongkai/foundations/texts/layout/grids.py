"""Tables drawn with lines: from the rules of a page to grids of cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gongkai.foundations.texts.document import Cell, Table
from gongkai.foundations.texts.layout.lines import lines_of
from gongkai.foundations.texts.layout.pages import Page, Piece, Rule
from gongkai.foundations.texts.tables import grid as slots_of

_NEAR = 0.8  # millimetres: ends of lines that are meant to meet
_MOST_RULES = 4_000
_SHORT = 1.5  # characters before the edge of a cell: a line that ends earlier was ended by the writer


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on a page, its box, and where its columns begin and end."""

    table: Table
    xs: tuple[float, ...]
    left: float
    top: float
    right: float
    bottom: float


def grids_of(page: Page) -> tuple[list[Grid], list[Piece]]:
    """The tables of the page, and the pieces outside them."""
    grids: list[Grid] = []
    rest = page.pieces
    if len(page.rules) > _MOST_RULES:
        return grids, rest
    for group in _connected(_merged(page.rules)):
        xs = _levels([x for rule in group if not rule.across for x in (rule.left, rule.right)])
        ys = _levels([y for rule in group if rule.across for y in (rule.top, rule.bottom)])
        if len(xs) < 3 or len(ys) < 2:
            continue  # a frame around text
        inside = [p for p in rest if xs[0] <= (p.left + p.right) / 2 <= xs[-1] and ys[0] <= p.middle <= ys[-1]]
        if inside:
            rest = [p for p in rest if p not in inside]
            walls = [rule for rule in group if not rule.across]
            inside = [part for piece in inside for part in _parted(piece, walls)]
            grids.append(Grid(_table(group, xs, ys, inside), tuple(xs), xs[0], ys[0], xs[-1], ys[-1]))
    return grids, rest


def continues(above: Grid, below: Grid) -> bool:
    """Whether a table on the next page is the rest of this one: it has the same edges, its columns are among those."""
    same = abs(above.xs[0] - below.xs[0]) < 2 * _NEAR and abs(above.xs[-1] - below.xs[-1]) < 2 * _NEAR
    return same and all(_column(above, x) is not None for x in below.xs)


def joined(above: Grid, below: Grid) -> Grid:
    """Both as one; a header that was printed again is left out."""
    at = [_column(above, x) or 0 for x in below.xs]
    rows: list[tuple[Cell, ...]] = []
    for across in slots_of(below.table):
        row = {slot: column for column, slot in reversed(list(enumerate(across))) if slot and slot[0] == len(rows)}
        cells = ((column, below.table.rows[slot[0]][slot[1]]) for slot, column in sorted(row.items()))
        rows.append(tuple(replace(cell, colspan=at[c + cell.colspan] - at[c]) for c, cell in cells))
    if tuple(rows[:1]) == above.table.rows[:1]:
        rows = rows[1:]
    return replace(above, table=Table((*above.table.rows, *rows), above.table.header_rows))


def _column(grid: Grid, x: float) -> int | None:
    return next((number for number, level in enumerate(grid.xs) if abs(level - x) < 2 * _NEAR), None)


def _parted(piece: Piece, walls: Sequence[Rule]) -> Iterator[Piece]:
    """The piece, taken apart where a line of the table runs through it: its cells are filled to the edge."""
    for wall in walls:
        if piece.left + _NEAR < wall.left < piece.right - _NEAR and wall.top <= piece.middle <= wall.bottom:
            widths = [1 if character.isascii() else 2 for character in piece.text]
            share = (wall.left - piece.left) / (piece.right - piece.left) * sum(widths)
            cut = min(range(len(widths) + 1), key=lambda n: abs(sum(widths[:n]) - share))
            yield from _parted(replace(piece, text=piece.text[:cut].rstrip(), right=wall.left - _NEAR), walls)
            yield from _parted(replace(piece, text=piece.text[cut:].lstrip(), left=wall.left + _NEAR), walls)
            return
    if piece.text:
        yield piece


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Rules drawn in several strokes as one."""
    merged: list[Rule] = []
    for across in (True, False):
        kind = [rule for rule in rules if rule.across is across]
        kind.sort(key=lambda r: (round(r.top), r.left) if across else (round(r.left), r.top))
        for rule in kind:
            last = merged[-1] if merged and merged[-1].across is across else None
            if last is not None and _continues(last, rule):
                merged[-1] = Rule(last.left, last.top, max(last.right, rule.right), max(last.bottom, rule.bottom))
            else:
                merged.append(rule)
    return merged


def _continues(last: Rule, rule: Rule) -> bool:
    if rule.across:
        return abs(last.top - rule.top) < _NEAR and rule.left <= last.right + _NEAR
    return abs(last.left - rule.left) < _NEAR and rule.top <= last.bottom + _NEAR


def _connected(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    left = list(rules)
    while left:
        group, frontier = [], [left.pop()]
        while frontier:
            rule = frontier.pop()
            group.append(rule)
            touching = [other for other in left if _touch(rule, other)]
            left = [other for other in left if other not in touching]
            frontier += touching
        if len(group) > 3:
            yield group


def _touch(one: Rule, two: Rule) -> bool:
    return (
        one.left <= two.right + _NEAR
        and two.left <= one.right + _NEAR
        and one.top <= two.bottom + _NEAR
        and two.top <= one.bottom + _NEAR
    )


def _levels(values: Sequence[float]) -> list[float]:
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > 2 * _NEAR:
            levels.append(value)
    return levels


def _table(rules: Sequence[Rule], xs: Sequence[float], ys: Sequence[float], pieces: Sequence[Piece]) -> Table:
    walls = [rule for rule in rules if not rule.across]
    floors = [rule for rule in rules if rule.across]
    taken: set[tuple[int, int]] = set()
    rows: list[tuple[Cell, ...]] = []
    for r in range(len(ys) - 1):
        cells: list[Cell] = []
        for c in range(len(xs) - 1):
            if (r, c) in taken:
                continue
            width = 1
            while c + width < len(xs) - 1 and not _wall(walls, xs[c + width], ys[r], ys[r + 1]):
                width += 1
            depth = 1
            while r + depth < len(ys) - 1 and not _floor(floors, ys[r + depth], xs[c], xs[c + width]):
                depth += 1
            taken |= {(r + i, c + j) for i in range(depth) for j in range(width)}
            cells.append(Cell(_words(pieces, xs[c], ys[r], xs[c + width], ys[r + depth]), width, depth))
        rows.append(tuple(cells))
    return Table(tuple(rows))


def _wall(walls: Sequence[Rule], x: float, top: float, bottom: float) -> bool:
    middle = (top + bottom) / 2
    return any(abs(w.left - x) <= 2 * _NEAR and w.top - _NEAR <= middle <= w.bottom + _NEAR for w in walls)


def _floor(floors: Sequence[Rule], y: float, left: float, right: float) -> bool:
    middle = (left + right) / 2
    return any(abs(f.top - y) <= 2 * _NEAR and f.left - _NEAR <= middle <= f.right + _NEAR for f in floors)


def _words(pieces: Sequence[Piece], left: float, top: float, right: float, bottom: float) -> str:
    inside = [p for p in pieces if left <= (p.left + p.right) / 2 <= right and top <= p.middle <= bottom]
    words = ""
    for line in lines_of(inside, 0):
        words += line.text
        words += "\n" if right - line.right > _SHORT * line.size + 2 * _NEAR else ""
    return words.strip()
