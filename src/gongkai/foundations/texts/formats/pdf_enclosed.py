"""What a PDF holds besides its pages: files, properties, and what its annotations say."""

import ctypes
from collections.abc import Callable, Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from gongkai.foundations.texts.document import Hidden, Media
from gongkai.foundations.texts.formats import images
from gongkai.foundations.texts.limits import MIB

_PROPERTIES = ("Title", "Author", "Subject", "Keywords")
_MOST_FILES, _LARGEST, _LONGEST = 50, 50 * MIB, 20_000
_MOST_ANNOTATIONS = 2_000
_SHOWN = {pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_POPUP}


def attachments(file: pypdfium2.PdfDocument) -> Iterator[Media]:
    """The files carried along that can be had."""
    for number in range(min(pdfium.FPDFDoc_GetAttachmentCount(file), _MOST_FILES)):
        at = pdfium.FPDFDoc_GetAttachment(file, number)
        name = _words(lambda buffer, size, at=at: pdfium.FPDFAttachment_GetName(at, buffer, size))
        size = ctypes.c_ulong()
        if not pdfium.FPDFAttachment_GetFile(at, None, 0, size) or not 0 < size.value <= _LARGEST:
            continue
        content = ctypes.create_string_buffer(size.value)
        if pdfium.FPDFAttachment_GetFile(at, content, size.value, size):
            yield images.media(content.raw, name) or images.other(content.raw, name)


def hidden(file: pypdfium2.PdfDocument) -> Iterator[Hidden]:
    """Properties and the words of annotations, which a reader sees only when asking for them."""
    for name in _PROPERTIES:
        key = name.encode()
        if words := _words(lambda buffer, size, key=key: pdfium.FPDF_GetMetaText(file, key, buffer, size)):
            yield Hidden("property", words)
    left = _MOST_ANNOTATIONS
    for page in file:
        count = min(pdfium.FPDFPage_GetAnnotCount(page), left)
        left -= count
        for number in range(count):
            yield from _said(page, number)
        page.close()


def _said(page: pypdfium2.PdfPage, number: int) -> Iterator[Hidden]:
    annotation = pdfium.FPDFPage_GetAnnot(page, number)
    if not annotation:
        return
    try:
        for key in () if pdfium.FPDFAnnot_GetSubtype(annotation) in _SHOWN else (b"Contents", b"T"):
            words = _words(lambda buffer, size, key=key: pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, size))
            if words:
                yield Hidden("comment", words)
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)


def _words(ask: Callable[..., int]) -> str:
    """What PDFium answers in UTF-16: asked for its length first."""
    size = min(ask(None, 0), _LONGEST)
    buffer = ctypes.create_string_buffer(size)
    ask(ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw[:size].decode("utf-16-le", "replace").strip("\x00 ")
