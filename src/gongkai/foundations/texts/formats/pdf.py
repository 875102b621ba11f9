"""PDF with a text layer, by way of PDFium: characters and lines with their places, arranged to paragraphs."""

import ctypes
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from gongkai.foundations.texts.document import Block, Document, Notice, Place, ScannedLine
from gongkai.foundations.texts.formats import pdf_enclosed, recognition
from gongkai.foundations.texts.formats.packages import broken
from gongkai.foundations.texts.formats.unreadable import unreadable
from gongkai.foundations.texts.layout import Page, Piece, Rule, arrange
from gongkai.foundations.texts.limits import Limits, UnreadableFileError, empty, too_complex, too_many_blocks

_MM = 25.4 / 72
_MOST_PAGES = 3_000
_MOST_CHARACTERS = 5_000_000
_MOST_OBJECTS = 20_000  # of a page
_THIN = 2.0  # points: a filled box no thicker is a line
_GAP, _SPACE = 0.5, 0.8  # of the size: what stands further apart, without or with a space, is another piece
_BLANKS = {0xA0, 0x3000, 0xFFFE, 0xFFFF, *range(0xDC00, 0xE000)}
_FEW = 5  # characters a page: what has less was scanned


def parse(content: bytes, limits: Limits) -> Document:
    """Paragraphs in reading order, tables drawn with lines; page numbers and running heads are dropped."""
    with opened(content, most=_MOST_PAGES) as file:
        return _document(file, limits)


@contextmanager
def opened(content: bytes, *, most: int) -> Iterator[pypdfium2.PdfDocument]:
    """The file of at most so many pages, closed at the end; what PDFium cannot do with it is an unreadable file."""
    try:
        file = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise UnreadableFileError("encrypted_file", "文件设有密码：请去掉密码后再导入。") from error
        raise broken() from error
    try:
        if len(file) > most:
            raise UnreadableFileError("too_many_pages", f"文件超过 {most} 页：请拆分后再导入。", limit=most)
        yield file
    except pypdfium2.PdfiumError as error:
        raise broken() from error
    finally:
        file.close()


def _document(file: pypdfium2.PdfDocument, limits: Limits) -> Document:
    pages, characters, pictures = [], 0, 0
    for number in range(len(file)):
        page, count, images = _page(file[number])
        characters += count
        pictures += images
        if characters > _MOST_CHARACTERS:
            raise too_complex()
        pages.append(page)
    lines: list[ScannedLine] = []
    scanned = characters < _FEW * len(pages) and pictures > 0
    if scanned:
        pages, lines = _recognised(file)
    blocks: list[Block] = []
    places: list[Place] = []
    for block, place in arrange(pages):
        blocks.append(block)
        places.append(place)
        if len(blocks) > limits.blocks:
            raise too_many_blocks(limits)
    if not blocks:
        raise empty()
    lines = recognition.in_blocks(lines, blocks, places)
    said = [recognition.notice(lines)] if scanned else [*_left_out(pictures)]
    return Document(
        tuple(blocks),
        notices=(*said, *unreadable(blocks)),
        format="pdf",
        places=tuple(places),
        attachments=tuple(pdf_enclosed.attachments(file)),
        hidden=tuple(pdf_enclosed.hidden(file)),
        lines=tuple(lines),
    )


def _recognised(file: pypdfium2.PdfDocument) -> tuple[list[Page], list[ScannedLine]]:
    if not recognition.is_installed():
        raise recognition.missing("扫描件")
    if len(file) > recognition.MOST_PAGES:
        raise recognition.too_many_pages()
    return recognition.recognised(page.render(scale=recognition.DPI / 72).to_numpy() for page in file)


def _left_out(pictures: int) -> Iterator[Notice]:
    if pictures:
        yield Notice("images_left_out", f"文件含有 {pictures} 张图片（包括印章），图片没有导入：请核对。")


def _page(page: pypdfium2.PdfPage) -> tuple[Page, int, int]:
    """The page, how many characters it holds, and how many pictures."""
    width, height = page.get_size()
    text = pdfium.FPDFText_LoadPage(page)
    try:
        count = max(pdfium.FPDFText_CountChars(text), 0)
        pieces = list(_pieces(text, count, height))
    finally:
        pdfium.FPDFText_ClosePage(text)
    rules, pictures = _drawn(page, height)
    page.close()
    return Page(width * _MM, height * _MM, pieces, rules), count, pictures


