"""PDF from set pages. The fonts are named, not enclosed: every reader of Chinese PDF has one to put in their place."""

from gongkai.foundations.texts.document import Document
from gongkai.foundations.texts.formats import raster
from gongkai.foundations.texts.setting.pdf_objects import PdfFile
from gongkai.foundations.texts.setting.typesetting import HEIGHT, WIDTH, Sheet, typeset

# The name by GB/T 9704 first; a program that lacks it takes one of the same kind, as the descriptor says.
_FONTS = {"body": "FangSong", "bold": "SimHei", "section": "KaiTi", "title": "STSong", "letterhead": "STSong"}
_MOST_DOTS = 2_000  # a side: 300 an inch over the width of the text
_ENCODING = "UniGB-UTF16-H"


def to_pdf(document: Document, *, original: bool = False) -> bytes:
    """The document as PDF on A4; only an original has a red letterhead."""
    file = PdfFile()
    fonts = {style: file.add(_font(file, name)) for style, name in _FONTS.items()}
    names = {style: f"F{number}" for number, style in enumerate(_FONTS)}
    resources = " ".join(f"/{names[style]} {number} 0 R" for style, number in fonts.items())
    pages = file.reserve()
    kids = []
    drawn: dict[str, int] = {}
    for sheet in typeset(document, original=original):
        for picture in sheet.pictures:
            if picture.media.sha256 not in drawn:
                drawn[picture.media.sha256] = file.picture(raster.packed(picture.media.content, _MOST_DOTS))
        content = file.stream(_drawn(sheet, names, drawn))
        used = sorted({drawn[picture.media.sha256] for picture in sheet.pictures})
        pictures = " ".join(f"/P{number} {number} 0 R" for number in used)
        kids.append(
            file.add(
                f"<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 {WIDTH:.2f} {HEIGHT:.2f}] "
                f"/Resources << /Font << {resources} >> /XObject << {pictures} >> >> "
                f"/Contents {content} 0 R >>".encode()
            )
        )
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    file.fill(pages, f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>".encode())
    return file.closed(file.add(f"<< /Type /Catalog /Pages {pages} 0 R /Lang (zh-CN) >>".encode()))


def _font(file: PdfFile, name: str) -> bytes:
    descriptor = file.add(
        f"<< /Type /FontDescriptor /FontName /{name} /Flags 6 /FontBBox [0 -120 1000 880] /ItalicAngle 0 "
        f"/Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>".encode()
    )
    inner = file.add(
        f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{name} /FontDescriptor {descriptor} 0 R "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 "
        "/W [1 95 500 814 939 500] >>".encode()
    )
    return (
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{name}-{_ENCODING} /Encoding /{_ENCODING} "
        f"/DescendantFonts [{inner} 0 R] >>".encode()
    )


def _drawn(sheet: Sheet, fonts: dict[str, str], pictures: dict[str, int]) -> bytes:
    out = [
        f"q {p.width:.2f} 0 0 {p.height:.2f} {p.x:.2f} {HEIGHT - p.y - p.height:.2f} cm "
        f"/P{pictures[p.media.sha256]} Do Q"
        for p in sheet.pictures
    ]
    for stroke in sheet.strokes:
        colour = "1 0 0 RG" if stroke.red else "0 0 0 RG"
        width = 2 if stroke.red else 0.5
        out.append(
            f"{colour} {width} w {stroke.x1:.2f} {HEIGHT - stroke.y1:.2f} m "
            f"{stroke.x2:.2f} {HEIGHT - stroke.y2:.2f} l S"
        )
    for words in sheet.words:
        colour = "1 0 0 rg" if words.style.red else "0 0 0 rg"
        coded = words.text.encode("utf-16-be", "replace").hex()
        out.append(
            f"BT {colour} /{fonts[words.style.font]} {words.style.size:.3f} Tf "
            f"{words.spacing:.3f} Tc 1 0 0 1 {words.x:.2f} {HEIGHT - words.y:.2f} Tm <{coded}> Tj ET"
        )
    return "\n".join(out).encode()
