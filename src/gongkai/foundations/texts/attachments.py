"""The parts of an official document: itself, what it sends out, and its attachments."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gongkai.foundations.texts.document import Document, text_of
from gongkai.foundations.texts.official import OfficialDocument

_BEGINS = re.compile(r"附\s{0,4}件\s{0,4}([0-9]{0,2}|[一二三四五六七八九十]{1,3})\s{0,4}[：:]?")
_ENDS = re.compile(r"抄\s{0,4}送\s{0,4}[：:]")
_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Part:
    """A part: ``kind`` is main, enclosed or attachment; its title; its first block and the one after its last."""

    kind: str
    title: str
    first: int
    end: int


def parts_of(document: Document, official: OfficialDocument[Any]) -> tuple[Part, ...]:
    """The parts in order. The imprint at the foot belongs to the document itself and to none of what it carries."""
    texts = [text_of(block).strip() for block in document.blocks]
    foot = next((i for i in range(len(texts) - 1, -1, -1) if _ENDS.match(texts[i])), len(texts))
    title = official.title.value if official.title else ""
    parts = [Part("main", title, 0, len(texts)), *_begun(texts[:foot], official)]
    ended = [replace(one, end=two.first) for one, two in itertools.pairwise(parts)]
    return (*ended, replace(parts[-1], end=foot if len(parts) > 1 else len(texts)))


def _begun(texts: Sequence[str], official: OfficialDocument[Any]) -> Iterator[Part]:
    enclosed = official.enclosed_title
    dated = official.dated_on.block if official.dated_on else 0
    for index, text in enumerate(texts):
        if enclosed is not None and index > dated and "".join(text.split()) == "".join(enclosed.value.split()):
            yield Part("enclosed", enclosed.value, index, index)
            enclosed = None
        elif text.startswith("附") and len(text) < 12 and _BEGINS.fullmatch(text):
            following = texts[index + 1] if index + 1 < len(texts) else ""
            yield Part("attachment", following if len(following) <= _LONGEST_TITLE else "", index, index)
