"""One page of OFD: words, lines and pictures with their places, in millimetres as OFD counts."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from gongkai.foundations.texts.layout import Page, Picture, Piece, Rule

_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?(?:[eE]-?\d{1,2})?")
_THIN = 1.0  # millimetres: a filled box no thicker is a line
_DEEPEST = 60
_MOST_STEPS = 200_000
_GAP = 0.6  # of the size: where letters stand further apart, there are two pieces
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]


def numbers_of(text: str | None) -> list[float]:
    """The numbers in a value of an attribute or element."""
    return [float(number) for number in _NUMBER.findall((text or "")[:1_000_000])]


def box_of(element: Any) -> tuple[float, float, float, float] | None:
    """Left, top, width and height; ``None`` when they are not there or make no sense."""
    values = numbers_of(None if element is None else element.text)
    if len(values) != 4 or values[2] <= 0 or values[3] <= 0:
        return None
    return values[0], values[1], values[2], values[3]


class PageReader:
    """Puts what the content of a page or of its template draws onto the page."""

    def __init__(self, page: Page, left: float, top: float, picture: Callable[[str], str | None]) -> None:
        self._page, self._left, self._top, self._picture = page, left, top, picture

    def read(self, root: Any) -> None:
        """Everything drawn in the layers of this content."""
        for content in root.findall("{*}Content"):
            for layer in content.findall("{*}Layer"):
                self._block(layer, 0)

    def _block(self, block: Any, depth: int) -> None:
        for item in block if depth < _DEEPEST else ():
            kind = item.tag.rpartition("}")[2]
            if kind == "PageBlock":
                self._block(item, depth + 1)
            elif item.get("Visible") == "false":
                continue
            elif kind == "TextObject":
                self._page.pieces.extend(self._words(item))
            elif kind == "PathObject":
                self._page.rules.extend(self._rules(item))
            elif kind == "ImageObject":
                self._image(item)

    def _boundary(self, item: Any) -> tuple[float, float, float, float]:
        values = numbers_of(item.get("Boundary")) + [0.0] * 4
        return values[0] - self._left, values[1] - self._top, values[2], values[3]

    def _words(self, item: Any) -> Iterator[Piece]:
        left, top, _, _ = self._boundary(item)
        matrix = _matrix(item)
        size = abs((numbers_of(item.get("Size")) or [1.0])[0])
        scale = float(numbers_of(item.get("HScale"))[0]) if numbers_of(item.get("HScale")) else 1.0
        if abs(matrix[1]) > abs(matrix[0]):
            return  # set along the page's edge: a mark, no text
        x = y = 0.0
        for code in item.findall("{*}TextCode"):
            x = (numbers_of(code.get("X")) or [x])[0]
            y = (numbers_of(code.get("Y")) or [y])[0]
            letters = (code.text or "").strip("\r\n")
            for text, start, end, level in _runs(letters, x, y, code, size * scale):
                begin, base = _at(matrix, start, level)
                finish, _ = _at(matrix, end, level)
                tall = size * (abs(matrix[3]) or 1.0)
                yield Piece(text, left + begin, top + base - 0.88 * tall, left + finish, top + base + 0.12 * tall, tall)

    def _rules(self, item: Any) -> Iterator[Rule]:
        left, top, _, _ = self._boundary(item)
        points = [_at(_matrix(item), x, y) for x, y in _points(item)]
        if len(points) < 2:
            return
        xs, ys = [left + x for x, _ in points], [top + y for _, y in points]
        if len(points) == 2 or min(max(xs) - min(xs), max(ys) - min(ys)) <= _THIN:
            yield from _straight(min(xs), min(ys), max(xs), max(ys))
        elif len(points) <= 6:
            for (x1, y1), (x2, y2) in zip(zip(xs, ys, strict=True), zip(xs[1:], ys[1:], strict=True), strict=False):
                yield from _straight(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))

    def _image(self, item: Any) -> None:
        left, top, width, height = self._boundary(item)
        sha256 = self._picture(item.get("ResourceID", ""))
        if sha256 is not None:
            self._page.pictures.append(Picture(sha256, left, top, left + width, top + height))


def _matrix(item: Any) -> Matrix:
    values = numbers_of(item.get("CTM"))
    return (values[0], values[1], values[2], values[3], values[4], values[5]) if len(values) == 6 else _IDENTITY


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _steps(text: str | None) -> list[float]:
    """The distances of letters; ``g 3 5.0`` stands for three times 5.0."""
    steps: list[float] = []
    words = (text or "").split()
    position = 0
    while position < len(words) and len(steps) < _MOST_STEPS:
        if words[position] == "g" and position + 2 < len(words):
            times, value = numbers_of(words[position + 1]), numbers_of(words[position + 2])
            steps += (value or [0.0]) * min(int(times[0]) if times else 0, _MOST_STEPS)
            position += 3
        else:
            steps += numbers_of(words[position])
            position += 1
    return steps


def _runs(letters: str, x: float, y: float, code: Any, size: float) -> Iterator[tuple[str, float, float, float]]:
    """Words, where they begin and end, and their baseline; letters set one below the other are one piece each."""
    across, down = _steps(code.get("DeltaX")), _steps(code.get("DeltaY"))
    begin = end = x
    words = ""
    for position, letter in enumerate(letters):
        wide = size * (0.5 if letter.isascii() else 1.0)
        new_line = position > 0 and position <= len(down) and abs(down[position - 1]) > 0.3 * size
        if words and (new_line or not -size < x - end < _GAP * size):
            if words.strip():
                yield words.strip(), begin, end, y
            words = ""
        if new_line:
            y += down[position - 1]
        if not words:
            begin = x
        if letter.strip() or words:
            words += letter
        elif not words:
            begin = x + wide
        end = x + wide
        x += across[position] if position < len(across) else (across[-1] if across and not letter.strip() else wide)
    if words.strip():
        yield words.strip(), begin, end, y


def _points(item: Any) -> list[tuple[float, float]]:
    """The corners of a path of straight lines; none when it is curved."""
    data = item.find("{*}AbbreviatedData")
    words = ("" if data is None else data.text or "")[:10_000].split()
    if any(word in {"B", "Q", "A"} for word in words):
        return []
    values = [float(word) for word in words if _NUMBER.fullmatch(word)]
    return list(zip(values[::2], values[1::2], strict=False))


def _straight(left: float, top: float, right: float, bottom: float) -> Sequence[Rule]:
    across, down = right - left, bottom - top
    if max(across, down) <= _THIN:
        return ()
    if down <= _THIN:
        return (Rule(left, (top + bottom) / 2, right, (top + bottom) / 2),)
    if across <= _THIN:
        return (Rule((left + right) / 2, top, (left + right) / 2, bottom),)
    return ()
