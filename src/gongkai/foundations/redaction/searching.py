"""Where on a painted page the words to be withheld stand."""

import ctypes
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

from gongkai.foundations.redaction.burning import Box, clipped
from gongkai.foundations.redaction.matching import hits, plain
from gongkai.foundations.redaction.plan import Term
from gongkai.foundations.texts.formats import recognition

if TYPE_CHECKING:
    from PIL.Image import Image

_FEW = 5  # characters a page: what has less and is not blank was scanned or drawn
_ODD = 0.1  # the share of characters of no known meaning above which a page cannot be searched
_LARGE = 0.02  # of the page: a smaller picture is an ornament or a seal
_BELOW, _ABOVE = -0.25, 1.0  # of the size: how far letters reach below and above their line
_UNKNOWN = {0, 0xFFFD, 0xFFFE, 0xFFFF}
_PRIVATE = range(0xE000, 0xF900)


@dataclass(frozen=True, slots=True)
class Found:
    """Words found once, and the boxes that cover them."""

    term: Term
    boxes: tuple[Box, ...]


def on_page(page: pypdfium2.PdfPage, picture: "Image", terms: Sequence[Term]) -> tuple[list[Found], bool]:
    """The words on a page painted as this picture, and whether all that is written on it could be searched."""
    if not terms:
        return [], True
    letters, odd = _letters(page, picture.size)
    found = _among(letters, terms)
    written = len(letters) >= _FEW and odd <= _ODD * (len(letters) + odd)
    if (written and not _pictured(page)) or (not letters and not odd and _is_blank(picture)):
        return found, True
    if not recognition.is_installed():
        return found, False
    return [*found, *in_picture(picture, terms)], True


def in_picture(picture: "Image", terms: Sequence[Term]) -> Iterator[Found]:
    """The words in a picture, recognised; a box reaches half a letter further on both sides."""
    import numpy as np

    for corners, text, _ in recognition.lines_in(np.asarray(picture)):
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        left, wide = min(xs), (max(xs) - min(xs)) / max(len(text), 1)
        for hit in hits(text, terms):
            start, end = left + wide * (hit.start - 0.5), left + wide * (hit.end + 0.5)
            yield Found(hit.term, (clipped(start, min(ys), end, max(ys), picture.size),))


def _is_blank(picture: "Image") -> bool:
    low, high = picture.convert("L").getextrema()
    return low == high


def _pictured(page: pypdfium2.PdfPage) -> bool:
    width, height = page.get_size()
    for item in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,)):
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) >= _LARGE * width * height:
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Letter:
    """A character, what it covers of the picture, and where its line stands on the page before it is turned."""

    character: str
    box: Box
    x: float
    y: float


# Ways in which a page may be read: lines as they are shown, lines before the page is turned, and columns; for letters
# may be kept in any order. Each in steps of a few points, as the letters of a line do not stand at quite one height.
_ORDERS: tuple[Callable[[_Letter], tuple[float, float]], ...] = (
    lambda letter: (letter.box.bottom // 12, letter.box.left),
    lambda letter: (-letter.y // 4, letter.x),
    lambda letter: (-letter.box.left // 12, letter.box.top),
)


def _among(letters: list[_Letter], terms: Sequence[Term]) -> list[Found]:
    """Looked for in the order of the file and in every order of reading; what several of them find counts once."""
    orders = [list(range(len(letters)))]
    orders += [sorted(orders[0], key=lambda number: key(letters[number])) for key in _ORDERS]
    told: dict[tuple[Term, frozenset[int]], Found] = {}
    for order in orders:
        for hit in hits("".join(letters[number].character for number in order), terms):
            numbers = [order[place] for place in range(hit.start, hit.end)]
            seen = frozenset(number for number in numbers if plain(letters[number].character))
            boxes = _joined([letters[number].box for number in numbers])
            told.setdefault((hit.term, seen), Found(hit.term, tuple(boxes)))
    return list(told.values())


def _joined(boxes: Sequence[Box]) -> list[Box]:
    """One box for letters side by side on a line."""
    joined: list[Box] = []
    for box in boxes:
        last = joined[-1] if joined else box
        level, height = min(last.bottom, box.bottom) - max(last.top, box.top), box.bottom - box.top
        if joined and 2 * level > height and last.left <= box.left < last.right + 2 * height:
            top, bottom = min(last.top, box.top), max(last.bottom, box.bottom)
            joined[-1] = Box(last.left, top, max(last.right, box.right), bottom)
        else:
            joined.append(box)
    return joined


def _letters(page: pypdfium2.PdfPage, size: tuple[int, int]) -> tuple[list[_Letter], int]:
    """The characters that are seen and where, in dots of the picture; and the number of those of no known meaning."""
    text = pdfium.FPDFText_LoadPage(page)
    letters: list[_Letter] = []
    odd = 0
    try:
        for index in range(max(pdfium.FPDFText_CountChars(text), 0)):
            code = pdfium.FPDFText_GetUnicode(text, index)
            if 0xD800 <= code < 0xDC00:
                # A rare character, as names have them, comes in two halves.
                code = 0x10000 + ((code - 0xD800) << 10) + (pdfium.FPDFText_GetUnicode(text, index + 1) - 0xDC00)
            if code in _UNKNOWN or code in _PRIVATE:
                odd += 1
            elif code > 32 and not 0xDC00 <= code < 0xE000:
                letters.append(_letter(page, text, index, chr(code), size))
    finally:
        pdfium.FPDFText_ClosePage(text)
    return letters, odd


def _letter(
    page: pypdfium2.PdfPage, text: pdfium.FPDF_TEXTPAGE, index: int, character: str, size: tuple[int, int]
) -> _Letter:
    """The character; it covers the space set aside for it and its strokes, which may reach beyond."""
    corners = list(_corners(text, index))
    shown = [_on_picture(page, x, y, size) for x, y in corners]
    xs, ys = [x for x, _ in shown], [y for _, y in shown]
    box = clipped(min(xs) - 1, min(ys) - 1, max(xs) + 1, max(ys) + 1, size)
    return _Letter(character, box, *corners[-1])


def _corners(text: pdfium.FPDF_TEXTPAGE, index: int) -> Iterator[tuple[float, float]]:
    """Points of the page around a character: first the space set aside for it, which is the same for any other."""
    loose, turn = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    pdfium.FPDFText_GetMatrix(text, index, turn)
    if all((turn.a, turn.b, turn.c, turn.d)):
        # Of slanted letters only the strokes are told; the square they are drawn in hides more than these.
        size = pdfium.FPDFText_GetFontSize(text, index)
        for across, up in itertools.product((0, size), (_BELOW * size, _ABOVE * size)):
            yield x.value + across * turn.a + up * turn.c, y.value + across * turn.b + up * turn.d
    elif pdfium.FPDFText_GetLooseCharBox(text, index, loose):
        yield loose.left, loose.bottom
        yield loose.right, loose.top
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top):
        yield left.value, bottom.value
        yield right.value, top.value
    yield x.value, y.value


def _on_picture(page: pypdfium2.PdfPage, x: float, y: float, size: tuple[int, int]) -> tuple[int, int]:
    """A point of the page in dots of its picture, turned and cropped as it is shown."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
    return across.value, down.value
