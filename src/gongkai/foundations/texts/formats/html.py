"""Web pages: the body is found, what surrounds it is dropped, nothing of it is ever run or fetched."""

import base64
import itertools
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lxml import etree
from lxml import html as lxml_html
from lxml.etree import ErrorTypes, ParserError

from gongkai.foundations.texts.document import (
    Block,
    Cell,
    Document,
    Footnote,
    Heading,
    Hidden,
    Image,
    Link,
    Media,
    Notice,
    Paragraph,
    Table,
)
from gongkai.foundations.texts.formats import images
from gongkai.foundations.texts.limits import Limits, UnreadableFileError, empty, too_complex, too_many_blocks

_SILENT = frozenset(
    {"script", "style", "noscript", "template", "iframe", "svg", "head", "title", "object", "embed"}
) | {"button", "input", "select", "textarea"}
_CHROME = frozenset({"nav", "header", "footer", "aside"})
_BLOCKS = frozenset({"p", "div", "section", "article", "main", "header", "footer", "form", "center", "blockquote"}) | {
    "ol",
    "ul",
    "li",
    "dl",
    "dt",
    "dd",
    "pre",
    "figure",
    "figcaption",
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# What the content systems of government sites call the part that holds the text.
_MAIN_IDS = frozenset({"zoom", "content", "UCAP-CONTENT", "article", "mainText", "conN"})
_MAIN_CLASSES = re.compile(r"(?:^|\s)(?:TRS_\w*Editor|TRS_UEDITOR|pages_content|article-content|zwgk_content)(?:\s|$)")
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none", re.IGNORECASE)
_NOTE_CLASS = re.compile(r"(?:^|\s)(?:footnote|MsoFootnoteText)(?:\s|$)")
_NOTE = re.compile(r"\[(\w{1,20})\]\s?")
_DATA_IMAGE = re.compile(r"data:image/[a-z+.-]{1,20};base64,")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_DEEPEST = 200
_WIDEST = 1000
_CANDIDATES = 20
_MOST_LINKS = 5_000


def parse(text: str, limits: Limits, kind: str = "html") -> Document:
    """The headings, paragraphs, tables, embedded pictures and footnotes of the page's main part."""
    if text.count("<") * 2 + text.count("=") > limits.marks:
        raise too_complex()
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, remove_pis=True, encoding="utf-8")
    try:
        root: Any = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (ParserError, ValueError) as error:
        raise empty() from error
    if any(said.type == ErrorTypes.ERR_RESOURCE_LIMIT for said in parser.error_log):
        raise too_complex()
    main = _main(root)
    collector = _Collector(limits, _SILENT | (_CHROME if main.tag in {"html", "body"} else {"nav"}))
    collector.walk(main, 0)
    collector.flush()
    if not collector.blocks:
        raise empty()
    return Document(
        tuple(collector.blocks),
        tuple(collector.media.values()),
        tuple(collector.notices()),
        kind,
        hidden=tuple(collector.hidden),
        links=tuple(_links(main, root, kind)),
    )


def _links(main: Any, root: Any, kind: str) -> Iterator[Link]:
    """The links of the main part; whether a place on the page is there only the page itself knows."""
    named = {name for element in root.iter(etree.Element) for name in (element.get("id"), element.get("name")) if name}
    for link in itertools.islice(main.iter("a"), _MOST_LINKS):
        target = link.get("href", "").strip()
        if not target or target.lower().startswith("javascript:"):
            continue  # a button, such as the one that prints
        inside = target.startswith("#") and kind == "html"
        there = target in {"#", "#top"} or unquote(target[1:]) in named if inside else None
        yield Link(_collapsed(link.text_content())[:200], target[:2000], there)


def _main(root: Any) -> Any:
    """The element that holds the text, by what it says of itself; else the whole body."""
    for candidates in (
        root.iter("main"),
        root.iter("article"),
        (e for e in root.iter("div", "td", "section") if e.get("id") in _MAIN_IDS),
        (e for e in root.iter("div", "td", "section") if _MAIN_CLASSES.search(e.get("class", "")[:500])),
    ):
        for element, _ in zip(candidates, range(_CANDIDATES), strict=False):
            if _has_words(element):
                return element
    body = root.find("body")
    return root if body is None else body


def _has_words(element: Any) -> bool:
    return bool(element.text_content().strip())


