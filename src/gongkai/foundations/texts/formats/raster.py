"""Pictures made of dots, opened with suspicion."""

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.foundations.texts.formats.packages import broken
from gongkai.foundations.texts.limits import UnreadableFileError

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMATS = ("PNG", "JPEG", "TIFF", "GIF", "WEBP")
_JPEG, _TURNED = b"\xff\xd8\xff", 0x0112
_COLOURS = {"RGB": "DeviceRGB", "L": "DeviceGray"}
MOST_PIXELS = 40_000_000  # A4 at 600 dots an inch has 35 million


def opened(content: bytes) -> "Image":
    """The first picture of the file, upright, in colours without transparency. Raises ``UnreadableFileError``."""
    return next(frames(content))


def size_of(content: bytes) -> tuple[int, int] | None:
    """Width and height in dots, by its head alone; ``None`` for what is no picture or too large."""
    from PIL import Image

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(content), formats=_FORMATS) as file:
            return file.size if 0 < file.width * file.height <= MOST_PIXELS else None
    except Exception:  # noqa: BLE001 - as below
        return None


def frames(content: bytes) -> Iterator["Image"]:
    """All pictures of the file one after the other; a TIFF may hold many."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(content), formats=_FORMATS) as file:
            for number in range(getattr(file, "n_frames", 1)):
                file.seek(number)
                _check(file)
                yield _flat(ImageOps.exif_transpose(file))
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except (UnreadableFileError, GeneratorExit):
        raise
    except Exception as error:  # a decoder for each format, each with errors of its own
        raise broken() from error


def _check(picture: "Image") -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise _too_large()


def _flat(picture: "Image") -> "Image":
    """On white paper, as it would be printed."""
    from PIL import Image

    if not picture.has_transparency_data:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    return paper


@dataclass(frozen=True, slots=True)
class Packed:
    """A picture for a PDF: its dots row by row, or a JPEG; ``colours`` as PDF names them."""

    content: bytes
    width: int
    height: int
    colours: str
    is_jpeg: bool


def packed(content: bytes, most: int) -> Packed:
    """The picture with at most so many dots a side; grey paper for what cannot be opened."""
    from PIL import Image

    try:
        picture = opened(content)
    except UnreadableFileError:
        picture = Image.new("RGB", (1, 1), "lightgrey")
    if content.startswith(_JPEG) and max(picture.size) <= most:
        with Image.open(io.BytesIO(content), formats=("JPEG",)) as file:
            if file.mode in _COLOURS and file.size == picture.size and file.getexif().get(_TURNED, 1) == 1:
                return Packed(content, *file.size, _COLOURS[file.mode], is_jpeg=True)
    picture.thumbnail((most, most))
    return Packed(picture.tobytes(), *picture.size, "DeviceRGB", is_jpeg=False)


def _too_large() -> UnreadableFileError:
    millions = MOST_PIXELS // 1_000_000
    return UnreadableFileError("picture_too_large", f"图片超过 {millions} 百万像素：请缩小后再导入。", limit=millions)


def contrast(picture: "Image", share: float) -> float:
    """The contrast (WCAG 2.2: 1 to 21) between the lightest and the darkest dots, a ``share`` of each passed over."""
    counts = list(enumerate(picture.convert("L").histogram()))
    rest = share * picture.width * picture.height
    light, dark = _light(_level(counts[::-1], rest)), _light(_level(counts, rest))
    return (light + 0.05) / (dark + 0.05)


def _level(counts: list[tuple[int, int]], rest: float) -> int:
    for level, count in counts:
        rest -= count
        if rest < 0:
            return level
    return counts[-1][0]


def _light(level: int) -> float:
    """The relative luminance of a grey."""
    value = level / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
