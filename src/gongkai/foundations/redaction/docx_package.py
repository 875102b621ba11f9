"""The new package of a redacted DOCX: parts, what they are, and what refers to what."""

import io
import re
import zipfile
from collections import defaultdict
from typing import Any

from lxml import etree

from gongkai.foundations.redaction.docx_rules import WP, A, R, W

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PICTURE_URI = f"{A[1:-5]}picture"
# The names of entries that a redacted package may have.
ALLOWED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|word/(?:document|styles|numbering|footnotes|endnotes|(?:header|footer)\d+)\.xml"
    r"|word/_rels/(?:document|(?:header|footer)\d+)\.xml\.rels|word/media/p\d+\.(?:png|jpeg)"
)
_PIC = f"{{{PICTURE_URI}}}"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DOTS = 9525  # English Metric Units a dot at 96 an inch
_WIDEST = 5_400_000  # English Metric Units: 15 cm
_DAY = (1980, 1, 1, 0, 0, 0)  # what a package says of its entries must be a day; this one tells nothing


class Written:
    """The entries so far."""

    def __init__(self) -> None:
        self._parts: dict[str, bytes] = {}
        self._kinds: dict[str, str] = {}
        self._relations: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        self._named: dict[str, str] = {}

    def add_part(self, owner: str, name: str, kind: str, root: Any, *, was: str = "") -> str:
        """Add a part that ``owner`` refers to (the package itself when empty); ``was`` is its name in the original."""
        self._parts[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
        self._kinds[name] = f"{_KIND}.{'document.main' if kind == 'document' else kind}+xml"
        self._named[was or name] = name
        return self._relate(owner, kind if owner else "officeDocument", name)

    def add_picture(self, owner: str, content: bytes, file: str) -> str:
        """Add a picture that a part refers to, by the part's name in the original; answers the relation."""
        self._parts[f"word/media/{file}"] = content
        return self._relate(owner, "image", f"word/media/{file}")

    def _relate(self, owner: str, kind: str, target: str) -> str:
        relations = self._relations[owner]
        relations.append((f"r{len(relations) + 1}", kind, target))
        return relations[-1][0]

    def packed(self) -> bytes:
        """The package; its entries tell no day and no program."""
        out = io.BytesIO()
        entries = {"[Content_Types].xml": self._content_types(), **self._related(), **self._parts}
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in entries.items():
                entry = zipfile.ZipInfo(name, _DAY)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, content)
        return out.getvalue()

    def _related(self) -> dict[str, bytes]:
        written = {}
        space = f"{{{_PACKAGE}/relationships}}"
        for owner, relations in self._relations.items():
            root = etree.Element(f"{space}Relationships")
            for number, kind, target in relations:
                to = {"Id": number, "Type": f"{R[1:-1]}/{kind}", "Target": f"/{target}"}
                etree.SubElement(root, f"{space}Relationship", to)
            folder, _, file = self._named.get(owner, owner).rpartition("/")
            name = f"{folder}/_rels/{file}.rels".lstrip("/")
            written[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
        return written

    def _content_types(self) -> bytes:
        space = f"{_PACKAGE}/content-types"
        root = etree.Element(f"{{{space}}}Types")
        defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
        for extension, kind in (defaults | {"png": "image/png", "jpeg": "image/jpeg"}).items():
            etree.SubElement(root, f"{{{space}}}Default", Extension=extension, ContentType=kind)
        for name, kind in self._kinds.items():
            etree.SubElement(root, f"{{{space}}}Override", PartName=f"/{name}", ContentType=kind)
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def drawing(relation: str, number: int, size: tuple[str, str], dots: tuple[int, int]) -> Any:
    """A picture in the line, as large as it was drawn; it says nothing of itself but its number."""
    width, height = (int(side) if side.isascii() and side.isdecimal() else 0 for side in size)
    if not width or not height:
        width = min(dots[0] * _DOTS, _WIDEST)
        height = width * dots[1] // dots[0]
    across, down, name = str(width), str(height), f"p{number}"
    root = etree.Element(f"{W}drawing")
    inline = etree.SubElement(root, f"{WP}inline")
    etree.SubElement(inline, f"{WP}extent", cx=across, cy=down)
    etree.SubElement(inline, f"{WP}docPr", id=str(number), name=name)
    data = etree.SubElement(etree.SubElement(inline, f"{A}graphic"), f"{A}graphicData", uri=PICTURE_URI)
    picture = etree.SubElement(data, f"{_PIC}pic")
    told = etree.SubElement(picture, f"{_PIC}nvPicPr")
    etree.SubElement(told, f"{_PIC}cNvPr", id=str(number), name=name)
    etree.SubElement(told, f"{_PIC}cNvPicPr")
    fill = etree.SubElement(picture, f"{_PIC}blipFill")
    etree.SubElement(fill, f"{A}blip", {f"{R}embed": relation})
    etree.SubElement(etree.SubElement(fill, f"{A}stretch"), f"{A}fillRect")
    shape = etree.SubElement(picture, f"{_PIC}spPr")
    placed = etree.SubElement(shape, f"{A}xfrm")
    etree.SubElement(placed, f"{A}off", x="0", y="0")
    etree.SubElement(placed, f"{A}ext", cx=across, cy=down)
    etree.SubElement(etree.SubElement(shape, f"{A}prstGeom", prst="rect"), f"{A}avLst")
    return root
