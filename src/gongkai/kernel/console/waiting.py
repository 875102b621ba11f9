"""What waits for a person: rooms answer, the first page of the console shows it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from gongkai.kernel.actors import Actor

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Waiting:
    """Things of one kind that wait for this person: how many, where to do them, and by when the first is due."""

    label: "StrOrPromise"
    count: int
    href: str
    by: datetime | None = None


Source = Callable[[Actor, datetime], Iterable[Waiting]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a source; called in ``AppConfig.ready``."""
    if source not in _sources:
        _sources.append(source)


def waiting_for(actor: Actor, now: datetime) -> list[Waiting]:
    """Everything that waits for the actor, what is due first before what has no day."""
    found = [each for source in _sources for each in source(actor, now) if each.count]
    return sorted(found, key=lambda each: (each.by is None, each.by or now))
