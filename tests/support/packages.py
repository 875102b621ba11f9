"""Zip packages made in memory: good ones, and ones no honest program writes."""

import io
import struct
import zipfile
import zlib

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">LLBBBBB", 1, 1, 8, 2, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00"))
    + _chunk(b"IEND", b"")
)


def package(entries: dict[str, bytes | str], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A package of these entries."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


def docx(body: str, **parts: str | bytes) -> bytes:
    """A DOCX with this body; further parts by name, ``styles`` for ``word/styles.xml``."""
    entries: dict[str, bytes | str] = {
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
    }
    for name, content in parts.items():
        root = f"word/{name}.xml"
        entries[root] = content.replace("NAMESPACES", NAMESPACES) if isinstance(content, str) else content
    return package(entries)


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of DOCX."""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def encrypted(content: bytes) -> bytes:
    """The same package, every entry marked as encrypted."""
    data = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


def claiming(content: bytes, size: int) -> bytes:
    """The same package, whose first entry claims another unpacked size than it has."""
    data = bytearray(content)
    central = data.find(b"PK\x01\x02")
    struct.pack_into("<L", data, 22, size)
    struct.pack_into("<L", data, central + 24, size)
    return bytes(data)


def overlapping(content: bytes, times: int) -> bytes:
    """A package that names the bytes of one entry many times over."""
    at = content.find(b"PK\x01\x02")
    end = content.find(b"PK\x05\x06")
    entry = content[at:end]
    name_length = struct.unpack_from("<H", entry, 28)[0]
    entries = b""
    for number in range(times):
        name = f"{number}".zfill(name_length).encode()[:name_length]
        entries += entry[:46] + name + entry[46 + name_length :]
    tail = bytearray(content[end:])
    struct.pack_into("<HHLL", tail, 8, times + 1, times + 1, len(entry) + len(entries), at)
    return content[:at] + entry + entries + bytes(tail)