@dataclass(slots=True)
class _Run:
    """Characters that stand close together on one baseline; lengths in points, from the lower left as PDF counts.

    ``nominal`` is the size the file names, ``size`` that on paper.
    """

    words: list[str]
    left: float
    right: float
    baseline: float
    nominal: float
    size: float

    def takes(self, baseline: float, nominal: float) -> bool:
        """Whether a character on this baseline and of this size is set like these."""
        return nominal == self.nominal and abs(baseline - self.baseline) <= 0.2 * self.size

    def follows(self, left: float, *, spaced: bool) -> bool:
        """Whether a character that begins here stands close behind these."""
        return -0.5 < (left - self.right) / self.size < (_SPACE if spaced else _GAP)

    def add(self, character: str, right: float, *, spaced: bool) -> None:
        """Add a character; a space before it stays where Latin words are parted."""
        if spaced and (character.isascii() or self.words[-1].isascii()):
            self.words.append(" ")
        self.words.append(character)
        self.right = max(self.right, right)

    def piece(self, height: float) -> Piece:
        """The run as a piece of the page; its box is that of the characters' squares."""
        top = height - self.baseline - 0.88 * self.size
        text = "".join(self.words)
        return Piece(text, self.left * _MM, top * _MM, self.right * _MM, (top + self.size) * _MM, self.size * _MM)


def _pieces(text: pdfium.FPDF_TEXTPAGE, count: int, height: float) -> Iterator[Piece]:
    box, x, y, run, spaced = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double(), None, False
    code_of, box_of, is_generated = (
        pdfium.FPDFText_GetUnicode,
        pdfium.FPDFText_GetLooseCharBox,
        pdfium.FPDFText_IsGenerated,
    )
    level = (0.0, 0.0)
    for index in range(count):
        code = code_of(text, index)
        if code <= 32 or code in _BLANKS or not box_of(text, index, box):
            spaced = spaced or (code == 32 and not is_generated(text, index))
            continue
        character = chr(code) if code < 0xD800 else _character(text, index, code)
        # Equal boxes are of one size on one line: there is no need to ask for both.
        if run is not None and (box.bottom, box.top) == level and run.follows(box.left, spaced=spaced):
            run.add(character, box.right, spaced=spaced)
            spaced = False
            continue
        level = (box.bottom, box.top)
        nominal = pdfium.FPDFText_GetFontSize(text, index)
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        if run is not None and run.takes(y.value, nominal) and run.follows(box.left, spaced=spaced):
            run.add(character, box.right, spaced=spaced)
        else:
            if run is not None:
                yield run.piece(height)
            size = _size(text, index, nominal) or max(box.top - box.bottom, 1)
            run = _Run([character], box.left, box.right, y.value, nominal, size)
        spaced = False
    if run is not None:
        yield run.piece(height)


def _size(text: pdfium.FPDF_TEXTPAGE, index: int, nominal: float) -> float:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    return abs(nominal) * math.hypot(matrix.c, matrix.d)  # below nothing where the page is turned to fit


def _character(text: pdfium.FPDF_TEXTPAGE, index: int, code: int) -> str:
    """The character; those outside the basic plane come in two halves, the second of which is passed over."""
    if 0xD800 <= code < 0xDC00:
        low = pdfium.FPDFText_GetUnicode(text, index + 1)
        return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)) if 0xDC00 <= low < 0xE000 else "�"
    return chr(code)


def _drawn(page: pypdfium2.PdfPage, height: float) -> tuple[list[Rule], int]:
    """The straight lines of a page, and the number of its pictures."""
    rules: list[Rule] = []
    pictures = 0
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for index in range(min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        item = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        pictures += kind == pdfium.FPDF_PAGEOBJ_IMAGE
        if kind != pdfium.FPDF_PAGEOBJ_PATH or not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            continue
        rules += _rules(left.value, height - top.value, right.value, height - bottom.value)
    return rules, pictures


def _rules(left: float, top: float, right: float, bottom: float) -> Iterator[Rule]:
    """The line that a thin box is; the four sides of a wide one."""
    thin_across, thin_down = bottom - top <= _THIN, right - left <= _THIN
    if thin_across and thin_down:
        return
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    if thin_across:
        sides = [(left, middle_y, right, middle_y)]
    elif thin_down:
        sides = [(middle_x, top, middle_x, bottom)]
    else:
        sides = [
            (left, top, right, top),
            (left, bottom, right, bottom),
            (left, top, left, bottom),
            (right, top, right, bottom),
        ]
    for x1, y1, x2, y2 in sides:
        yield Rule(x1 * _MM, y1 * _MM, x2 * _MM, y2 * _MM)
