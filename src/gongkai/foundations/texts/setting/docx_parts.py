"""The fixed parts of a DOCX."""

from collections.abc import Iterable, Mapping

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_OFFICE}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

ROOT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
FOOTER = (
    f'{_HEAD}<w:ftr {_NAMESPACES}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
    '<w:r><w:t xml:space="preserve">— </w:t></w:r>'
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
)
TABLE_PROPERTIES = (
    '<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders></w:tblPr>"
)
PICTURE = (
    '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="{width}" cy="{height}"/><wp:docPr id="1" name="p" descr={alt}/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
    '<pic:nvPicPr><pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/>'
    '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)
# style: name, font, half points, twentieths of a point between lines, indent in hundredths of a character, alignment
_STYLES = {
    "body": ("Body Text", "仿宋", 32, 580, 200, "both"),
    "letterhead": ("Letterhead", "方正小标宋简体", 60, 1120, 0, "center"),
    "number": ("Document Number", "仿宋", 32, 580, 0, "center"),
    "title": ("Document Title", "方正小标宋简体", 44, 720, 0, "center"),
    "addressees": ("Addressees", "仿宋", 32, 580, 0, "both"),
    "chapter": ("Chapter", "黑体", 32, 580, 200, "both"),
    "section": ("Section", "楷体", 32, 580, 200, "both"),
    "signature": ("Signature Block", "仿宋", 32, 580, 0, "right"),
    "date": ("Date of Document", "仿宋", 32, 580, 0, "right"),
    "imprint": ("Imprint", "仿宋", 28, 480, 0, "both"),
    "cell": ("Table Cell", "仿宋", 24, 340, 0, "left"),
} | {f"heading{n}": (f"heading {n}", "黑体", 32, 580, 200, "both") for n in range(1, 10)}


def document(body: str) -> str:
    """The main part: A4, margins and 22 lines a page as the standard asks."""
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" '
        'w:header="851" w:footer="1400" w:gutter="0"/>'
        '<w:docGrid w:type="linesAndChars" w:linePitch="580"/></w:sectPr>'
    )
    return f"{_HEAD}<w:document {_NAMESPACES}><w:body>{body}{section}</w:body></w:document>"


def styles() -> str:
    """The styles, with the fonts the standard names; a program without them takes its own."""
    written = "".join(
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/><w:pPr>'
        f'<w:spacing w:line="{line}" w:lineRule="exact"/><w:ind w:firstLineChars="{indent}"/><w:jc w:val="{align}"/>'
        f'{_outline_level(style)}</w:pPr><w:rPr><w:rFonts w:eastAsia="{font}" w:ascii="Times New Roman"/>'
        f'{_red(style)}<w:sz w:val="{size}"/></w:rPr></w:style>'
        for style, (name, font, size, line, indent, align) in _STYLES.items()
    )
    return f"{_HEAD}<w:styles {_NAMESPACES}>{written}</w:styles>"


def _outline_level(style: str) -> str:
    return f'<w:outlineLvl w:val="{int(style[7:]) - 1}"/>' if style.startswith("heading") else ""


def _red(style: str) -> str:
    return '<w:color w:val="FF0000"/>' if style == "letterhead" else ""


def footnotes(notes: Iterable[tuple[int, str]]) -> str:
    """The footnotes; their words are escaped already."""
    written = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:footnote>'
        for number, text in notes
    )
    return f"{_HEAD}<w:footnotes {_NAMESPACES}>{written}</w:footnotes>"


def relations(pictures: Mapping[str, str]) -> str:
    """What the main part refers to."""
    targets = {
        "styles": ("styles", "styles.xml"),
        "notes": ("footnotes", "footnotes.xml"),
        "footer": ("footer", "footer1.xml"),
    }
    targets |= {f"m{sha256[:16]}": ("image", f"media/{name}") for sha256, name in pictures.items()}
    written = "".join(
        f'<Relationship Id="{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in targets.items()
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{written}</Relationships>'


def content_types(extensions: Iterable[str]) -> str:
    """What kind each part is of."""
    kinds = "".join(f'<Default Extension="{e}" ContentType="image/{e}"/>' for e in sorted(extensions))
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for name, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("footnotes", "footnotes"),
            ("footer1", "footer"),
        )
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{kinds}{overrides}</Types>'
    )
