"""Pictures: the boxes are burnt in, and the dots are written anew without anything else the file held."""

from typing import TYPE_CHECKING

from gongkai.foundations.redaction import burning, proof
from gongkai.foundations.redaction.burning import Box
from gongkai.foundations.redaction.marks import Mark, Redacted
from gongkai.foundations.redaction.painting import PaintedPages, encoded
from gongkai.foundations.redaction.plan import Plan, no_such_page
from gongkai.foundations.redaction.searching import in_picture
from gongkai.foundations.texts.formats import raster, recognition

if TYPE_CHECKING:
    from PIL.Image import Image

_JPEG = b"\xff\xd8\xff"
_DOTS_A_POINT = 200 / 72


def redact(content: bytes, plan: Plan) -> Redacted:
    """One picture stays what it is, JPEG or else PNG; of several, as scanners put them in a TIFF, a PDF is made."""
    pictures = list(raster.frames(content))
    if any(region.page > len(pictures) for region in plan.regions):
        raise no_such_page(len(pictures))
    marks: list[Mark] = []
    burnt = [_burn(picture, number, plan, marks) for number, picture in enumerate(pictures, 1)]
    searched = not plan.terms or recognition.is_installed()
    unsearched = () if searched else tuple(range(1, len(pictures) + 1))
    if len(pictures) > 1:
        pages = PaintedPages()
        for picture in pictures:
            pages.add(picture, (picture.width / _DOTS_A_POINT, picture.height / _DOTS_A_POINT))
        done = pages.closed()
        proof.of_pdf(done, burnt)
        return Redacted(done, "application/pdf", "pdf", tuple(marks), unsearched)
    kind, suffix = ("JPEG", "jpg") if content.startswith(_JPEG) else ("PNG", "png")
    done = encoded(pictures[0], kind)
    proof.of_picture(done, burnt[0])
    return Redacted(done, f"image/{kind.lower()}", suffix, tuple(marks), unsearched)


def _burn(picture: "Image", number: int, plan: Plan, marks: list[Mark]) -> list[Box]:
    regions = [region for region in plan.regions if region.page == number]
    found = list(in_picture(picture, plan.terms)) if plan.terms and recognition.is_installed() else []
    boxes = [burning.box_of(region, picture.size) for region in regions] + [box for one in found for box in one.boxes]
    burning.burn(picture, boxes)
    marks += [Mark(number, region.ground, by_term=False) for region in regions]
    marks += [Mark(number, one.term.ground, by_term=True) for one in found]
    return boxes
