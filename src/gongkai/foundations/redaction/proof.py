"""Proving that nothing withheld can be got back: the finished file is opened anew and looked through."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from lxml import etree

from gongkai.foundations.redaction.burning import Box, is_black
from gongkai.foundations.redaction.matching import plain
from gongkai.foundations.redaction.plan import Term, unproved
from gongkai.foundations.texts.formats.packages import PARSER

_REVISION_ENDS = b"%%EOF"
# What a JPEG must say to be one.
_HARMLESS = frozenset({"jfif", "jfif_version", "jfif_unit", "jfif_density"})
_WRITTEN_IN = ("word/", "xl/")


def of_pdf(content: bytes, burnt: Sequence[Sequence[Box]]) -> None:
    """A PDF of painted pages: one picture each, the boxes black in it, no text, note, field, attachment or property.

    ``burnt`` are the boxes of each page, in dots of its picture. Raises ``RedactionError``.
    """
    file = pypdfium2.PdfDocument(content)
    try:
        if len(file) != len(burnt) or content.count(_REVISION_ENDS) != 1:
            raise unproved("页数或修订")
        if file.get_metadata_dict(skip_empty=True) or file.count_attachments() or file.get_formtype():
            raise unproved("文件属性、附件或表单")
        for page, boxes in zip(file, burnt, strict=True):
            _page(page, boxes)
            page.close()
    finally:
        file.close()


def _page(page: pypdfium2.PdfPage, boxes: Sequence[Box]) -> None:
    held = range(pdfium.FPDFPage_CountObjects(page))
    kinds = [pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, number)) for number in held]
    if kinds != [pdfium.FPDF_PAGEOBJ_IMAGE] or pdfium.FPDFPage_GetAnnotCount(page):
        raise unproved("页面对象")
    words = page.get_textpage()
    if words.count_chars():
        raise unproved("文字层")
    words.close()
    if boxes:
        (image,) = page.get_objects()
        if not is_black(image.get_bitmap().to_pil(), boxes):
            raise unproved("像素")


def of_picture(content: bytes, boxes: Sequence[Box]) -> None:
    """A picture without any property, the boxes black in it. Raises ``RedactionError``."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as picture:
        if picture.getexif() or not set(picture.info) <= _HARMLESS:
            raise unproved("图片属性")
        if not is_black(picture.convert("RGB"), boxes):
            raise unproved("像素")


def of_package(content: bytes, terms: Sequence[Term], allowed: re.Pattern[str]) -> None:
    """A package of no entries but the ``allowed``, in whose XML the words stand neither in a paragraph nor elsewhere.

    Raises ``RedactionError``.
    """
    sought = [plain(term.words) for term in terms]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if archive.comment or any(not allowed.fullmatch(name) for name in archive.namelist()):
            raise unproved("文件包内的文件")
        for name in archive.namelist():
            if not name.startswith(_WRITTEN_IN) or not name.endswith(".xml"):
                continue
            root = etree.fromstring(archive.read(name), etree.XMLParser(**PARSER))
            if any(word in words for words in _said(root) for word in sought):
                raise unproved("文字")


def _said(root: Any) -> Iterator[str]:
    """Every run of words that stand together, and every attribute that may hold words of somebody's own."""
    for element in root.iter("{*}p", "{*}si", "{*}is", "{*}c"):
        yield plain("".join(element.itertext()))
    for element in root.iter("{*}*"):
        yield plain(element.text or "")
        yield from (plain(value) for value in element.attrib.values() if not value.isascii())
