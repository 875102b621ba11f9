"""Scans: the words in pictures, recognised offline where the extra of requirements/ocr.txt is installed."""

import math
import statistics
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from typing import Any

from gongkai.foundations.texts.document import Block, Notice, Place, ScannedLine, text_of
from gongkai.foundations.texts.layout import Page, Piece, place_of
from gongkai.foundations.texts.limits import UnreadableFileError

DPI = 200  # characters of 三号 are some 40 pixels high: enough, and four times as fast as 400
MOST_PAGES = 200
_MM = 25.4 / DPI
_DOUBTFUL = 0.9
_SHOWN = 5
_LONG = 30.0  # millimetres: lines from which the slant of a page is told
_STRAIGHT = math.radians(5)  # what slants more is no scan of a page laid askew
_LETTERS = 0.8  # the box stands off the letters by about an eighth of their height
_ALIKE = 0.2

Corners = Sequence[tuple[float, float]]


def is_installed() -> bool:
    """Whether words can be recognised here."""
    return find_spec("rapidocr_onnxruntime") is not None


def missing(what: str) -> UnreadableFileError:
    """What is said of a scan where words cannot be recognised."""
    return UnreadableFileError(
        "no_text_layer", f"文件是{what}，没有文字层：请用文字识别软件处理，或导入原来的文字文件。"
    )


def too_many_pages() -> UnreadableFileError:
    """What is said of more scanned pages than anyone waits for."""
    return UnreadableFileError("too_many_pages", f"扫描件超过 {MOST_PAGES} 页：请拆分后再导入。", limit=MOST_PAGES)


def lines_in(picture: Any) -> Iterator[tuple[Corners, str, float]]:
    """The lines in a picture, an array of height, width and colours: their corners, words, and how sure they are."""
    found, _ = _engine()(picture)
    for corners, text, score in found or ():
        if text.strip():
            yield corners, text, float(score)


def recognised(pictures: Iterator[Any]) -> tuple[list[Page], list[ScannedLine]]:
    """Pages from pictures of ``DPI`` dots an inch, and their lines."""
    pages: list[Page] = []
    lines: list[ScannedLine] = []
    for number, picture in enumerate(pictures, 1):
        page = _page(picture)
        pages.append(page)
        lines += [
            ScannedLine(p.text, p.certainty, place_of(number, p.left, p.top, p.right, p.bottom)) for p in page.pieces
        ]
    return pages, lines


def _page(picture: Any) -> Page:
    height, width = picture.shape[:2]
    page = Page(width * _MM, height * _MM)
    lines = [([(x * _MM, y * _MM) for x, y in corners], text, score) for corners, text, score in lines_in(picture)]
    slant = _slant([corners for corners, _, _ in lines])
    # Boxes are as high as the letters within: those that hardly differ are of one size.
    usual = statistics.median([_height(corners) for corners, _, _ in lines] or [0.0])
    for corners, text, score in lines:
        straight = [_turned(point, slant) for point in corners]
        xs, ys = [x for x, _ in straight], [y for _, y in straight]
        size = usual if abs(_height(corners) - usual) < _ALIKE * usual else _height(corners)
        page.pieces.append(Piece(text, min(xs), min(ys), max(xs), max(ys), size, score))
    return page


def _height(corners: Corners) -> float:
    """The size of the letters in a box."""
    return math.dist(corners[0], corners[3]) * _LETTERS


def _slant(boxes: Sequence[Corners]) -> float:
    """By how much the page lies askew."""
    angles = [
        math.atan2(right[1] - left[1], right[0] - left[0])
        for left, right, *_ in boxes
        if math.dist(left, right) > _LONG
    ]
    angle = statistics.median(angles) if angles else 0.0
    return angle if abs(angle) < _STRAIGHT else 0.0


def _turned(point: tuple[float, float], angle: float) -> tuple[float, float]:
    x, y = point
    return x * math.cos(angle) + y * math.sin(angle), y * math.cos(angle) - x * math.sin(angle)


def in_blocks(lines: Sequence[ScannedLine], blocks: Sequence[Block], places: Sequence[Place]) -> list[ScannedLine]:
    """The lines with the blocks they became part of."""
    words = ["".join(text_of(block).split()) for block in blocks]
    on_page: dict[int, list[int]] = defaultdict(list)
    for index, place in enumerate(places):
        on_page[place.page].append(index)
    placed = []
    for line in lines:
        near = [index for index in on_page[line.place.page] if _holds(places[index], line.place)]
        # What is in none of them may go on from the page before.
        over = [max(earlier)] if (earlier := on_page[line.place.page - 1]) else []
        text = "".join(line.text.split())
        found = next((index for index in [*near, *over] if text in words[index]), near[0] if near else None)
        placed.append(replace(line, block=found))
    return placed


def _holds(block: Place, line: Place) -> bool:
    x, y = line.left + line.width // 2, line.top + line.height // 2
    return (
        block.page == line.page
        and block.left <= x <= block.left + block.width
        and block.top <= y <= block.top + block.height
    )


def notice(lines: Sequence[ScannedLine]) -> Notice:
    """How sure the words are, and some that are doubtful; of what is part of the text."""
    kept = [line for line in lines if line.block is not None]
    doubtful = [line.text for line in kept if line.certainty < _DOUBTFUL]
    mean = sum(line.certainty for line in kept) / max(len(kept), 1)
    said = f"文字是识别出来的，平均把握 {mean:.0%}"
    if doubtful:
        said += f"；{len(doubtful)} 行把握不足，如“{'”“'.join(text[:20] for text in doubtful[:_SHOWN])}”"
    return Notice("recognised", f"{said}：请对照原件核对。")


@cache
def _engine() -> Any:
    from rapidocr_onnxruntime import RapidOCR

    return RapidOCR()
