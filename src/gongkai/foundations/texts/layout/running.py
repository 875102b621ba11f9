"""What is printed on every page and belongs to none of them: running heads, page numbers."""

import re
from collections import Counter
from collections.abc import Sequence

from gongkai.foundations.texts.layout.lines import TextLine

_NUMBER = re.compile(
    r"[-—–－·~一\s]{0,6}\d{1,4}[-—–－·~一\s]{0,6}|第\s?\d{1,4}\s?页(?:[，,]?\s?共\s?\d{1,4}\s?页)?|\d{1,4}\s?/\s?\d{1,4}"
)
_TOP, _BOTTOM = 0.08, 0.90  # of the height of a page: where they stand
_PAGES = 2


def without_running(pages: Sequence[Sequence[TextLine]], heights: Sequence[float]) -> list[list[TextLine]]:
    """The lines of each page without page numbers, and without what stands at the edge of half of all pages."""
    seen = Counter(
        key
        for lines, height in zip(pages, heights, strict=True)
        for key in {_key(line) for line in lines if _at_edge(line, height)}
    )
    enough = max(_PAGES, len(pages) // 2)
    return [
        [line for line in lines if not (_at_edge(line, height) and (_is_number(line) or seen[_key(line)] >= enough))]
        for lines, height in zip(pages, heights, strict=True)
    ]


def _key(line: TextLine) -> str:
    return re.sub(r"\d{1,4}", "0", line.text)


def _is_number(line: TextLine) -> bool:
    return _NUMBER.fullmatch(line.text) is not None


def _at_edge(line: TextLine, height: float) -> bool:
    return line.bottom < height * _TOP or line.top > height * _BOTTOM
