"""Lines of a page: pieces that stand beside each other, columns taken apart."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.foundations.texts.layout.pages import Piece

_GAP = 0.35  # of the size: what stands closer is one word
_CHINESE_GAP, _TWO = 0.95, 1.6
_WIDE = 2.0  # of the size: what stands further apart may be of two columns
_COLUMN_LINES = 5


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text with its box; ``pieces`` from left to right; ``column`` 1 or 2 where the page has two."""

    page: int
    pieces: tuple[Piece, ...]
    left: float
    top: float
    right: float
    bottom: float
    size: float
    column: int = 0

    @property
    def text(self) -> str:
        """Its words, parted by spaces where there are gaps."""
        words = [self.pieces[0].text]
        for before, piece in itertools.pairwise(self.pieces):
            words.append(_between(before, piece))
            words.append(piece.text)
        return "".join(words).strip()


def _between(before: Piece, piece: Piece) -> str:
    """Chinese that is set to fill a line has gaps that mean nothing; beside Latin words and where wide they do."""
    gap = (piece.left - before.right) / piece.size
    latin = before.text[-1].isascii() or piece.text[0].isascii()
    if gap > _CHINESE_GAP:
        return "\u3000\u3000" if gap > _TWO else "\u3000"
    return " " if latin and gap > _GAP else ""


def lines_of(pieces: Sequence[Piece], page: int) -> list[TextLine]:
    """The lines in reading order: down the page, and where it is set in columns, down each of them."""
    rows = _rows(pieces)
    ordered: list[TextLine] = []
    position = 0
    while position < len(rows):
        end, gutter = _columns_from(rows, position)
        if end > position:
            part = [piece for row in rows[position:end] for piece in row]
            for column, side in (1, [p for p in part if p.right <= gutter]), (2, [p for p in part if p.right > gutter]):
                ordered += [_line(row, page, column) for row in _rows(side)]
            position = end
        else:
            ordered.append(_line(rows[position], page))
            position += 1
    return ordered


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces at one height, from the top; each row from the left."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.middle, p.left)):
        last = rows[-1][-1] if rows else None
        if last is not None and abs(piece.middle - last.middle) < 0.4 * min(
            piece.bottom - piece.top, last.bottom - last.top
        ):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: p.left) for row in rows]


def _line(row: Sequence[Piece], page: int, column: int = 0) -> TextLine:
    return TextLine(
        page,
        tuple(row),
        row[0].left,
        min(p.top for p in row),
        max(p.right for p in row),
        max(p.bottom for p in row),
        max(p.size for p in row),
        column,
    )


def _columns_from(rows: Sequence[Sequence[Piece]], start: int) -> tuple[int, float]:
    """Where a part in two columns that begins with this row ends, and its gutter; the start itself when there is
    none. Few lines beside each other are a list or signatures, no columns.
    """
    gap = _wide_gap(rows[start])
    if gap is None:
        return start, 0.0
    left, right = gap
    both, end = 0, start
    for row in rows[start:]:
        narrower = _narrowed(row, left, right)
        if narrower is None:
            break
        left, right = narrower
        both += row[0].right <= left + 0.1 and row[-1].left >= right - 0.1
        end += 1
    return (end, (left + right) / 2) if both >= _COLUMN_LINES else (start, 0.0)


def _wide_gap(row: Sequence[Piece]) -> tuple[float, float] | None:
    gaps = [(b.left - a.right, a.right, b.left) for a, b in itertools.pairwise(row)]
    if len(gaps) != 1 or gaps[0][0] < _WIDE * row[0].size:
        return None
    # Text set in columns fills them: what stands alone on the left is the name of a value.
    return (gaps[0][1], gaps[0][2]) if row[0].right - row[0].left > 8 * row[0].size else None


def _narrowed(row: Sequence[Piece], left: float, right: float) -> tuple[float, float] | None:
    for piece in row:
        middle = (left + right) / 2
        if piece.right <= middle:
            left = max(left, piece.right)
        elif piece.left >= middle:
            right = min(right, piece.left)
        else:
            return None
    return (left, right) if right - left > row[0].size else None
