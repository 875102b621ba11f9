"""Whether the numbers of an outline are complete and in order, and where not."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.foundations.texts.outline import OutlineEntry

_ANCHOR = re.compile(r"art-(\d+)(?:-\d+)?(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class NumberingGap:
    """An article that does not follow the one before it: ``after`` that number came ``found``, in that block."""

    block: int
    after: int
    found: int

    @property
    def message(self) -> str:
        """What a person should look at."""
        if self.found > self.after + 1:
            return f"第{self.after}条之后是第{self.found}条，中间缺条：请核对原文。"
        return f"第{self.after}条之后又是第{self.found}条，序号重复或倒退：请核对原文。"


def numbering_gaps(entries: Sequence[OutlineEntry]) -> tuple[NumberingGap, ...]:
    """Every break in the numbers of the articles. 第一条 begins a new text, such as one attached or promulgated; a
    first text may begin later, as a part of a code does; 第…条之一 stays with its article.
    """
    return tuple(_gaps(entries))


def _gaps(entries: Sequence[OutlineEntry]) -> Iterator[NumberingGap]:
    last = None
    for entry in entries:
        match = _ANCHOR.fullmatch(entry.anchor)
        if match is None or "条之" in entry.number:
            continue
        number = int(match.group(1))
        if last is not None and number not in {last + 1, 1}:
            yield NumberingGap(entry.block, last, number)
        last = number
