"""Consumers of the tests alone."""

from datetime import datetime

import pytest
from django.db import transaction

from gongkai.kernel.events import Emission, Lane, consumers, portions
from gongkai.kernel.events.services import emit
from gongkai.kernel.worker import steps
from kernel.events.scribe import Scribe, Tell


@pytest.fixture(autouse=True)
def _own_consumers(monkeypatch: pytest.MonkeyPatch) -> None:
    """No consumer of the platform takes part, and none stays registered."""
    monkeypatch.setattr(consumers, "_consumers", {})
    monkeypatch.setattr(steps, "_steps", {})
    monkeypatch.setattr(portions, "_sizes", {})


@pytest.fixture
def scribe() -> Scribe:
    scribe = Scribe()
    consumers.register(scribe.consumer)
    return scribe


@pytest.fixture
def another() -> Scribe:
    another = Scribe("another")
    consumers.register(another.consumer)
    return another


@pytest.fixture
def tell(now: datetime) -> Tell:
    def tell(*subjects: str, kind: str = "record.published", lane: Lane = Lane.NOW) -> range:
        with transaction.atomic():
            return emit(*(Emission(kind, subject) for subject in subjects), lane=lane, now=now)

    return tell
