"""The text a record was made of, with the words marked in which its fields were found."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from gongkai.foundations import texts
from gongkai.foundations.texts.document import Block, Heading, Paragraph, text_of


@dataclass(frozen=True, slots=True)
class Mark:
    """Words in a block that are led to: the anchor, and what they were found to be."""

    anchor: str
    label: str
    block: int
    start: int
    end: int


def marks_of(document: texts.Document, evidence: Mapping[str, Any], labels: Mapping[str, Any]) -> list[Mark]:
    """The marks of the fields that were found somewhere in the text."""
    marks = []
    for name, label in labels.items():
        found = evidence.get(name)
        if isinstance(found, dict) and found.get("block", len(document.blocks)) < len(document.blocks):
            block = found["block"]
            text = text_of(document.blocks[block])
            lead = len(text) - len(text.lstrip())  # the reader counts without the blanks before the text
            marks.append(Mark(f"at-{name}", str(label), block, found["start"] + lead, found["end"] + lead))
    return marks


def to_html(document: texts.Document, marks: Iterable[Mark], image_address: Callable[[str], str]) -> str:
    """HTML of the text, every word escaped; each block can be led to, and each mark once."""
    by_block: dict[int, list[Mark]] = {}
    for mark in marks:
        by_block.setdefault(mark.block, []).append(mark)
    return "\n".join(
        _block(block, number, sorted(by_block.get(number, ()), key=lambda m: (m.start, -m.end)), image_address)
        for number, block in enumerate(document.blocks)
    )


def _block(block: Block, number: int, marks: list[Mark], image_address: Callable[[str], str]) -> str:
    anchors = "".join(f'<a id="{escape(mark.anchor)}"></a>' for mark in marks)
    match block:
        case Paragraph() | Heading():
            tag = "h3" if isinstance(block, Heading) else "p"
            return f'<{tag} id="b{number}">{"".join(_marked(text_of(block), marks))}</{tag}>'
        case _:
            shown = texts.to_html(texts.Document((block,)), image_address=image_address)
            return f'<div id="b{number}">{anchors}{shown}</div>'


def _marked(text: str, marks: list[Mark]) -> Iterator[str]:
    """The text with its marks; of marks that overlap the later ones only lead there."""
    done = 0
    for mark in marks:
        start, end = min(mark.start, len(text)), min(mark.end, len(text))
        anchor = f'id="{escape(mark.anchor)}"'
        if start < done or start >= end:
            yield f"<a {anchor}></a>"
            continue
        yield escape(text[done:start], quote=False)
        yield f'<mark {anchor} title="{escape(mark.label)}">{escape(text[start:end], quote=False)}</mark>'
        done = end
    yield escape(text[done:], quote=False)
