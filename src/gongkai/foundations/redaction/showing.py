"""Pages to be marked: how many a file has, and what each looks like with what a plan would withhold."""

import io
import re
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from gongkai.foundations.redaction import burning, docx, pdf
from gongkai.foundations.redaction.burning import Box
from gongkai.foundations.redaction.plan import Plan, no_such_page, not_redactable
from gongkai.foundations.redaction.searching import in_picture, on_page
from gongkai.foundations.texts.formats import raster, recognition, scans, xlsx
from gongkai.foundations.texts.formats.packages import Package
from gongkai.foundations.texts.formats.pdf import opened
from gongkai.foundations.texts.limits import DEFAULT

if TYPE_CHECKING:
    from PIL.Image import Image

T = TypeVar("T")
_WIDEST = 900  # dots: a page beside its list on a desk's screen
_MARKED, _VEIL = (200, 30, 30), 0.45
_ZIP = b"PK\x03\x04"
_PICTURE = re.compile(r"word/media/p(\d+)\.(?:png|jpeg)")


def pages(content: bytes) -> int:
    """How many pages can be marked: those of a PDF or scan, the pictures of a DOCX, none of an XLSX.

    Raises ``UnreadableFileError``, and ``RedactionError`` for a file that cannot be redacted.
    """
    if b"%PDF-" in content[:1024]:
        with opened(content, most=pdf.MOST_PAGES) as file:
            return len(file)
    if scans.is_picture(content):
        return sum(1 for _ in raster.frames(content))
    return len(_pictures(content))


def picture(content: bytes, page: int, plan: Plan) -> bytes:
    """A page, counted from 1, as PNG; what the plan would withhold of it lies under a red veil.

    Raises ``UnreadableFileError``, and ``RedactionError`` for a page that is not there.
    """
    shown, boxes = _page(content, page, plan)
    boxes = [*boxes, *(burning.box_of(region, shown.size) for region in plan.regions if region.page == page)]
    _veil(shown, boxes)
    shown.thumbnail((_WIDEST, _WIDEST * 3))
    stream = io.BytesIO()
    shown.save(stream, "PNG")
    return stream.getvalue()


def _page(content: bytes, page: int, plan: Plan) -> "tuple[Image, list[Box]]":
    if b"%PDF-" in content[:1024]:
        with opened(content, most=pdf.MOST_PAGES) as file:
            if not 0 < page <= len(file):
                raise no_such_page(len(file))
            flat = pdf.flat(file, page - 1)
            shown = pdf.painted(flat)
            found, _ = on_page(flat, shown, plan.terms)
            return shown, [box for one in found for box in one.boxes]
    if scans.is_picture(content):
        shown = _nth(list(raster.frames(content)), page)
    else:
        shown = raster.opened(_nth(_pictures(content), page))
    found = list(in_picture(shown, plan.terms)) if plan.terms and recognition.is_installed() else []
    return shown, [box for one in found for box in one.boxes]


def _nth(held: Sequence[T], page: int) -> T:
    if not 0 < page <= len(held):
        raise no_such_page(len(held))
    return held[page - 1]


def _pictures(content: bytes) -> list[bytes]:
    """The pictures of a DOCX in the order in which a plan counts them; in an XLSX none are counted."""
    package = Package(content, DEFAULT) if content.startswith(_ZIP) else None
    if package is None or not package.names & {docx.MAIN, xlsx.ENTRY}:
        raise not_redactable()
    if docx.MAIN not in package.names:
        return []
    copy = docx.redact(package, Plan())
    with zipfile.ZipFile(io.BytesIO(copy.content)) as archive:
        named = {int(found[1]): name for name in archive.namelist() if (found := _PICTURE.fullmatch(name))}
        return [archive.read(named[number]) for number in sorted(named)]


def _veil(shown: "Image", boxes: Sequence[Box]) -> None:
    from PIL import Image

    for box in boxes:
        part = (box.left, box.top, box.right, box.bottom)
        if box.left < box.right and box.top < box.bottom:
            under = shown.crop(part)
            shown.paste(Image.blend(under, Image.new("RGB", under.size, _MARKED), _VEIL), part)
