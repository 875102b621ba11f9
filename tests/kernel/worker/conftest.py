"""Steps of the tests alone."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from gongkai.kernel.worker import Lane, Step, steps

Plan = Callable[..., None]


@pytest.fixture(autouse=True)
def _own_run(settings: Any, tmp_path: Path) -> None:
    settings.RUN = tmp_path / "run"


@pytest.fixture
def done() -> list[str]:
    """The names of the steps in the order they worked in."""
    return []


@pytest.fixture
def plan(monkeypatch: pytest.MonkeyPatch, done: list[str]) -> Plan:
    """Adds a step with so many portions to do; ``breaks`` is raised instead when given."""
    monkeypatch.setattr(steps, "_steps", {})

    def plan(name: str, lane: Lane, portions: int = 0, breaks: Exception | None = None) -> None:
        left = [portions]

        def work(now: datetime) -> bool:
            if breaks is not None:
                done.append(f"{name}!")
                raise breaks
            if not left[0]:
                return False
            left[0] -= 1
            done.append(name)
            return True

        steps.register(Step(name, lane, work))

    return plan
