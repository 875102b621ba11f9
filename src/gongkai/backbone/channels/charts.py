"""Small charts as numbers: where each column or bar stands in its drawing; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 260
_LEFT, _TOP, _BOTTOM = 46, 22, 30
_MOST_COLUMNS = 15


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its value, the name below it, and its place in the drawing."""

    name: str
    value: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Where its name and value are centred."""
        return round(self.x + self.width / 2, 1)

    @property
    def above(self) -> float:
        """The foot of the value written above it."""
        return round(self.y - 6, 1)


@dataclass(frozen=True, slots=True)
class Line:
    """A line across the drawing, and the value it stands for."""

    value: int
    y: float

    @property
    def foot(self) -> float:
        """The foot of the value written beside it."""
        return self.y + 4


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of columns."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    names_at: int = HEIGHT - 9


def chart(values: Sequence[tuple[str, int]]) -> Chart:
    """Columns from left to right, at most the last fifteen, with lines at round values behind them."""
    shown = values[-_MOST_COLUMNS:]
    largest = max((value for _, value in shown), default=0)
    step = step_for(largest)
    top = step * max(1, -(-largest // step))
    room = HEIGHT - _TOP - _BOTTOM
    slot = (WIDTH - _LEFT) / max(1, len(shown))
    columns = []
    for place, (name, value) in enumerate(shown):
        height = round(room * value / top, 1)
        width = round(min(slot * 0.62, 64.0), 1)
        x = round(_LEFT + slot * place + (slot - width) / 2, 1)
        columns.append(Column(name, value, x, round(_TOP + room - height, 1), width, height))
    lines = [Line(value, round(_TOP + room - room * value / top, 1)) for value in range(0, top + 1, step)]
    return Chart(tuple(columns), tuple(lines))


def step_for(largest: int) -> int:
    """The distance of the lines: 1, 2 or 5 times a power of ten, so that there are at most five."""
    power = 1
    while power * 50 < largest:
        power *= 10
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor * 5 >= largest)


def share(value: int, largest: int) -> float:
    """How long the bar of a value is, in percent of the longest; one that counts at all can be seen."""
    return round(max(100 * value / largest, 0.6), 1) if value and largest else 0.0
