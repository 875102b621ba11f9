"""DOCX, read from its XML piece by piece, so that a long document needs no more memory than a short one."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from gongkai.foundations.texts.document import (
    Block,
    Document,
    Footnote,
    Heading,
    Hidden,
    Image,
    Media,
    Notice,
    Paragraph,
)
from gongkai.foundations.texts.formats import images, office
from gongkai.foundations.texts.formats.docx_links import Links
from gongkai.foundations.texts.formats.docx_numbering import Numbering
from gongkai.foundations.texts.formats.docx_tables import table_of
from gongkai.foundations.texts.formats.docx_words import FALLBACK, TEXT_BOX, W, number_of, text_of, unseen
from gongkai.foundations.texts.formats.packages import PARSER, Package, beside, broken
from gongkai.foundations.texts.limits import empty, too_complex, too_many_blocks

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MAIN = "word/document.xml"
_CHUNK = 256 * 1024
_BLANK = " \t\u3000\u00a0\ufeff"


def parse(package: Package) -> Document:
    """Paragraphs, headings by style, tables with merged cells, pictures, text boxes, footnotes and endnotes.

    Tracked deletions and comments never become text; that there were some is said in the notices.
    """
    reader = _Reader(package)
    blocks: list[Block] = []
    for element in _body(package):
        blocks += reader.element(element)
        if len(blocks) > package.limits.blocks:
            raise too_many_blocks(package.limits)
    blocks += reader.notes("word/footnotes.xml", "footnote")
    blocks += reader.notes("word/endnotes.xml", "endnote")
    if not blocks:
        raise empty()
    return Document(
        tuple(blocks),
        tuple(reader.media.values()),
        tuple(reader.notices()),
        "docx",
        attachments=tuple(office.embedded(package)),
        hidden=tuple(dict.fromkeys(item for item in reader.hidden() if item.text)),
        links=tuple(reader.links.all()),
    )


def _body(package: Package) -> Iterator[Any]:
    """The elements of the body one by one; each is forgotten before the next."""
    content = package.xml(_MAIN) or b""
    parser = etree.XMLPullParser(events=("end",), tag=[f"{W}p", f"{W}tbl", f"{W}sdt"], **PARSER)
    body, marks = f"{W}body", 0
    try:
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            marks += chunk.count(b"<") + chunk.count(b"=")
            if marks > package.limits.marks:
                raise too_complex()
            parser.feed(chunk)
            for _, found in parser.read_events():
                element: Any = found
                parent = element.getparent()
                if parent is not None and parent.tag == body:
                    yield element
                    _forget(element, parent)
                    marks = 0
        root = parser.close()
    except etree.XMLSyntaxError as error:
        raise broken() from error
    if root.find(body) is None:
        raise broken()


def _forget(element: Any, parent: Any) -> None:
    element.clear()
    while element.getprevious() is not None:
        del parent[0]


class _Reader:
    def __init__(self, package: Package) -> None:
        self.media: dict[str, Media] = {}
        self._package = package
        styles = package.part("word/styles.xml")
        self._levels = _heading_styles(styles)
        self._numbering = Numbering.read(package.part("word/numbering.xml"), styles)
        self._targets: dict[str, str] = {}
        outside: dict[str, str] = {}
        for relation in self._items("word/_rels/document.xml.rels"):
            number, target = relation.get("Id", ""), relation.get("Target", "")
            if relation.get("TargetMode") == "External":
                outside[number] = target
            else:
                self._targets[number] = beside(_MAIN, target)
        self.links = Links(outside)
        self._inserted = False
        self._unseen: list[Hidden] = []

    def notices(self) -> Iterator[Notice]:
        if any(item.kind == "deletion" for item in self._unseen):
            yield Notice("tracked_deletions", "文件含有修订痕迹，已删除的文字没有导入。")
        if self._inserted:
            yield Notice("tracked_insertions", "文件含有尚未接受的插入文字，已按接受导入：请核对。")
        if "word/comments.xml" in self._package.names:
            yield Notice("comments", "文件含有批注，批注没有导入。")
        yield from office.macros(self._package)

    def hidden(self) -> Iterator[Hidden]:
        """What the file holds and does not show."""
        yield from self._unseen
        for comment in self._items("word/comments.xml"):
            yield Hidden("comment", comment.get(f"{W}author", ""))
            yield Hidden("comment", "".join(comment.itertext()).strip())
        yield from office.properties(self._package)

    def _items(self, part: str) -> Any:
        root = self._package.part(part)
        return () if root is None else root

    def element(self, element: Any) -> Iterator[Block]:
        """The blocks of one element of the body."""
        self._unseen += unseen(element)
        self.links.see(element)
        if not self._inserted:
            self._inserted = next(element.iter(f"{W}ins", f"{W}moveTo"), None) is not None
        yield from self._blocks([element])

    def _blocks(self, elements: Any) -> Iterator[Block]:
        for element in elements:
            if element.tag == f"{W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{W}tbl":
                yield from table_of(element)
                yield from self._images(element)
            elif element.tag == f"{W}sdt":
                content = element.find(f"{W}sdtContent")
                yield from () if content is None else self._blocks(content)

    def _paragraph(self, element: Any) -> Iterator[Block]:
        properties = element.find(f"{W}pPr")
        named = None if properties is None else properties.find(f"{W}pStyle")
        style = "" if named is None else named.get(f"{W}val", "")
        level = self._levels.get(style)
        text = text_of(element)
        label = self._numbering.label(properties, style) if text.strip(_BLANK) else ""
        for line in f"{label}{text.lstrip(_BLANK)}".split("\n"):
            words = line.strip(_BLANK)
            if words:
                yield Heading(level, words) if level else Paragraph(words)
        for box in element.iter(TEXT_BOX):
            # Word writes every text box twice, the second time for older programs.
            if not any(above.tag in {FALLBACK, TEXT_BOX} for above in box.iterancestors()):
                yield from self._blocks(box)
        yield from self._images(element)

    def _images(self, element: Any) -> Iterator[Block]:
        for blip in element.iter(f"{_A}blip"):
            name = self._targets.get(blip.get(f"{_R}embed", ""), "")
            if name not in self._package.names:
                continue
            picture = images.media(self._package.content(name), name.rsplit("/", 1)[-1])
            if picture is not None:
                self.media[picture.sha256] = picture
                described = next((d for a in blip.iterancestors() for d in a.findall(f"{_WP}docPr")), None)
                yield Image(picture.sha256, "" if described is None else described.get("descr", ""))

    def notes(self, part: str, kind: str) -> Iterator[Block]:
        """Footnotes or endnotes; the separators among them are none."""
        root = self._package.part(part)
        for note in () if root is None else root.findall(f"{W}{kind}"):
            if note.get(f"{W}type") in {None, "normal"}:
                text = " ".join(text_of(p).strip() for p in note.iter(f"{W}p")).strip()
                yield Footnote(note.get(f"{W}id", ""), " ".join(text.split()))


def _heading_styles(root: Any) -> dict[str, int]:
    levels: dict[str, int] = {}
    for style in () if root is None else root.iter(f"{W}style"):
        name = style.find(f"{W}name")
        words = "" if name is None else (name.get(f"{W}val") or "").lower()
        level = number_of(words.removeprefix("heading ")) if words.startswith("heading ") else None
        if level is None and (outlined := style.find(f"{W}pPr/{W}outlineLvl")) is not None:
            depth = number_of(outlined.get(f"{W}val", ""))
            level = None if depth is None else depth + 1
        if level is not None and 1 <= level <= 9:
            levels[style.get(f"{W}styleId", "")] = level
    return levels
