"""OFD (GB/T 33190): the words of its pages in reading order, its attachments and signatures."""

from collections.abc import Iterator
from typing import Any

from gongkai.foundations.texts.document import Block, Document, Hidden, Media, Notice, Place
from gongkai.foundations.texts.formats import images
from gongkai.foundations.texts.formats.ofd_pages import PageReader, box_of
from gongkai.foundations.texts.formats.ofd_signatures import signatures_of
from gongkai.foundations.texts.formats.packages import Package, beside, broken
from gongkai.foundations.texts.formats.unreadable import unreadable
from gongkai.foundations.texts.layout import Page, arrange
from gongkai.foundations.texts.limits import UnreadableFileError, empty, too_complex, too_many_blocks

ENTRY = "OFD.xml"
_MOST_PAGES = 3_000
_MOST_PIECES = 1_000_000
_TELLING = ("Title", "Author", "Subject", "Abstract", "Keyword", "CustomData")
_A4 = (0.0, 0.0, 210.0, 297.0)


def parse(package: Package) -> Document:
    """Paragraphs in reading order, tables drawn with lines, pictures; stamps and other annotations are no text."""
    root = package.part(ENTRY)
    name = None if root is None else next((e.text for e in root.iter("{*}DocRoot")), None)
    main = beside(ENTRY, (name or "").strip())
    document = package.part(main)
    if document is None:
        raise broken()
    file = _File(package, main, document)
    blocks: list[Block] = []
    places: list[Place] = []
    for block, place in arrange(list(file.pages())):
        blocks.append(block)
        places.append(place)
        if len(blocks) > package.limits.blocks:
            raise too_many_blocks(package.limits)
    if not blocks:
        raise empty()
    numbers = {page_id: number for number, (page_id, _) in enumerate(file.listed, 1)}
    return Document(
        tuple(blocks),
        tuple(file.media.values()),
        (*file.notices(), *unreadable(blocks)),
        "ofd",
        tuple(places),
        tuple(file.attachments()),
        signatures_of(package, root, numbers),
        (*_properties(root), *file.said_by_annotations()),
    )


def _properties(root: Any) -> Iterator[Hidden]:
    """What the file says of its author and its subject."""
    for information in root.iter("{*}DocInfo"):
        for item in information.iter(*(f"{{*}}{name}" for name in _TELLING)):
            if words := (item.text or "").strip():
                yield Hidden("property", words)


class _File:
    def __init__(self, package: Package, main: str, document: Any) -> None:
        self.media: dict[str, Media] = {}
        self._package, self._main, self._document = package, main, document
        self.listed = [
            (page.get("ID", ""), beside(main, page.get("BaseLoc", "")))
            for pages in document.findall("{*}Pages")
            for page in pages.findall("{*}Page")
        ]
        if len(self.listed) > _MOST_PAGES:
            raise UnreadableFileError(
                "too_many_pages", f"文件超过 {_MOST_PAGES} 页：请拆分后再导入。", limit=_MOST_PAGES
            )
        self._templates = {
            template.get("ID", ""): beside(main, template.get("BaseLoc", ""))
            for template in document.iter("{*}TemplatePage")
        }
        self._pictures = self._resources()
        self._annotated = False

    def pages(self) -> Iterator[Page]:
        """Every page with its templates; those that are listed but not there are broken."""
        usual = box_of(self._document.find("{*}CommonData/{*}PageArea/{*}PhysicalBox")) or _A4
        pieces = 0
        for _, name in self.listed:
            root = self._package.part(name)
            if root is None:
                raise broken()
            left, top, width, height = box_of(root.find("{*}Area/{*}PhysicalBox")) or usual
            page = Page(width, height)
            reader = PageReader(page, left, top, self._picture)
            for used in root.findall("{*}Template"):
                template = self._package.part(self._templates.get(used.get("TemplateID", ""), ""))
                if template is not None:
                    reader.read(template)
            reader.read(root)
            pieces += len(page.pieces)
            if pieces > _MOST_PIECES:
                raise too_complex()
            yield page

    def notices(self) -> Iterator[Notice]:
        """What the pages show besides their words."""
        kinds, words = self._annotations()
        if kinds:
            said = f"“{words[:40]}”" if words else "、".join(kinds)
            yield Notice("annotations", f"文件含有批注、印章或水印（{said}），没有导入：请核对。")

    def attachments(self) -> Iterator[Media]:
        """The files carried along."""
        at = self._document.find("{*}Attachments")
        listed = beside(self._main, (at.text or "").strip()) if at is not None else ""
        root = self._package.part(listed)
        for item in () if root is None else root.iter("{*}Attachment"):
            place = item.find("{*}FileLoc")
            name = self._located(listed, place.text or "") if place is not None else ""
            if name:
                content = self._package.content(name)
                found = images.media(content, item.get("Name", ""))
                yield found or images.other(content, item.get("Name") or name.rsplit("/", 1)[-1])

    def said_by_annotations(self) -> Iterator[Hidden]:
        """All their words: they lie over the pages and are no part of the text."""
        _, words = self._annotations()
        if words:
            yield Hidden("annotation", words)

    def _annotations(self) -> tuple[list[str], str]:
        """The kinds of annotations, and what they say."""
        at = self._document.find("{*}Annotations")
        listed = beside(self._main, (at.text or "").strip()) if at is not None else ""
        root = self._package.part(listed)
        kinds: list[str] = []
        words: list[str] = []
        for location in () if root is None else root.iter("{*}FileLoc"):
            page = self._package.part(beside(listed, (location.text or "").strip()))
            if page is not None:
                kinds += [annotation.get("Type", "") for annotation in page.iter("{*}Annot")]
                words += [code.text or "" for code in page.iter("{*}TextCode")]
        return list(dict.fromkeys(kinds)), "".join("".join(dict.fromkeys(words)).split())

    def _located(self, part: str, location: str) -> str:
        """The name of a file in the package, relative to the part or, as some programs write it, to the root."""
        location = location.strip()
        candidates = (beside(part, location), location.lstrip("/"))
        return next((name for name in candidates if name in self._package.names), "")

    def _resources(self) -> dict[str, str]:
        """Where the pictures are, by their number."""
        found: dict[str, str] = {}
        for location in self._document.findall("{*}CommonData/*"):
            if not str(location.tag).endswith(("}PublicRes", "}DocumentRes")):
                continue
            name = beside(self._main, (location.text or "").strip())
            root = self._package.part(name)
            base = "" if root is None else root.get("BaseLoc", "")
            for media in () if root is None else root.iter("{*}MultiMedia"):
                file = media.find("{*}MediaFile")
                words = "" if file is None else (file.text or "").strip()
                place = self._located(beside(name, f"{base}/x" if base else "x"), words) or self._located(name, words)
                if place:
                    found[media.get("ID", "")] = place
        return found

    def _picture(self, number: str) -> str | None:
        """The digest of a picture, which becomes one of the document's media."""
        name = self._pictures.get(number)
        picture = None if name is None else images.media(self._package.content(name), name.rsplit("/", 1)[-1])
        if picture is None:
            return None
        self.media[picture.sha256] = picture
        return picture.sha256
