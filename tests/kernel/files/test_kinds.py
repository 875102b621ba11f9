"""What a file is, by its content; a name is only what someone wrote on it."""

import codecs
import io
import struct
import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.kernel.files.kinds import media_type

OFFICE = "application/vnd.openxmlformats-officedocument"


def archive(*names: str, comment: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, b"<x/>")
        file.comment = comment
    return made.getvalue()


KINDS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "text/plain"),
    "UTF-8": ("政务公开".encode(), "text/plain"),
    "UTF-8 with a mark": ("\ufeff政务公开".encode(), "text/plain"),
    "GB18030": ("政务公开工作要点".encode("gb18030"), "text/plain"),
    "UTF-16": (codecs.BOM_UTF16_LE + "政务公开".encode("utf-16-le"), "text/plain"),
    "cut within a character": (("政" * 40_000).encode(), "text/plain"),
    "page": (b"  <!DOCTYPE html><html></html>", "text/html"),
    "page with a mark": ("\ufeff<html></html>".encode(), "text/html"),
    "text about pages": (b"see <html>", "text/plain"),
    "PDF of letters only": (b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", "application/pdf"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x00", "application/pdf"),
    "RTF": (rb"{\rtf1\ansi Hello}", "application/rtf"),
    "PNG": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "image/png"),
    "JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", "image/jpeg"),
    "GIF": (b"GIF89a\x01\x00\x01\x00\x00", "image/gif"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "application/msword"),
    "DOCX": (archive("[Content_Types].xml", "word/document.xml"), f"{OFFICE}.wordprocessingml.document"),
    "XLSX": (archive("[Content_Types].xml", "xl/workbook.xml"), f"{OFFICE}.spreadsheetml.sheet"),
    "PPTX": (archive("ppt/presentation.xml"), f"{OFFICE}.presentationml.presentation"),
    "OFD": (archive("OFD.xml", "Doc_0/Document.xml"), "application/ofd"),
    "archive": (archive("a.txt", comment=b"word/document.xml"), "application/zip"),
    "archive cut short": (archive("word/document.xml")[:-30], "application/octet-stream"),
    "unknown": (b"\x00\x01\x02junk", "application/octet-stream"),
}


@pytest.mark.parametrize("name", KINDS)
def test_content_tells_the_kind(name: str) -> None:
    content, kind = KINDS[name]
    stream = io.BytesIO(content)
    stream.seek(min(3, len(content)))
    assert media_type(stream) == kind
    assert stream.tell() == 0


def test_an_archive_with_a_list_made_to_fill_memory_is_not_listed() -> None:
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<HHH", 8, 0, 0) + bytes(12) + b"aaaaaaaa"
    listing = entry * 120_000
    end = b"PK\x05\x06" + bytes(4) + struct.pack("<HHIIH", 0xFFFF, 0xFFFF, len(listing), 30, 0)
    stream = io.BytesIO(b"PK\x03\x04" + bytes(26) + listing + end)
    tracemalloc.start()
    try:
        assert media_type(stream) == "application/zip"
        assert tracemalloc.get_traced_memory()[1] < 4 * 1024 * 1024
    finally:
        tracemalloc.stop()


@given(beginning=st.sampled_from([b"", b"PK\x03\x04", b"%PDF-", b"\xff\xfe", b"GIF8"]), content=st.binary(max_size=300))
def test_no_content_whatever_breaks_the_look(beginning: bytes, content: bytes) -> None:
    assert "/" in media_type(io.BytesIO(beginning + content))


@given(end=st.binary(min_size=0, max_size=40), cut=st.integers(0, 120))
def test_no_damaged_archive_breaks_the_look(end: bytes, cut: int) -> None:
    whole = archive("word/document.xml")
    assert "/" in media_type(io.BytesIO(whole[: len(whole) - cut] + end + whole[len(whole) - cut :]))
