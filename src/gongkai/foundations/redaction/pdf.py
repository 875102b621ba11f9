"""PDF: each page is painted as it is seen, the boxes are burnt in, and a new file holds nothing but these paintings.

So there is nothing to overlook: no text, layer, form field, note, attachment, earlier revision or property goes along.
"""

import pypdfium2
import pypdfium2.raw as pdfium
from PIL.Image import Image

from gongkai.foundations.redaction import burning, proof
from gongkai.foundations.redaction.burning import Box
from gongkai.foundations.redaction.marks import Mark, Redacted
from gongkai.foundations.redaction.painting import PaintedPages
from gongkai.foundations.redaction.plan import Plan, no_such_page
from gongkai.foundations.redaction.searching import on_page
from gongkai.foundations.texts.formats import pdf, raster

MOST_PAGES = 1_000
DPI = 200
_POINTS = 72


def redact(content: bytes, plan: Plan) -> Redacted:
    """The file with the plan's boxes and words burnt in. Raises ``UnreadableFileError`` and ``RedactionError``."""
    out, marks, unsearched = PaintedPages(), list[Mark](), list[int]()
    burnt: list[list[Box]] = []
    with pdf.opened(content, most=MOST_PAGES) as file:
        if any(region.page > len(file) for region in plan.regions):
            raise no_such_page(len(file))
        for number in range(1, len(file) + 1):
            page = flat(file, number - 1)
            picture = painted(page)
            drawn = [region for region in plan.regions if region.page == number]
            found, searched = on_page(page, picture, plan.terms)
            boxes = [burning.box_of(region, picture.size) for region in drawn]
            boxes += [box for one in found for box in one.boxes]
            burning.burn(picture, boxes)
            out.add(picture, page.get_size())
            page.close()
            burnt.append(boxes)
            marks += [Mark(number, region.ground, by_term=False) for region in drawn]
            marks += [Mark(number, one.term.ground, by_term=True) for one in found]
            unsearched += [] if searched else [number]
    done = out.closed()
    proof.of_pdf(done, burnt)
    return Redacted(done, "application/pdf", "pdf", tuple(marks), tuple(unsearched))


def painted(page: pypdfium2.PdfPage) -> Image:
    """The page as it is shown, at ``DPI`` or as large as a picture may be."""
    width, height = page.get_size()
    scale = min(DPI / _POINTS, (raster.MOST_PIXELS / (width * height)) ** 0.5)
    picture: Image = page.render(scale=scale).to_pil()
    return picture.convert("RGB")


def flat(file: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    """The page with its notes and form fields as part of what is written on it, so that words in them are found."""
    page = file[number]
    if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
        page.close()
        page = file[number]
    return page
