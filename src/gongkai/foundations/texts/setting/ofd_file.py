"""OFD (GB/T 33190) from set pages."""

import io
import zipfile
from xml.sax.saxutils import escape

from gongkai.foundations.texts.document import Document
from gongkai.foundations.texts.setting.typesetting import MM, Picture, Sheet, Stroke, Words, typeset

_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FONTS = {
    "body": ("2", "仿宋"),
    "bold": ("3", "黑体"),
    "section": ("4", "楷体"),
    "title": ("5", "宋体"),
    "letterhead": ("6", "宋体"),
}
_FIRST_ID = 10
_THEN = (1980, 1, 1, 0, 0, 0)  # the same document always gives the same bytes


def to_ofd(document: Document, *, original: bool = False) -> bytes:
    """The document as OFD on A4; only an original has a red letterhead."""
    sheets = typeset(document, original=original)
    ids = _Ids()
    media = {
        p.media.sha256: (ids.next(), f"{p.media.sha256[:16]}.{p.media.media_type[6:]}", p.media.content)
        for sheet in sheets
        for p in sheet.pictures
    }
    resources = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>" if media else ""
    numbers = {sha256: number for sha256, (number, _, _) in media.items()}
    pages = {f"Doc_0/Pages/Page_{n}/Content.xml": _page(sheet, ids, numbers) for n, sheet in enumerate(sheets)}
    listed = "".join(
        f'<ofd:Page ID="{ids.next()}" BaseLoc="Pages/Page_{number}/Content.xml"/>' for number in range(len(sheets))
    )
    fonts = "".join(f'<ofd:Font ID="{number}" FontName="{name}"/>' for number, name in _FONTS.values())
    main = (
        f"<ofd:Document {_NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>{ids.next()}</ofd:MaxUnitID><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
        f"{resources}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )
    entries: dict[str, str | bytes] = {
        "OFD.xml": f'<ofd:OFD {_NAMESPACE} DocType="OFD" Version="1.1"><ofd:DocBody><ofd:DocInfo>'
        "<ofd:Creator>gongkai</ofd:Creator></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": main,
        "Doc_0/PublicRes.xml": f'<ofd:Res {_NAMESPACE} BaseLoc="Res"><ofd:Fonts>{fonts}</ofd:Fonts></ofd:Res>',
        **pages,
    }
    if media:
        listed = "".join(
            f'<ofd:MultiMedia ID="{number}" Type="Image" Format="{name.rpartition(".")[2].upper()}">'
            f"<ofd:MediaFile>{name}</ofd:MediaFile></ofd:MultiMedia>"
            for number, name, _ in media.values()
        )
        entries["Doc_0/DocumentRes.xml"] = (
            f'<ofd:Res {_NAMESPACE} BaseLoc="Res"><ofd:MultiMedias>{listed}</ofd:MultiMedias></ofd:Res>'
        )
        entries |= {f"Doc_0/Res/{name}": content for _, name, content in media.values()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            whole = content if isinstance(content, bytes) else _HEAD + content
            archive.writestr(zipfile.ZipInfo(name, _THEN), whole, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


class _Ids:
    def __init__(self) -> None:
        self._last = _FIRST_ID

    def next(self) -> int:
        self._last += 1
        return self._last


def _page(sheet: Sheet, ids: _Ids, media: dict[str, int]) -> str:
    drawn = "".join(_picture(picture, ids, media[picture.media.sha256]) for picture in sheet.pictures)
    drawn += "".join(_stroke(stroke, ids) for stroke in sheet.strokes)
    drawn += "".join(_words(words, ids) for words in sheet.words)
    return (
        f"<ofd:Page {_NAMESPACE}><ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:Area>"
        f'<ofd:Content><ofd:Layer ID="{ids.next()}">{drawn}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def _picture(picture: Picture, ids: _Ids, resource: int) -> str:
    x, y, width, height = (length / MM for length in (picture.x, picture.y, picture.width, picture.height))
    return (
        f'<ofd:ImageObject ID="{ids.next()}" Boundary="{x:.3f} {y:.3f} {width:.3f} {height:.3f}" '
        f'CTM="{width:.3f} 0 0 {height:.3f} 0 0" ResourceID="{resource}"/>'
    )


def _words(words: Words, ids: _Ids) -> str:
    size = words.style.size / MM
    letters = [letter for letter in words.text if letter >= " " and not "\ud800" <= letter <= "\udfff"]
    extra = words.spacing / MM
    steps = " ".join(f"{size * (0.5 if letter.isascii() else 1) + extra:.3f}" for letter in letters[:-1])
    colour = "255 0 0" if words.style.red else "0 0 0"
    left, top = words.x / MM, words.y / MM - 0.88 * size
    return (
        f'<ofd:TextObject ID="{ids.next()}" Boundary="{left:.3f} {top:.3f} {words.width / MM + 1:.3f} {size:.3f}" '
        f'Font="{_FONTS[words.style.font][0]}" Size="{size:.3f}"><ofd:FillColor Value="{colour}"/>'
        f'<ofd:TextCode X="0" Y="{0.88 * size:.3f}" DeltaX="{steps}">{escape("".join(letters))}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def _stroke(stroke: Stroke, ids: _Ids) -> str:
    x, y = min(stroke.x1, stroke.x2) / MM, min(stroke.y1, stroke.y2) / MM
    width, height = abs(stroke.x2 - stroke.x1) / MM, abs(stroke.y2 - stroke.y1) / MM
    colour = "255 0 0" if stroke.red else "0 0 0"
    return (
        f'<ofd:PathObject ID="{ids.next()}" Boundary="{x:.3f} {y:.3f} {width + 0.2:.3f} {height + 0.2:.3f}" '
        f'LineWidth="{0.7 if stroke.red else 0.18}"><ofd:StrokeColor Value="{colour}"/>'
        f"<ofd:AbbreviatedData>M 0 0 L {width:.3f} {height:.3f}</ofd:AbbreviatedData></ofd:PathObject>"
    )
