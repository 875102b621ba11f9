"""The pages of a PDF: their sizes, and each as a picture.

Run as a program of its own (``python -m gongkai.foundations.paper``), which gets the file on its input: whatever a
hostile file does, it does it there, within bounds of time and memory.
"""

import json
import resource
import struct
import sys
import zlib

MOST_PAGES = 200
LONGEST_SIDE = 1600  # pixels
_MEMORY, _SECONDS = 2 * 1024**3, 20
_TENTHS = 254 / 72  # of a millimetre to a point


def sizes(content: bytes) -> list[tuple[int, int]]:
    """Width and height of the first pages, in tenths of a millimetre."""
    import pypdfium2

    with pypdfium2.PdfDocument(content) as file:
        return [_size(file[number].get_size()) for number in range(min(len(file), MOST_PAGES))]


def _size(points: tuple[float, float]) -> tuple[int, int]:
    return round(points[0] * _TENTHS), round(points[1] * _TENTHS)


def draw(content: bytes, page: int) -> bytes:
    """A page, counted from 1, as PNG."""
    import pypdfium2

    with pypdfium2.PdfDocument(content) as file:
        drawn = file[page - 1]
        bitmap = drawn.render(scale=LONGEST_SIDE / max(drawn.get_size()), rev_byteorder=True)
        rows = bytes(bitmap.buffer)
        width, height, stride, depth = bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels
    lines = (rows[start : start + width * depth] for start in range(0, stride * height, stride))
    return _png(b"".join(b"\x00" + line for line in lines), width, height, {1: 0, 3: 2, 4: 6}[depth])


def _png(lines: bytes, width: int, height: int, colours: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, colours, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )


def main() -> None:
    """Answer ``sizes`` as JSON, or ``draw PAGE`` as PNG."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    content = sys.stdin.buffer.read()
    if sys.argv[1] == "sizes":
        sys.stdout.write(json.dumps(sizes(content)))
    else:
        sys.stdout.buffer.write(draw(content, int(sys.argv[2])))


if __name__ == "__main__":
    main()
