from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Line:
    """The words of one block, with the block's place in the document."""

    block: int
    text: str


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value, how sure its finding is (0 to 1), and where it stands: block, first and last-but-one character."""

    value: T
    confidence: float
    block: int
    start: int
    end: int


def found(value: T, confidence: float, line: Line, span: tuple[int, int] | None = None) -> Found[T]:
    """A finding in a line; without a span it is the whole line."""
    start, end = span or (0, len(line.text))
    return Found(value, confidence, line.block, start, end)
