"""What each block is on the sheet: title, signature, copies …"""

from collections.abc import Iterator
from enum import Enum

from gongkai.foundations.texts.document import Document, Heading, Paragraph
from gongkai.foundations.texts.official import parse_official
from gongkai.foundations.texts.outline import outline

_CHAPTER_LEVELS = 2


class Role(Enum):
    """How a block is set."""

    BODY = "body"
    LETTERHEAD = "letterhead"
    NUMBER = "number"
    TITLE = "title"
    ADDRESSEES = "addressees"
    CHAPTER = "chapter"
    SECTION = "section"
    SIGNATURE = "signature"
    DATE = "date"
    IMPRINT = "imprint"


def roles_of(document: Document) -> dict[int, Role]:
    """The role of every block that has one of its own."""
    return dict(_roles(document))


def _roles(document: Document) -> Iterator[tuple[int, Role]]:
    for entry in outline(document):
        if entry.level <= _CHAPTER_LEVELS and _is_whole_line(document, entry.block, entry.number + entry.title):
            yield entry.block, Role.CHAPTER if entry.level == 1 else Role.SECTION
    official = parse_official(document)
    fields = (
        (official.letterhead, Role.LETTERHEAD),
        (official.document_number, Role.NUMBER),
        (official.addressees, Role.ADDRESSEES),
        (official.signature, Role.SIGNATURE),
        (official.dated_on, Role.DATE),
        (official.copies, Role.IMPRINT),
        (official.printed_by, Role.IMPRINT),
    )
    for found, role in fields:
        if found is not None:
            yield found.block, role
    if official.title is not None:
        yield from ((block, Role.TITLE) for block in _title(document, official.title.block, official.title.value))
    for index, block in enumerate(document.blocks):
        if isinstance(block, Paragraph) and official.enclosed_title and block.text == official.enclosed_title.value:
            yield index, Role.TITLE


def _is_whole_line(document: Document, index: int, words: str) -> bool:
    block = document.blocks[index]
    return isinstance(block, Heading) or (isinstance(block, Paragraph) and len(block.text) <= len(words) + 2)


def _title(document: Document, first: int, words: str) -> Iterator[int]:
    """The blocks a title runs over."""
    left = len("".join(words.split()))
    for index, block in enumerate(document.blocks[first:], first):
        if left <= 0 or not isinstance(block, Paragraph | Heading):
            return
        left -= len("".join(block.text.split()))
        yield index
