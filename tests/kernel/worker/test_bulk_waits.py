"""A patient step waits until the others of its lane have nothing left; any other has its turn."""

from datetime import datetime

import pytest

from gongkai.kernel.worker import Lane, Step, loop, steps


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the steps registered below did, in order; the platform's own steps rest."""
    monkeypatch.setattr(steps, "_steps", {})
    return []


def _register(done: list[str], name: str, lane: Lane, portions: int, *, patient: bool = False) -> None:
    left = [portions]

    def run(_now: datetime) -> bool:
        if not left[0]:
            return False
        left[0] -= 1
        done.append(name)
        return True

    steps.register(Step(name, lane, run, patient=patient))


@pytest.mark.django_db
def test_pages_of_an_import_are_baked_when_all_of_it_is_delivered(done: list[str]) -> None:
    _register(done, "bake", Lane.BULK, 1, patient=True)
    _register(done, "deliver", Lane.BULK, 3)
    loop.drain()
    assert done == ["deliver", "deliver", "deliver", "bake"]


@pytest.mark.django_db
@pytest.mark.parametrize("lane", [Lane.NOW, Lane.DEPENDENTS])
def test_no_step_of_an_urgent_lane_waits_for_another(done: list[str], lane: Lane) -> None:
    _register(done, "deliver", lane, 2)
    _register(done, "bake", lane, 1)
    loop.drain()
    assert done == ["deliver", "bake", "deliver"]


@pytest.mark.django_db
def test_bulk_waits_for_everything_more_urgent(done: list[str]) -> None:
    _register(done, "import", Lane.BULK, 1)
    _register(done, "notice", Lane.NOW, 2)
    loop.drain()
    assert done == ["notice", "notice", "import"]
