"""What the worker does, in order of urgency."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Lane(StrEnum):
    """How urgent work is. A later lane gets its turn only when the earlier ones are empty."""

    NOW = "now"
    DEPENDENTS = "dependents"
    BULK = "bulk"


@dataclass(frozen=True, slots=True)
class Step:
    """A piece of background work.

    ``run`` does one short portion (about half a second at most, so that an urgent notice never waits
    long) and answers whether it found anything to do. It may be called again after a crash at any point.
    One worker at a time runs it; ``locks_itself`` says that the step sees to that alone. A ``patient`` one waits
    until the others of its lane have nothing left: after an import a list is baked once, not with each portion.
    """

    name: str
    lane: Lane
    run: Callable[[datetime], bool]
    locks_itself: bool = False
    patient: bool = False


_steps: dict[str, Step] = {}


def register(step: Step) -> None:
    """Add a step; a second one of the same name takes its place. Within a lane the order of adding counts."""
    _steps[step.name] = step


def in_lane(lane: Lane) -> tuple[Step, ...]:
    """The steps of this lane in their order."""
    return tuple(step for step in _steps.values() if step.lane is lane)
