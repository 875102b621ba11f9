"""Personal data of a whole document: paragraphs, tables, descriptions of pictures, and what it holds unseen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.foundations.texts.document import Document, Hidden, text_of
from gongkai.foundations.texts.personal.finder import find_personal
from gongkai.foundations.texts.personal.spans import Personal


@dataclass(frozen=True, slots=True)
class PersonalFinding:
    """A finding and where: in a block, by its number, or in what the file holds unseen, by its kind; ``picture`` is in
    the words recognised in one.
    """

    found: Personal
    block: int | None
    hidden: str
    words: str


def find_in_document(document: Document, *, on: date | None = None) -> list[PersonalFinding]:
    """Every finding; what is unseen on paper counts as well, for the original file goes out with it."""
    return list(_findings(document, on))


def _findings(document: Document, on: date | None) -> Iterator[PersonalFinding]:
    for index, block in enumerate(document.blocks):
        text = text_of(block)
        for found in find_personal(text, on=on):
            yield PersonalFinding(found, index, "", text[found.start : found.end])
    unseen = [Hidden("picture", line.text) for medium in document.media for line in medium.lines]
    for item in (*document.hidden, *unseen):
        for found in find_personal(item.text, on=on):
            yield PersonalFinding(found, None, item.kind, item.text[found.start : found.end])
