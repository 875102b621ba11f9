"""Blocks in reading order: lines joined to paragraphs, tables and pictures between them."""

import itertools
import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.foundations.texts.document import Block, Image, Paragraph, Place
from gongkai.foundations.texts.layout.grids import Grid, continues, grids_of, joined
from gongkai.foundations.texts.layout.lines import TextLine, lines_of
from gongkai.foundations.texts.layout.pages import Page, Picture
from gongkai.foundations.texts.layout.running import without_running

_INDENT = 1.2  # characters
_SHORT = 1.8  # characters before the right margin: a line that ends earlier ends its paragraph
_SHORT_SENTENCE = 0.8  # the same for one that ends with a full stop
_LEADERS = re.compile(r"[.·…]{6,}")
_BEGINS = re.compile(r"抄\s?送[：:]|附件[：:]|（此件|.{2,60}年.{1,3}月.{1,3}日\s?印发$")
_LEADING = 1.5  # times the usual distance of lines: what is further apart is no longer one paragraph
_LARGE = 1.2  # times the usual size: a title


@dataclass(frozen=True, slots=True)
class _Measure:
    """How the text is set: margins, size and distance of lines."""

    left: float
    right: float
    size: float
    distance: float


def arrange(pages: Sequence[Page]) -> Iterator[tuple[Block, Place]]:
    """The blocks of all pages and where each begins; running heads and page numbers are dropped, and what goes on
    over the page is whole.
    """
    pages = [page.placed() for page in pages]
    tables = [grids_of(page) for page in pages]
    lines = [lines_of(rest, number) for number, (_, rest) in enumerate(tables, 1)]
    lines = without_running(lines, [page.height for page in pages])
    width = max((page.width for page in pages), default=0)
    measures = _measures([line for of_page in lines for line in of_page], width)
    open_lines: list[TextLine] = []
    open_grid: tuple[int, Grid] | None = None
    for number, (page, (grids, _), of_page) in enumerate(zip(pages, tables, lines, strict=True), 1):
        for item in _in_order(of_page, [*grids, *page.pictures]):
            if isinstance(item, TextLine) and open_lines and _goes_on(open_lines[-1], item, measures[item.column]):
                open_lines.append(item)
                continue
            if isinstance(item, Grid) and open_grid and open_grid[0] < number and continues(open_grid[1], item):
                open_grid = open_grid[0], joined(open_grid[1], item)
                continue
            yield from _closed(open_lines, open_grid)
            open_lines, open_grid = [], None
            if isinstance(item, TextLine):
                open_lines = [item]
            elif isinstance(item, Grid):
                open_grid = number, item
            else:
                yield Image(item.sha256), place_of(number, item.left, item.top, item.right, item.bottom)
    yield from _closed(open_lines, open_grid)


def _closed(lines: Sequence[TextLine], grid: tuple[int, Grid] | None) -> Iterator[tuple[Block, Place]]:
    if lines:
        yield _paragraph(lines)
    if grid is not None:
        page, found = grid
        yield found.table, place_of(page, found.left, found.top, found.right, found.bottom)


def _in_order(lines: Sequence[TextLine], others: Sequence[Grid | Picture]) -> Iterator[TextLine | Grid | Picture]:
    """The lines as they are ordered, and each other thing before the first line below it."""
    waiting = sorted(others, key=lambda other: other.top)
    for line in lines:
        while waiting and waiting[0].top < line.top:
            yield waiting.pop(0)
        yield line
    yield from waiting


def _measures(lines: Sequence[TextLine], width: float) -> dict[int, _Measure]:
    """How the text is set over the whole page, and in its columns."""
    return {
        column: _measure([line for line in lines if line.column == column], width if column == 0 else 0)
        for column in {line.column for line in lines}
    }


def _measure(lines: Sequence[TextLine], width: float) -> _Measure:
    size = statistics.mode(round(line.size, 1) for line in lines for _ in range(len(line.text)))
    # Rounded as the usual size is: of letters too small to see, none would come near it otherwise.
    body = [line for line in lines if abs(round(line.size, 1) - size) <= 0.2 * size]
    long = [line for line in body if len(line.text) > 8] or body
    usual = statistics.mode(round(line.left) for line in long)
    left = min(line.left for line in long if abs(line.left - usual) < 1)
    right = sorted(line.right for line in long)[int((len(long) - 1) * 0.9)]
    if right < width - left - 6 * size:  # lines that all end early are a list: none of them is full
        right = width - left - size
    steps = [b.top - a.top for a, b in itertools.pairwise(body) if a.page == b.page and b.top > a.top]
    # Most lines of a text with short paragraphs are first ones; its margin is where any line begins.
    if sum(line.left < left - 1 for line in long) > 1:
        left = min(line.left for line in long)
    return _Measure(left, right, size, statistics.median(steps) if steps else size * 2)


def _goes_on(last: TextLine, line: TextLine, measure: _Measure) -> bool:
    """Whether the line continues the paragraph that ends with the last one."""
    if abs(last.size - line.size) > 0.15 * measure.size or (last.column != line.column and not line.column):
        return False
    beneath = last.page == line.page and line.top > last.top
    if beneath and line.top - last.top > _LEADING * max(measure.distance, line.size * 1.3):
        return False
    if line.size > _LARGE * measure.size:
        # Titles are centred and broken where it reads well.
        return beneath and abs((last.left + last.right) - (line.left + line.right)) < 2 * line.size
    if line.left - measure.left > _INDENT * line.size:
        return False
    if _BEGINS.match(line.text) or _LEADERS.search(last.text):
        return False
    right = measure.right if last.column == line.column else last.right
    return right - last.right < (_SHORT_SENTENCE if last.text.endswith(("。", "：", "；")) else _SHORT) * line.size


def _paragraph(lines: Sequence[TextLine]) -> tuple[Block, Place]:
    text = lines[0].text
    for line in lines[1:]:
        text = _joined(text, line.text)
    first = [line for line in lines if line.page == lines[0].page]
    box = (
        min(x.left for x in first),
        min(x.top for x in first),
        max(x.right for x in first),
        max(x.bottom for x in first),
    )
    return Paragraph(_without_leaders(text)), place_of(lines[0].page, *box)


def _without_leaders(text: str) -> str:
    """Without the dots that lead to the page numbers of a table of contents."""
    return _LEADERS.sub(" ", text)


def _joined(before: str, after: str) -> str:
    """Two lines as one: words broken with a hyphen are whole again, Latin words stay apart."""
    if before.endswith("-") and before[-2:-1].isalpha() and after[:1].islower():
        return before[:-1] + after
    latin = before[-1:].isascii() and after[:1].isascii() and before[-1:].isalnum() and after[:1].isalpha()
    sentence = before[-1:] in ",;:" or (before[-1:] == "." and after[:1].isupper())
    return f"{before} {after}" if latin or sentence else before + after


def place_of(page: int, left: float, top: float, right: float, bottom: float) -> Place:
    """The place of a box in millimetres."""
    return Place(page, round(left * 10), round(top * 10), round((right - left) * 10), round((bottom - top) * 10))
