"""From the structure out again: plain text, Markdown, HTML."""

import base64
import re
from collections.abc import Callable, Iterable, Mapping
from html import escape
from types import MappingProxyType
from typing import Any

from gongkai.foundations.texts.document import (
    Block,
    Cell,
    Document,
    Footnote,
    Heading,
    Image,
    Paragraph,
    Table,
    text_of,
)

ImageAddress = Callable[[str], str]

_MARKS = re.compile(r"[\\`*_\[\]<&]")
# What begins a heading, a quotation, a list or a rule when a line begins with it.
_LEADING = re.compile(r"^([0-9]{0,9})([#>+|=~.)-])")


def to_text(document: Document) -> str:
    """Plain text, a line for each block."""
    return "\n".join(text_of(block) for block in document.blocks)


def to_markdown(document: Document, *, top: int = 2) -> str:
    """Markdown; the highest heading has ``top`` marks, and what only looks like a mark is escaped."""
    labels = "|".join(re.escape(block.label) for block in document.blocks if isinstance(block, Footnote))
    references = re.compile(rf"\\\[({labels})\\\]") if labels else None
    written = (_markdown(block, top) for block in document.blocks)
    return "\n\n".join(references.sub(r"[^\1]", text) if references else text for text in written)


def _markdown(block: Block, top: int) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * min(level + top - 1, 6)} {_escaped(text)}"
        case Table(rows):
            width = max(sum(cell.colspan for cell in row) for row in rows)
            lines = [" | ".join(_cells(row, width)) for row in rows]
            rule = " | ".join("---" for _ in range(width))
            return "\n".join(f"| {line} |" for line in [lines[0], rule, *lines[1:]])
        case Image(sha256, alt):
            return f"![{_escaped(alt)}](sha256:{sha256})"
        case Footnote(label, text):
            return f"[^{label}]: {_escaped(text)}"
        case _:
            return _LEADING.sub(r"\1\\\2", _escaped(text_of(block)), count=1)


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\g<0>", " ".join(text.split("\n")))


def _cells(row: tuple[Cell, ...], width: int) -> list[str]:
    """The cells of a row, merged ones followed by empty ones: Markdown knows no spans."""
    cells = [part for cell in row for part in [_escaped(cell.text).replace("|", "\\|"), *[""] * (cell.colspan - 1)]]
    return cells + [""] * (width - len(cells))


def to_html(
    document: Document,
    outline: Iterable[Mapping[str, Any]] = (),
    *,
    image_address: ImageAddress | None = None,
    classes: Mapping[int, str] = MappingProxyType({}),
) -> str:
    """HTML of the text alone, safe by construction: every word is escaped, only our own tags are written.

    ``outline`` is the outline's data; its places get their anchors as ``id``. Headings begin at ``h2``.
    ``classes`` names the paragraphs, by block, that are shown in a way of their own.
    Without ``image_address`` the pictures are part of the page.
    """
    image_address = image_address or _embedded(document)
    places = {entry["block"]: entry for entry in outline}
    return "\n".join(
        _html(block, places.get(index), image_address, classes.get(index, ""))
        for index, block in enumerate(document.blocks)
    )


def _embedded(document: Document) -> ImageAddress:
    media = {m.sha256: m for m in document.media}

    def address(sha256: str) -> str:
        if sha256 not in media:
            return f"sha256:{sha256}"
        content = base64.b64encode(media[sha256].content).decode("ascii")
        return f"data:{media[sha256].media_type};base64,{content}"

    return address


def to_contents(outline: Iterable[Mapping[str, Any]]) -> str:
    """HTML list items that lead to the places of an outline, every word escaped; an outline may be long."""
    return "".join(
        f'<li class="l{entry["level"]}"><a href="#{escape(entry["anchor"])}">'
        f"{escape(_line_of(entry['number'], entry['title']), quote=False)}</a></li>"
        for entry in outline
    )


def _line_of(number: str, title: str) -> str:
    """第一章 总则, but 一、总体要求: a number that ends with a word stands apart from the title."""
    return f"{number} {title}" if title and number.endswith(("编", "章", "节", "条")) else f"{number}{title}"


def _html(block: Block, place: Mapping[str, Any] | None, image_address: ImageAddress, name: str) -> str:
    anchor = f' id="{escape(place["anchor"])}"' if place else ""
    match block:
        case Paragraph(text):
            return _paragraph(text, place, anchor, f' class="{escape(name)}"' if name else "")
        case Heading(level, text):
            tag = f"h{min(level + 1, 6)}"
            return f"<{tag}{anchor}>{escape(text)}</{tag}>"
        case Table():
            return _table(block)
        case Image(sha256, alt):
            return f'<figure><img src="{escape(image_address(sha256))}" alt="{escape(alt)}" loading="lazy"></figure>'
        case Footnote(label, text):
            mark = escape(label)
            return f'<p class="footnote" id="fn-{mark}"><sup>[{mark}]</sup> {escape(text)}</p>'


def _paragraph(text: str, place: Mapping[str, Any] | None, anchor: str, shown: str) -> str:
    if place is None:
        return f"<p{shown}>{escape(text, quote=False)}</p>"
    number, title = place["number"], place["title"]
    if number and len(text) <= len(number) + len(title) + 2:
        # The whole line is the heading; deeper ones of an outline stay under those above.
        name = f"h{min(place['level'] + 1, 6)}"
        return f"<{name}{anchor}>{escape(text, quote=False)}</{name}>"
    lead = len(text) - len(text[len(number) :].lstrip())  # where the words after the number begin
    end = lead + len(title) + 1 if title else len(number)
    return f"<p{anchor}><strong>{escape(text[:end], quote=False)}</strong>{escape(text[end:], quote=False)}</p>"


def _table(table: Table) -> str:
    rows = []
    for position, row in enumerate(table.rows):
        head = position < table.header_rows
        name, scope = ("th", ' scope="col"') if head else ("td", "")
        cells = "".join(
            f"<{name}{scope}{_span('colspan', c.colspan)}{_span('rowspan', c.rowspan)}>"
            f"{escape(c.text).replace(chr(10), '<br>')}</{name}>"
            for c in row
        )
        rows.append(f"<tr>{cells}</tr>")
    return f'<div class="table" tabindex="0"><table>{"".join(rows)}</table></div>'


def _span(name: str, count: int) -> str:
    return f' {name}="{count}"' if count > 1 else ""
