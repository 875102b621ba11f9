"""Who acts when a moment has come."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Due:
    """A moment that has come."""

    kind: str
    subject: str
    at: datetime
    data: dict[str, Any]


# Runs inside the transaction that takes the row off the table, and must look again whether the thing is
# still to be done: the world may have changed since the moment was noted.
Handler = Callable[[Due, datetime], None]

_handlers: dict[str, Handler] = {}


def register(kind: str, handler: Handler) -> None:
    """Name who acts on moments of this kind; called in ``AppConfig.ready``."""
    _handlers[kind] = handler


def handler_of(kind: str) -> Handler:
    """Who acts on moments of this kind; ``LookupError`` when no one does."""
    return _handlers[kind]
