"""The words of DOCX elements, as a reader sees them."""

from collections.abc import Iterator
from typing import Any

from gongkai.foundations.texts.document import Hidden

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
TEXT_BOX = f"{W}txbxContent"

_SPOKEN = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_NOTES = {f"{W}footnoteReference", f"{W}endnoteReference"}
_SILENT = {f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}instrText", FALLBACK, TEXT_BOX}


def text_of(element: Any) -> str:
    """The words a reader sees: no deletions, no field codes, no hidden text; footnotes by their label."""
    words: list[str] = []
    _gather(element, words)
    return "".join(words)


def _gather(element: Any, words: list[str]) -> None:
    for child in element:
        tag = child.tag
        if tag == f"{W}t":
            words.append(child.text or "")
        elif tag in _SILENT:
            continue
        elif tag in _SPOKEN:
            words.append(_SPOKEN[tag])
        elif tag in _NOTES:
            words.append(f"[{child.get(f'{W}id', '')}]")
        elif tag != f"{W}r" or not _hidden(child):
            _gather(child, words)


def unseen(element: Any) -> Iterator[Hidden]:
    """What was deleted or is set in hidden letters, in the order of the text."""
    for item in element.iter(f"{W}del", f"{W}moveFrom", f"{W}r"):
        if item.tag == f"{W}r" and not _hidden(item):
            continue
        words = "".join(t.text or "" for t in item.iter(f"{W}t", f"{W}delText"))
        yield Hidden("hidden_text" if item.tag == f"{W}r" else "deletion", words)
    for name in dict.fromkeys(item.get(f"{W}author", "") for item in element.iter(f"{W}del", f"{W}ins")):
        yield Hidden("author", name)


def _hidden(run: Any) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val", "1") not in {"0", "false", "off"}


def number_of(text: str) -> int | None:
    """A small whole number; ``None`` for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None
