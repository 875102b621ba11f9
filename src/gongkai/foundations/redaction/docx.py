"""DOCX: a new package of the parts a reader sees, copied name by name, with masks for the words withheld.

Left behind by not being copied: tracked changes, comments, hidden letters, properties, links, bookmarks, field codes,
form controls, embedded files, programs, custom XML, themes and the descriptions of pictures.
"""

from typing import Any

from lxml import etree

from gongkai.foundations.redaction import burning, docx_package, proof
from gongkai.foundations.redaction.docx_copy import Copier
from gongkai.foundations.redaction.docx_package import Written
from gongkai.foundations.redaction.docx_rules import R, W
from gongkai.foundations.redaction.marks import Mark, Redacted
from gongkai.foundations.redaction.painting import encoded
from gongkai.foundations.redaction.plan import Plan, no_such_page
from gongkai.foundations.redaction.searching import in_picture
from gongkai.foundations.texts.formats import raster, recognition
from gongkai.foundations.texts.formats.packages import Package, beside, broken
from gongkai.foundations.texts.limits import UnreadableFileError

MAIN = "word/document.xml"
_NOTES = {"word/footnotes.xml": "footnotes", "word/endnotes.xml": "endnotes"}
_PAGES_EDGES = {f"{W}headerReference": "header", f"{W}footerReference": "footer"}


def redact(package: Package, plan: Plan) -> Redacted:
    """The file with the plan's words masked and its boxes burnt into the pictures, which are counted from 1."""
    return _Copy(package, plan).finished()


class _Copy:
    def __init__(self, package: Package, plan: Plan) -> None:
        self._package, self._plan = package, plan
        self._written = Written()
        self._marks: list[Mark] = []
        self._unsearched: list[int] = []
        self._pictures = 0
        self._copier = Copier(package.part("word/styles.xml"), plan.terms, self._picture)

    def finished(self) -> Redacted:
        main = self._root(MAIN)
        copied = self._copier.part(MAIN, main)
        for number, reference in enumerate(copied.iter(*_PAGES_EDGES)):
            reference.set(f"{R}id", self._edge(reference, number))
        for name, kind in (("word/styles.xml", "styles"), ("word/numbering.xml", "numbering"), *_NOTES.items()):
            if (root := self._package.part(name)) is not None:
                self._written.add_part(MAIN, name, kind, self._copier.part(name, root))
        self._written.add_part("", MAIN, "document", copied)
        if any(region.page > self._pictures for region in self._plan.regions):
            raise no_such_page(self._pictures)
        content = self._written.packed()
        proof.of_package(content, self._plan.terms, docx_package.ALLOWED)
        marks = [*self._marks, *(Mark(0, hit.term.ground, by_term=True) for hit in self._copier.hits)]
        left_out = dict(self._copier.left_out)
        return Redacted(content, docx_package.MEDIA_TYPE, "docx", tuple(marks), tuple(self._unsearched), left_out)

    def _root(self, name: str) -> Any:
        root = self._package.part(name)
        if root is None:
            raise broken()
        return root

    def _target(self, part: str, relation: str) -> str:
        """The part that a relation of another part leads to; empty when it leads nowhere or out of the file."""
        folder, _, file = part.rpartition("/")
        listed = self._package.part(f"{folder}/_rels/{file}.rels")
        for one in () if listed is None else listed:
            if one.get("Id") == relation and one.get("TargetMode") != "External":
                name = beside(part, one.get("Target", ""))
                return name if name in self._package.names else ""
        return ""

    def _edge(self, reference: Any, number: int) -> str:
        """The header or footer that a section refers to, copied; answers its new relation."""
        kind, name = _PAGES_EDGES[reference.tag], self._target(MAIN, reference.get(f"{R}id", ""))
        if not name:
            return self._written.add_part(MAIN, f"word/{kind}{number}.xml", kind, _blank(kind))
        copied = self._copier.part(name, self._root(name))
        return self._written.add_part(MAIN, f"word/{kind}{number}.xml", kind, copied, was=name)

    def _picture(self, part: str, relation: str, size: tuple[str, str]) -> Any:
        """The drawing of a picture, its dots written anew with the boxes burnt in; ``None`` when it has no dots."""
        name = self._target(part, relation)
        try:
            picture = raster.opened(self._package.content(name)) if name else None
        except UnreadableFileError:
            picture = None
        if picture is None:
            return None
        self._pictures += 1
        number = self._pictures
        regions = [region for region in self._plan.regions if region.page == number]
        boxes = [burning.box_of(region, picture.size) for region in regions]
        self._marks += [Mark(number, region.ground, by_term=False) for region in regions]
        if self._plan.terms and recognition.is_installed():
            found = list(in_picture(picture, self._plan.terms))
            boxes += [box for one in found for box in one.boxes]
            self._marks += [Mark(number, one.term.ground, by_term=True) for one in found]
        elif self._plan.terms:
            self._unsearched.append(number)
        burning.burn(picture, boxes)
        kind = "jpeg" if self._package.content(name).startswith(b"\xff\xd8\xff") else "png"
        new = self._written.add_picture(part, encoded(picture, kind.upper()), f"p{number}.{kind}")
        return docx_package.drawing(new, number, size, picture.size)


def _blank(kind: str) -> Any:
    return etree.Element(f"{W}{'hdr' if kind == 'header' else 'ftr'}")
