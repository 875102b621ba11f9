"""What a file is, by its content."""

import codecs
import struct
import zipfile
from typing import BinaryIO

import puremagic

_WITHIN_ZIP = (
    ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("OFD.xml", "application/ofd"),
)
# What may look like text or like something else.
_BEGINNINGS = (
    (b"%PDF-", "application/pdf"),
    (b"{\\rtf", "application/rtf"),
    (codecs.BOM_UTF16_LE, "text/plain"),
    (codecs.BOM_UTF16_BE, "text/plain"),
)
_UNKNOWN = "application/octet-stream"
_LOOK = 64 * 1024
# The end record of an archive with the longest comment, and the locator of a 64-bit one before it.
_END_OF_ZIP = 65535 + 22 + 20
_LONGEST_LIST = 4 * 1024 * 1024


def media_type(stream: BinaryIO) -> str:
    """The media type of the stream's content; its place is set back to the beginning."""
    stream.seek(0)
    head = stream.read(_LOOK)
    try:
        if head.startswith(b"PK\x03\x04"):
            return _within_zip(stream)
        for beginning, kind in _BEGINNINGS:
            if head.startswith(beginning):
                return kind
        if b"\x00" not in head and _is_text(head):
            return _kind_of_text(head)
        found = puremagic.magic_string(head)
        return (found[0].mime_type if found else "") or _UNKNOWN
    except (puremagic.PureError, ValueError):
        return _UNKNOWN
    finally:
        stream.seek(0)


def _kind_of_text(head: bytes) -> str:
    beginning = head.removeprefix(codecs.BOM_UTF8).lstrip()[:64].lower()
    return "text/html" if beginning.startswith((b"<!doctype html", b"<html")) else "text/plain"


def _within_zip(stream: BinaryIO) -> str:
    if not _listed_in_short(stream):
        return "application/zip"
    try:
        names = set(zipfile.ZipFile(stream).namelist())
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, struct.error, NotImplementedError):
        return _UNKNOWN
    return next((kind for name, kind in _WITHIN_ZIP if name in names), "application/zip")


def _listed_in_short(stream: BinaryIO) -> bool:
    """Whether the list of the archive's contents is short; a long one is made to fill the memory of its reader."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _END_OF_ZIP))
    tail = stream.read(_END_OF_ZIP)
    found = tail.rfind(b"PK\x05\x06")
    if found < 0 or found + 16 > len(tail):
        return True  # no end, no list: the reader says so
    (length,) = struct.unpack_from("<I", tail, found + 12)
    return length <= _LONGEST_LIST and b"PK\x06\x07" not in tail


def _is_text(head: bytes) -> bool:
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):  # a character may be cut in two at the end
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False
