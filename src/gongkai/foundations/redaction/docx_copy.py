"""Copying the parts of a DOCX that a reader sees, name by name, into elements that never were in the original."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from lxml import etree

from gongkai.foundations.redaction.docx_rules import (
    ATTRIBUTES,
    BUILT_IN,
    KEPT,
    LEFT_OUT,
    MC,
    UNWRAPPED,
    WP,
    A,
    M,
    R,
    W,
)  # fmt: skip
from gongkai.foundations.redaction.matching import Hit, hits, without
from gongkai.foundations.redaction.plan import Term

NAMES = {"w": W[1:-1], "r": R[1:-1], "a": A[1:-1], "wp": WP[1:-1], "pic": f"{A[1:-5]}picture"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_STYLE_REFERENCES = frozenset(f"{W}{name}" for name in ("pStyle", "rStyle", "basedOn", "next", "link"))
_NUMBERS_OF_PAGES = ("PAGE", "NUMPAGES")

# Given the relation of a picture in a part, and its size as drawn, what stands in its place.
Pictures = Callable[[str, str, tuple[str, str]], Any]


class Copier:
    """Copies the parts of one file; ``hits`` are the words withheld, ``left_out`` counts what a reader will miss."""

    def __init__(self, styles: Any, terms: tuple[Term, ...], pictures: Pictures) -> None:
        self.hits: list[Hit] = []
        self.left_out: Counter[str] = Counter()
        self._terms, self._pictures = terms, pictures
        listed = [] if styles is None else [s.get(f"{W}styleId", "") for s in styles.iter(f"{W}style")]
        self._styles = {name: f"s{number}" for number, name in enumerate(listed, 1)}
        self._part = ""
        self._beside: list[Any] = []
        self._skipping = False

    def part(self, name: str, root: Any) -> Any:
        """The part of this name, copied."""
        self._part = name
        copied = etree.Element(root.tag, nsmap=NAMES)
        self._into(copied, root)
        return copied

    def _into(self, copied: Any, element: Any) -> None:
        for child in element:
            tag = child.tag
            if tag in UNWRAPPED:
                self._field(copied, child) if tag == f"{W}fldSimple" else self._into(copied, child)
            elif tag == f"{W}sdt":
                self._into(copied, child.find(f"{W}sdtContent") if child.find(f"{W}sdtContent") is not None else ())
            elif tag == f"{MC}AlternateContent":
                self._into(copied, child[0] if len(child) else ())
            elif tag in LEFT_OUT:
                self._drawing(copied, child)
            elif tag == f"{M}t":
                self._letters(etree.SubElement(copied, f"{W}r"), child.text)
            elif tag in KEPT and not self._passed_over(copied, child):
                self._keep(copied, child)

    def _passed_over(self, copied: Any, child: Any) -> bool:
        """Runs in hidden letters, and those of a page number, which is set anew."""
        if child.tag != f"{W}r":
            return False
        for mark in child.iter(f"{W}fldChar", f"{W}instrText"):
            if mark.tag == f"{W}instrText" and (number := _page_number(mark.text)):
                _set_number(copied, number)
                self._skipping = True
            elif mark.get(f"{W}fldCharType") == "end" and self._skipping:
                self._skipping = False
                return True
        hidden = child.find(f"{W}rPr/{W}vanish")
        return self._skipping or (hidden is not None and hidden.get(f"{W}val", "1") not in {"0", "false", "off"})

    def _field(self, copied: Any, field: Any) -> None:
        number = _page_number(field.get(f"{W}instr"))
        if number:
            _set_number(copied, number)
        else:
            self._into(copied, field)

    def _keep(self, copied: Any, child: Any) -> None:
        if child.tag == f"{W}t":
            self._letters(copied, child.text)
            return
        kept = etree.SubElement(copied, child.tag, self._attributes(child))
        self._into(kept, child)
        if child.tag == f"{W}style":
            self._name(kept, child)
        elif child.tag == f"{W}p":
            self._withhold(kept)
            # Text boxes stand behind their paragraph, as the reader of such files has them.
            for beside in self._beside:
                copied.append(beside)
            self._beside = []

    def _letters(self, run: Any, words: str | None) -> None:
        text = etree.SubElement(run, f"{W}t", {_SPACE: "preserve"})
        text.text = words or ""

    def _attributes(self, element: Any) -> dict[str, str]:
        kept = {n: v for n, v in element.attrib.items() if n.startswith(W) and n[len(W) :] in ATTRIBUTES}
        if element.tag in _STYLE_REFERENCES:
            kept[f"{W}val"] = self._styles.get(kept.get(f"{W}val", ""), "s0")
        if element.tag == f"{W}style":
            kept[f"{W}styleId"] = self._styles[element.get(f"{W}styleId", "")]
        if element.tag in {f"{W}headerReference", f"{W}footerReference"}:
            kept[f"{R}id"] = element.get(f"{R}id", "")
        return kept

    def _name(self, kept: Any, style: Any) -> None:
        named = style.find(f"{W}name")
        name = "" if named is None else named.get(f"{W}val", "")
        shown = name if name.lower() in BUILT_IN else kept.get(f"{W}styleId")
        kept.insert(0, etree.Element(f"{W}name", {f"{W}val": shown}))

    def _withhold(self, paragraph: Any) -> None:
        texts = list(paragraph.iter(f"{W}t"))
        found, at = hits("".join(text.text for text in texts), self._terms), 0
        self.hits += found
        for text in texts if found else ():
            words = text.text
            text.text = without(words, found, at=at)
            at += len(words)

    def _drawing(self, copied: Any, drawing: Any) -> None:
        boxes = list(drawing.iter(f"{W}txbxContent"))
        outer = [b for b in boxes if not any(above.tag == f"{W}txbxContent" for above in b.iterancestors())]
        blips = [] if boxes else list(drawing.iter(f"{A}blip"))
        for box in outer:
            held = etree.Element(f"{W}body", nsmap=NAMES)
            beside, self._beside = self._beside, []
            self._into(held, box)
            self._beside = [*beside, *held]
        for blip in blips:
            extent = next(drawing.iter(f"{WP}extent"), None)
            size = ("0", "0") if extent is None else (extent.get("cx", "0"), extent.get("cy", "0"))
            picture = self._pictures(self._part, blip.get(f"{R}embed", ""), size)
            if picture is None:
                self.left_out["picture"] += 1
            else:
                copied.append(picture)
        if not outer and not blips:
            self.left_out[LEFT_OUT[drawing.tag]] += 1


def _page_number(instruction: str | None) -> str:
    words = (instruction or "").split()
    return words[0] if words and words[0] in _NUMBERS_OF_PAGES else ""


def _set_number(copied: Any, which: str) -> None:
    field = etree.SubElement(copied, f"{W}fldSimple", {f"{W}instr": f" {which} "})
    etree.SubElement(etree.SubElement(field, f"{W}r"), f"{W}t").text = "1"
