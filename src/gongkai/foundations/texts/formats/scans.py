"""Pictures of pages: PNG, JPEG and TIFF, read by recognising what is written in them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gongkai.foundations.texts.document import Document
from gongkai.foundations.texts.formats import raster, recognition
from gongkai.foundations.texts.layout import arrange
from gongkai.foundations.texts.limits import Limits, empty, too_many_blocks

if TYPE_CHECKING:
    from PIL.Image import Image

_MAGIC = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_LONG_SIDE = 11.7  # inches of A4: how long a picture is that does not say so
_THIN, _DENSE = 72, 1200  # dots an inch that a scanner may have; a camera writes anything
_LARGER = 2.0


def is_picture(content: bytes) -> bool:
    """Whether it is such a file."""
    return content.startswith(_MAGIC)


def parse(content: bytes, limits: Limits) -> Document:
    """Paragraphs in reading order, every line with its certainty. Raises ``UnreadableFileError``."""
    if not recognition.is_installed():
        raise recognition.missing("图片")
    pages, lines = recognition.recognised(_pictures(content))
    arranged = list(arrange(pages)) if lines else []
    if not arranged:
        raise empty()
    if len(arranged) > limits.blocks:
        raise too_many_blocks(limits)
    blocks, places = [block for block, _ in arranged], [place for _, place in arranged]
    lines = recognition.in_blocks(lines, blocks, places)
    return Document(
        tuple(blocks), notices=(recognition.notice(lines),), format="scan", places=tuple(places), lines=tuple(lines)
    )


def _pictures(content: bytes) -> Iterator[Any]:
    for number, picture in enumerate(raster.frames(content)):
        if number >= recognition.MOST_PAGES:
            raise recognition.too_many_pages()
        yield array_of(_at_usual_density(picture))


def array_of(picture: "Image") -> Any:
    """The picture as words are recognised in it: rows of dots in blue, green and red."""
    import numpy as np

    return np.asarray(picture)[:, :, ::-1]


def _at_usual_density(picture: "Image") -> "Image":
    dots = picture.info.get("dpi", (0, 0))[0]
    dense = float(dots) if _THIN < dots <= _DENSE else max(picture.size) / _LONG_SIDE
    scale = min(recognition.DPI / dense, _LARGER)
    width, height = (max(1, round(side * scale)) for side in picture.size)
    return picture.resize((width, height))
