"""The bytes of a PDF: objects, streams, pictures, and the table that says where each begins."""

import zlib

from gongkai.foundations.texts.formats.raster import Packed


class PdfFile:
    """The objects of a PDF, numbered from 1 as they are added."""

    def __init__(self) -> None:
        self._objects: list[bytes] = []

    def reserve(self) -> int:
        """A number for an object that is filled later."""
        return self.add(b"null")

    def add(self, content: bytes) -> int:
        """Add an object; answers its number."""
        self._objects.append(content)
        return len(self._objects)

    def fill(self, number: int, content: bytes) -> None:
        """Fill an object that was reserved."""
        self._objects[number - 1] = content

    def stream(self, content: bytes, more: str = "") -> int:
        """Add a stream, compressed."""
        return self.packed(zlib.compress(content), f"/Filter /FlateDecode{more}")

    def packed(self, content: bytes, how: str) -> int:
        """Add a stream that is packed already, as ``how`` says."""
        head = f"<< /Length {len(content)} {how} >>\nstream\n".encode()
        return self.add(head + content + b"\nendstream")

    def picture(self, picture: Packed) -> int:
        """Add a picture."""
        more = (
            f" /Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height} /BitsPerComponent 8 "
            f"/ColorSpace /{picture.colours}"
        )
        if picture.is_jpeg:
            return self.packed(picture.content, f"/Filter /DCTDecode{more}")
        return self.stream(picture.content, more)

    def closed(self, catalog: int) -> bytes:
        """The file whole; nothing says when or by whom it was written."""
        out = bytearray(b"%PDF-1.7\n%\xe5\x85\xac\xe5\xbc\x80\n")
        offsets = []
        for number, content in enumerate(self._objects, 1):
            offsets.append(len(out))
            out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
        start = len(out)
        out += f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n".encode()
        out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
        out += f"trailer\n<< /Size {len(offsets) + 1} /Root {catalog} 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
        return bytes(out)
