"""Which paragraphs of an official document are its letterhead, its title, its signature and so on, for display."""

import re
from collections.abc import Mapping
from typing import Any

from gongkai.foundations import law, texts
from gongkai.foundations.texts.document import text_of

_HEAD = 14  # blocks among which letterhead and title stand
_ISSUED = re.compile(r"关于印发.+的通知$")
# Field of the structure found in a text, and the class its paragraph gets.
_SHOWN = {
    "document_number": "number",
    "addressees": "addressees",
    "signature": "signed",
    "dated_on": "signed",
    "note": "note",
    "copies": "imprint",
    "printed_on": "imprint",
}


def classes(document: texts.Document, *, kind: str, title: str) -> Mapping[int, str]:
    """The class of each paragraph that has a place of its own in an official document, by its block.

    Legislation has no such parts and is long: it is not looked through. A notice that issues a
    normative document has them.
    """
    known = law.kinds().get(kind)
    is_issued = kind == "normative-document" and _ISSUED.search(title) is not None
    if known is None or not (known.family == "official" or is_issued):
        return {}
    official = texts.parse_official(document)
    shown = _title(document, official, title)
    for name, word in _SHOWN.items():
        found = getattr(official, name)
        if found is not None:
            shown.setdefault(found.block, word)
    for block, words in enumerate(_words(document)):
        # The title of what is enclosed stands again above its text.
        if words and (f"印发{words}" in title or f"《{words}》" in title):
            shown.setdefault(block, "title")
    return shown


def _words(document: texts.Document) -> list[str]:
    return ["".join(text_of(block).split()) for block in document.blocks]


def _title(document: texts.Document, official: texts.OfficialDocument[Any], title: str) -> dict[int, str]:
    """The lines of the title, which joined are the title; and the letterhead, which stands above the number."""
    shown: dict[int, str] = {}
    lines = _words(document)[:_HEAD]
    if official.title is not None:
        left = "".join(title.split())
        for block, words in enumerate(lines[official.title.block :], official.title.block):
            if not words or not left.startswith(words):
                break
            shown[block] = "title"
            left = left.removeprefix(words)
    if official.document_number is not None:
        above = enumerate(lines[: official.document_number.block])
        shown |= {block: "letterhead" for block, words in above if words.endswith("文件")}
    return shown
