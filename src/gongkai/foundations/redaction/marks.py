"""What was withheld, where and why."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing withheld: on which page (0 where a file has none), on which ground, a box drawn or words found."""

    page: int
    ground: str
    by_term: bool


@dataclass(frozen=True, slots=True)
class Redacted:
    """A redacted file. ``unsearched`` are pages without readable text, where no words could be looked for;
    ``left_out`` counts by kind what a reader saw in the original and does not see here beside the marks.
    """

    content: bytes
    media_type: str
    suffix: str
    marks: tuple[Mark, ...]
    unsearched: tuple[int, ...] = ()
    left_out: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the summary: how many places of a page were withheld on a ground."""

    page: int
    ground: str
    places: int


def summary(marks: Iterable[Mark]) -> Sequence[Line]:
    """By page and ground, in the order of both."""
    counted = Counter((mark.page, mark.ground) for mark in marks)
    return [Line(page, ground, places) for (page, ground), places in sorted(counted.items())]
