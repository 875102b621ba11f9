"""What a text says it does to other documents: repeals, amends or carries them out; pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from gongkai.foundations.texts.docnumbers import DOCUMENT_NUMBER, normalise

# 《题名》 and, in brackets behind it, its document number.
_REFERENCE = re.compile(rf"《([^《》]{{2,200}})》(?:\s*[（(]\s*({DOCUMENT_NUMBER})\s*[）)])?")
_SENTENCE = re.compile(r"[^。；;]+")
# What stands somewhere after a reference, and what right before it.
_AFTER = (
    ("repeals", re.compile(r"(?:同时|予以|即行|自行|一并|现予)废止|停止执行|不再执行"), 85),
    ("amends", re.compile(r"作(?:出)?(?:如下|以下)(?:修改|修正)|予以修改"), 85),
)
_BEFORE = (
    ("repeals", re.compile(r"(?:废止|代替|取代)了?$"), 80),
    ("amends", re.compile(r"(?:修改|修正|修订)了?$"), 80),
    ("implements", re.compile(r"(?:根据|依据|按照|依照|贯彻落实|贯彻|落实|执行)了?$"), 70),
)
_JOINS = re.compile(r"(?:[、和及与]|以及|\s)*")


@dataclass(frozen=True, slots=True)
class Mention:
    """A document named in a text and what is done to it, how sure that is, and where it stands."""

    kind: str
    words: str
    document_number: str
    confidence: int
    block: int
    start: int
    end: int

    def to_data(self) -> dict[str, Any]:
        """Ready for JSON."""
        return asdict(self)


def mentions(blocks: Sequence[Any]) -> list[Mention]:
    """Every mention in the paragraphs of a document (``document["blocks"]``), in reading order."""
    found: list[Mention] = []
    for number, block in enumerate(blocks):
        text = block if isinstance(block, str) else block.get("text", "")
        for sentence in _SENTENCE.finditer(text):
            found += _in_sentence(sentence.group(), number, sentence.start())
    return found


def _in_sentence(sentence: str, block: int, offset: int) -> Iterator[Mention]:
    groups = _groups(sentence)
    for place, group in enumerate(groups):
        begins = groups[place - 1][-1].end() if place else 0
        ends = groups[place + 1][0].start() if place + 1 < len(groups) else len(sentence)
        before, after = sentence[begins : group[0].start()], sentence[group[-1].end() : ends]
        kind, sure = _deed(before, after)
        for reference in group if kind else ():
            number = normalise(reference.group(2) or "") or ""
            start, end = (offset + position for position in reference.span())
            yield Mention(kind, reference.group(1), number, sure + 10 * bool(number), block, start, end)


def _groups(sentence: str) -> list[list[re.Match[str]]]:
    """The references of a sentence; of 《甲》和《乙》 the same is said, so they stand together."""
    groups: list[list[re.Match[str]]] = []
    for reference in _REFERENCE.finditer(sentence):
        if groups and _JOINS.fullmatch(sentence[groups[-1][-1].end() : reference.start()]):
            groups[-1].append(reference)
        else:
            groups.append([reference])
    return groups


def _deed(before: str, after: str) -> tuple[str, int]:
    """What is done to the references between these words, and how sure that is; empty when it is nothing known."""
    for kind, words, sure in _AFTER:
        if words.search(after):
            return kind, sure
    return next(((kind, sure) for kind, words, sure in _BEFORE if words.search(before)), ("", 0))