class _Collector:
    """Gathers running text until a block begins or ends."""

    def __init__(self, limits: Limits, silent: frozenset[str] = _SILENT) -> None:
        self.blocks: list[Block] = []
        self.media: dict[str, Media] = {}
        self.hidden: list[Hidden] = []
        self.left_out = 0
        self._text: list[str] = []
        self._limits, self._silent = limits, silent

    def notices(self) -> Iterator[Notice]:
        if self.left_out:
            yield Notice("external_images", f"网页引用了 {self.left_out} 张外部图片，没有导入：请把图片另行添加。")

    def flush(self) -> None:
        joined = _collapsed("".join(self._text))
        self._text.clear()
        if joined:
            self._add(Paragraph(joined))

    def _add(self, block: Block) -> None:
        self.blocks.append(block)
        if len(self.blocks) > self._limits.blocks:
            raise too_many_blocks(self._limits)

    def walk(self, element: Any, depth: int) -> None:
        if depth > _DEEPEST:
            raise UnreadableFileError("too_deep", "网页嵌套过深，无法读取：请另存为纯文本后再导入。")
        self._text.append(element.text or "")
        number = _first_number(element)
        for child in element:
            if child.tag is etree.Comment:
                self._hide("markup_comment", child.text or "")
            elif self._is_hidden(child):
                self._hide("hidden_text", child.text_content())
            elif child.tag not in self._silent:
                if number is not None and child.tag == "li":
                    self.flush()
                    self._text.append(f"{number}. ")
                    number += 1
                    self.walk(child, depth + 1)
                    self.flush()
                else:
                    self._child(child, depth)
            self._text.append(child.tail or "")

    def _is_hidden(self, child: Any) -> bool:
        return child.get("hidden") is not None or bool(_HIDDEN.search(child.get("style", "")[:1000]))

    def _hide(self, kind: str, words: str) -> None:
        if words := _collapsed(words):
            self.hidden.append(Hidden(kind, words))

    def _child(self, child: Any, depth: int) -> None:
        tag = child.tag
        if tag == "br":
            self.flush()
        elif tag == "img":
            self._image(child)
        elif tag in _HEADINGS:
            self.flush()
            words = _collapsed(child.text_content())
            if words:
                self._add(Heading(_HEADINGS[tag], words))
        elif tag == "table":
            self.flush()
            self._table(child, depth)
        elif tag in _BLOCKS:
            self.flush()
            if not self._footnote(child):
                self.walk(child, depth + 1)
                self.flush()
        else:
            self.walk(child, depth + 1)

    def _footnote(self, element: Any) -> bool:
        if not _NOTE_CLASS.search(element.get("class", "")[:500]):
            return False
        words = _collapsed(element.text_content())
        match = _NOTE.match(words)
        if match is not None:
            self._add(Footnote(match.group(1), words[match.end() :]))
        return match is not None

    def _image(self, element: Any) -> None:
        source = element.get("src", "")
        picture = None
        if match := _DATA_IMAGE.match(source):
            try:
                picture = images.media(base64.b64decode(source[match.end() :]), "image")
            except ValueError:  # no base64 at all
                picture = None
        if picture is None:
            self.left_out += 1
            return
        self.flush()
        self.media[picture.sha256] = picture
        self._add(Image(picture.sha256, element.get("alt", "")))

    def _table(self, element: Any, depth: int) -> None:
        rows = list(_rows(element))
        if _is_layout(element, rows):
            for row in rows:
                for cell in _cells(row):
                    self.walk(cell, depth + 1)
                    self.flush()
            return
        cells = [tuple(self._cell(c, depth) for c in _cells(row)) for row in rows]
        headers = next((i for i, row in enumerate(rows) if not _is_header(row)), len(rows))
        if any(cell.text for row in cells for cell in row):
            self._add(Table(tuple(row for row in cells if row), max(headers, 1)))

    def _cell(self, element: Any, depth: int) -> Cell:
        inside = _Collector(self._limits, self._silent)
        inside.walk(element, depth + 1)
        inside.flush()
        self.media |= inside.media
        self.hidden += inside.hidden
        self.left_out += inside.left_out
        lines = [block.text for block in inside.blocks if isinstance(block, Paragraph | Heading)]
        return Cell("\n".join(lines), _span(element, "colspan"), _span(element, "rowspan"))


def _collapsed(words: str) -> str:
    """As a browser shows them: spaces and line ends are one space, those of full width stay."""
    return _SPACES.sub(" ", words).strip(" \u3000\u00a0\ufeff")


def _first_number(element: Any) -> int | None:
    """The number its first item shows, when the element is a list with numbers."""
    start = element.get("start", "1") if element.tag == "ol" else ""
    return int(start) if start.isascii() and start.isdecimal() and len(start) < 6 else None


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from child.findall("tr")


def _cells(row: Any) -> Iterator[Any]:
    return (child for child in row if child.tag in {"td", "th"})


def _is_header(row: Any) -> bool:
    return row.getparent().tag == "thead" or all(cell.tag == "th" for cell in _cells(row))


def _is_layout(table: Any, rows: list[Any]) -> bool:
    """Whether the table only arranges a page: it holds tables, or a single column of paragraphs."""
    if next(table.iterdescendants("table"), None) is not None:
        return True
    single = all(len([*_cells(row)]) <= 1 for row in rows)
    return single and any(len(cell.findall(".//p")) > 1 for row in rows for cell in _cells(row))


def _span(cell: Any, name: str) -> int:
    value = cell.get(name, "1")
    return min(max(int(value), 1), _WIDEST) if value.isascii() and value.isdecimal() and len(value) < 6 else 1
