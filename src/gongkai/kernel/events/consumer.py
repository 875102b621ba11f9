"""What a consumer is, what it is given and what it answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongkai.kernel.worker import Lane


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event handed to a consumer."""

    seq: int
    kind: str
    subject: str
    data: dict[str, Any]
    lane: Lane
    at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the world sees of a subject through this consumer afterwards.

    ``gone`` leaves a tombstone; ``detail`` is shown by ``gongkai where`` (a digest, a path; 200 characters).
    """

    gone: bool = False
    detail: str = ""


Handler = Callable[[Sequence[Delivery]], Mapping[str, Outcome]]


@dataclass(frozen=True, slots=True)
class Consumer:
    """Someone who acts on events whose kind begins with one of ``kinds``.

    ``handle`` gets up to ``batch`` deliveries, the newest of each subject only and never one older than what
    was applied before; it must be idempotent, for it is called again when the process dies before its work is
    noted. When it raises, halves are tried down to each delivery alone, so that one bad subject never stops
    the next.
    """

    name: str
    kinds: tuple[str, ...]
    handle: Handler
    batch: int = 200
