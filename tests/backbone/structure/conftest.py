"""Banners, columns, menus and short addresses of the invented city, and people at the console."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from gongkai.backbone.structure.services.banners import Words


@pytest.fixture
def words(now: datetime) -> Callable[..., Words]:
    """The words of a banner that stands for a day, changed as wanted."""

    def make(**changes: Any) -> Words:
        given: dict[str, Any] = {"level": "notice", "chinese": "周六停水", "starts_at": now}
        return Words(**(given | {"ends_at": now + timedelta(days=1)} | changes))

    return make


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Callable[[datetime], None]:
    """Sets the clock that the consumers of this room look at; it begins at ``now``."""

    def at(moment: datetime) -> None:
        monkeypatch.setattr("gongkai.backbone.structure.consumers.timezone.now", lambda: moment)

    at(now)
    return at
