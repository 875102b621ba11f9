"""Addresses without a page of their own that lead to another; the room that keeps them registers who knows."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Way:
    """Where an address leads, and whether that is for good; one elsewhere begins with ``https://``."""

    target: str
    permanent: bool


_finders: list[Callable[[str], Way | None]] = []


def register(finder: Callable[[str], Way | None]) -> None:
    """Add someone who knows where addresses lead; called in ``AppConfig.ready``."""
    if finder not in _finders:
        _finders.append(finder)


def find(path: str) -> Way | None:
    """Where this address leads, if anywhere."""
    return next((way for finder in _finders if (way := finder(path)) is not None), None)
