"""What stands on a page. Lengths are in millimetres from the upper left."""

import math
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in one line without a wide gap, in one size; ``certainty`` is below 1 where they were recognised."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    certainty: float = 1.0

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, along or across."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def across(self) -> bool:
        """Whether it runs from left to right."""
        return self.right - self.left >= self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, by the digest of its bytes, and where it is."""

    sha256: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page and what is on it, in any order."""

    width: float
    height: float
    pieces: list[Piece] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)

    def placed(self) -> "Page":
        """The page without what stands nowhere: a damaged file may put things at no number, or infinitely far off."""
        return replace(
            self,
            pieces=[p for p in self.pieces if math.isfinite(p.size) and _is_somewhere(p)],
            rules=[rule for rule in self.rules if _is_somewhere(rule)],
            pictures=[picture for picture in self.pictures if _is_somewhere(picture)],
        )


def _is_somewhere(thing: Piece | Rule | Picture) -> bool:
    return math.isfinite(thing.left + thing.top + thing.right + thing.bottom)
