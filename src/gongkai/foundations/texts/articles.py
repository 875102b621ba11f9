"""Permanent addresses inside articles: 第五条第二款第（三）项."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.foundations.texts.document import Document, Paragraph
from gongkai.foundations.texts.numerals import to_chinese, to_int
from gongkai.foundations.texts.outline import OutlineEntry

_ITEM = re.compile(r"[（(]([一二三四五六七八九十]{1,4})[）)]")


@dataclass(frozen=True, slots=True)
class Provision:
    """A paragraph (款) or item (项) of an article: its block, how it is cited, and its address."""

    block: int
    cited: str
    address: str


def provisions(document: Document, entries: Sequence[OutlineEntry]) -> tuple[Provision, ...]:
    """Every paragraph and item of every article, in order."""
    return tuple(_provisions(document, entries))


def _provisions(document: Document, entries: Sequence[OutlineEntry]) -> Iterator[Provision]:
    ends = [entry.block for entry in entries[1:]] + [len(document.blocks)]
    for entry, end in zip(entries, ends, strict=True):
        if not entry.anchor.startswith("art-"):
            continue
        paragraph = 0
        for index in range(entry.block, end):
            block = document.blocks[index]
            if not isinstance(block, Paragraph) or not block.text.strip():
                continue
            item = _ITEM.match(block.text)
            if item is not None and paragraph:
                number = to_int(item.group(1))
                cited = f"{entry.number}第{to_chinese(paragraph)}款第（{item.group(1)}）项"
                yield Provision(index, cited, f"{entry.anchor}-p{paragraph}-i{number}")
                continue
            paragraph += 1
            yield Provision(index, f"{entry.number}第{to_chinese(paragraph)}款", f"{entry.anchor}-p{paragraph}")
