"""Files of nothing but painted pages."""

import io
import zlib
from typing import TYPE_CHECKING

from gongkai.foundations.texts.formats.raster import Packed
from gongkai.foundations.texts.setting.pdf_objects import PdfFile

if TYPE_CHECKING:
    from PIL.Image import Image

_COLOURLESS = 12  # of 255: what red, green and blue differ by on grey paper
_DRAWN = 0.12  # bytes a dot after packing without loss: what takes more is a photograph
_QUALITY = 85
_SHADES = [level // 16 * 17 for level in range(256)]


class PaintedPages:
    """A PDF to which one painted page after the other is added."""

    def __init__(self) -> None:
        self._file = PdfFile()
        self._root = self._file.reserve()
        self._pages: list[int] = []

    def add(self, picture: "Image", size: tuple[float, float]) -> None:
        """Add a page of this size in points, which the picture fills."""
        width, height = size
        number = self._file.picture(_packed(picture))
        drawn = self._file.stream(f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /P Do Q".encode())
        page = (
            f"<< /Type /Page /Parent {self._root} 0 R /MediaBox [0 0 {width:.2f} {height:.2f}] "
            f"/Resources << /XObject << /P {number} 0 R >> >> /Contents {drawn} 0 R >>"
        )
        self._pages.append(self._file.add(page.encode()))

    def closed(self) -> bytes:
        """The file."""
        listed = " ".join(f"{page} 0 R" for page in self._pages)
        self._file.fill(self._root, f"<< /Type /Pages /Kids [{listed}] /Count {len(self._pages)} >>".encode())
        return self._file.closed(self._file.add(f"<< /Type /Catalog /Pages {self._root} 0 R >>".encode()))


def encoded(picture: "Image", kind: str) -> bytes:
    """The dots as ``PNG`` or ``JPEG`` and nothing else: no place, day, camera or thumbnail."""
    out = io.BytesIO()
    bare = picture.copy()
    bare.info.clear()
    bare.save(out, kind, quality=_QUALITY) if kind == "JPEG" else bare.save(out, kind)
    return out.getvalue()


def _packed(picture: "Image") -> Packed:
    seen = picture.convert("L") if _is_grey(picture) else picture
    colours = "DeviceGray" if seen.mode == "L" else "DeviceRGB"
    if _is_photograph(seen):
        return Packed(encoded(seen, "JPEG"), *seen.size, colours, is_jpeg=True)
    # The edges of letters need no more than sixteen shades, and pack twice as well.
    return Packed(seen.point(_SHADES * len(seen.getbands())).tobytes(), *seen.size, colours, is_jpeg=False)


def _is_grey(picture: "Image") -> bool:
    from PIL import ImageChops

    red, green, blue = picture.split()
    return all(_highest(ImageChops.difference(one, two)) <= _COLOURLESS for one, two in ((red, green), (green, blue)))


def _highest(channel: "Image") -> int:
    _, high = channel.getextrema()
    return int(high) if isinstance(high, int | float) else 255


def _is_photograph(picture: "Image") -> bool:
    """By a small sample: drawn letters on paper pack well, photographs and scans do not."""
    width, height = picture.size
    middle = picture.crop((width // 4, height // 4, width * 3 // 4, height * 3 // 4))
    return len(zlib.compress(middle.tobytes(), 1)) > _DRAWN * middle.width * middle.height
