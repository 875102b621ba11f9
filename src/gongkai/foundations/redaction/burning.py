"""Black boxes burnt into a picture: the dots beneath are gone, whatever was there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.foundations.redaction.plan import Region

if TYPE_CHECKING:
    from PIL.Image import Image

_BLACK = 48  # of 255: a picture packed with loss is not quite black near the edge of a box


@dataclass(frozen=True, slots=True)
class Box:
    """Dots of a picture, the right and lower edge not included."""

    left: int
    top: int
    right: int
    bottom: int


def box_of(region: Region, size: tuple[int, int]) -> Box:
    """The dots of a region, every dot it touches."""
    width, height = size
    return clipped(region.left * width, region.top * height, region.right * width, region.bottom * height, size)


def clipped(left: float, top: float, right: float, bottom: float, size: tuple[int, int]) -> Box:
    """The dots that a box touches, within the picture."""
    width, height = size
    return Box(max(int(left), 0), max(int(top), 0), min(int(right) + 1, width), min(int(bottom) + 1, height))


def burn(picture: "Image", boxes: Iterable[Box]) -> None:
    """Paint the boxes black."""
    for box in boxes:
        if box.left < box.right and box.top < box.bottom:
            picture.paste("black", (box.left, box.top, box.right, box.bottom))


def is_black(picture: "Image", boxes: Sequence[Box]) -> bool:
    """Whether nothing can be told apart within the boxes."""
    grey = picture.convert("L")
    return all(_darkest(grey, box) for box in boxes)


def _darkest(grey: "Image", box: Box) -> bool:
    inner = Box(box.left + 1, box.top + 1, box.right - 1, box.bottom - 1)
    if inner.left >= inner.right or inner.top >= inner.bottom:
        return True
    extrema = grey.crop((inner.left, inner.top, inner.right, inner.bottom)).getextrema()
    lightest = extrema[1]
    return isinstance(lightest, int | float) and lightest <= _BLACK
