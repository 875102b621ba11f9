"""What a benchmark answers: figures with their spread, and how they stand to their targets."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured quantity, one value for each run."""

    name: str
    unit: str
    values: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The median of the runs."""
        return median(self.values)

    def __str__(self) -> str:
        """The median, with the least and the greatest value where there was more than one run."""
        said = f"{number(self.middle)} {self.unit}".rstrip()
        if len(self.values) == 1:
            return said
        return f"{said} ({number(min(self.values))}–{number(max(self.values))}, {len(self.values)} runs)"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A target beside what was reached."""

    reached: str
    target: str
    passed: bool


@dataclass(slots=True)
class Outcome:
    """Everything one benchmark has to say. ``notes`` tell how it was measured and what it lacks."""

    id: str
    title: str
    figures: list[Figure] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def figure(self, name: str, unit: str, values: Sequence[float]) -> Figure:
        """Note a figure and answer it."""
        noted = Figure(name, unit, tuple(values))
        self.figures.append(noted)
        return noted

    def judge(self, reached: str, target: str, *, passed: bool) -> None:
        """Note how a target was met."""
        self.verdicts.append(Verdict(reached, target, passed))

    def lines(self) -> list[str]:
        """The outcome for a terminal."""
        width = max((len(f.name) for f in self.figures), default=0)
        return [
            f"{self.id} {self.title}",
            *(f"  {f.name:<{width}}  {f}" for f in self.figures),
            *(f"  {'pass ' if v.passed else 'short'}  {v.reached} — target {v.target}" for v in self.verdicts),
            *(f"  · {note}" for note in self.notes),
        ]


class CannotMeasureError(Exception):
    """Something this benchmark needs is not there; the message says what."""


def number(value: float) -> str:
    """A number with three digits that count, thousands apart."""
    if value == 0 or not math.isfinite(value):
        return f"{value:.0f}"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:,.{digits}f}"


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def slope(points: Sequence[tuple[float, float]]) -> float:
    """The slope of the straight line that fits the points best."""
    if len(points) < 2:
        return 0.0
    x_mean = sum(x for x, _ in points) / len(points)
    y_mean = sum(y for _, y in points) / len(points)
    spread = sum((x - x_mean) ** 2 for x, _ in points)
    return sum((x - x_mean) * (y - y_mean) for x, y in points) / spread if spread else 0.0
