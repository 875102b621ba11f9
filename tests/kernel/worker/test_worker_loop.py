"""The worker's turns: what is urgent first, nobody starved, nobody stopped by another's fault."""

import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from gongkai.kernel.database.locks import exclusive
from gongkai.kernel.worker import Lane, Step, loop, steps
from gongkai.kernel.worker.loop import Turns, drain, turn
from kernel.worker.conftest import Plan

pytestmark = pytest.mark.django_db


class Clock:
    """A clock that the test moves."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


def test_a_later_lane_works_only_when_the_earlier_ones_are_empty(plan: Plan, done: list[str]) -> None:
    plan("bulk", Lane.BULK, 2)
    plan("dependents", Lane.DEPENDENTS, 1)
    plan("now", Lane.NOW, 2)
    drain()
    assert done == ["now", "now", "dependents", "bulk", "bulk"]
    assert not turn()


def test_every_urgent_step_works_in_each_turn(plan: Plan, done: list[str], clock: Clock) -> None:
    plan("a", Lane.NOW, 2)
    plan("b", Lane.NOW, 1)
    turns = Turns(clock)
    assert turns.take()
    assert done == ["a", "b"]


def test_what_becomes_urgent_waits_for_one_portion_at_most(plan: Plan, done: list[str], clock: Clock) -> None:
    for name in ("x", "y", "z"):
        plan(name, Lane.BULK, 5)
    turns = Turns(clock)
    assert turns.take()
    assert done == ["x"]
    plan("urgent", Lane.NOW, 1)
    turns.take()
    assert done == ["x", "urgent"]


def test_the_steps_of_a_lane_take_turns(plan: Plan, done: list[str]) -> None:
    plan("a", Lane.BULK, 3)
    plan("b", Lane.BULK, 1)
    plan("c", Lane.BULK, 2)
    drain()
    assert done == ["a", "b", "c", "a", "c", "a"]


def test_a_failing_step_stops_no_other_and_rests_longer_each_time(plan: Plan, done: list[str], clock: Clock) -> None:
    plan("broken", Lane.NOW, breaks=ValueError("broken"))
    plan("urgent", Lane.NOW, 1)
    plan("bulk", Lane.BULK, 1)
    turns = Turns(clock)
    assert turns.take()
    assert turns.take()
    assert not turns.take()
    assert done == ["broken!", "urgent", "bulk"]
    rests = []
    for _ in range(7):
        began = clock.now
        while done[-1] != "again":
            clock.passes(milliseconds=500)
            turns.take()
            done.append("again" if done[-1] == "broken!" else "")
        rests.append((clock.now - began).total_seconds())
        done.append("")
    assert rests == [1, 2, 4, 8, 16, 30, 30]


def test_a_step_that_works_again_has_its_first_short_rest_again(plan: Plan, done: list[str], clock: Clock) -> None:
    broken = [True]

    def work(now: datetime) -> bool:
        if broken[0]:
            raise ValueError("broken")
        return False

    plan("other", Lane.BULK)
    steps.register(Step("shaky", Lane.NOW, work))
    turns = Turns(clock)
    for _ in range(4):
        turns.take()
        clock.passes(minutes=1)
    broken[0] = False
    turns.take()
    broken[0] = True
    turns.take()
    shaky = next(step for step in steps.in_lane(Lane.NOW) if step.name == "shaky")
    clock.passes(seconds=1)
    assert not turns._rests.rests(shaky, clock.now)


def test_a_step_of_the_same_name_takes_the_place_of_the_first(plan: Plan, done: list[str]) -> None:
    plan("a", Lane.NOW, 1)
    plan("a", Lane.NOW, 2)
    drain()
    assert done == ["a", "a"]


@pytest.mark.django_db(transaction=True)
def test_a_step_that_another_worker_runs_is_left_to_it(plan: Plan, done: list[str], needs_sqlite: None) -> None:
    plan("shared", Lane.NOW, 1)
    plan("bulk", Lane.BULK, 1)
    with exclusive("step-shared"):
        drain()
    assert done == ["bulk"]
    drain()
    assert done == ["bulk", "shared"]


@pytest.mark.django_db(transaction=True)
def test_the_loop_works_shows_that_it_lives_and_stops_when_told(plan: Plan, settings: Any) -> None:
    stop, worked = threading.Event(), []

    def work(now: datetime) -> bool:
        worked.append(now)
        if len(worked) == 3:
            stop.set()
        return True

    plan("other", Lane.BULK)
    steps.register(Step("work", Lane.NOW, work))
    started = time.time()
    loop.run(stop)
    assert len(worked) == 3
    assert (Path(settings.RUN) / "worker.alive").stat().st_mtime >= started - 1


@pytest.mark.django_db(transaction=True)
def test_the_loop_survives_a_step_that_loses_the_database(plan: Plan) -> None:
    stop, tried = threading.Event(), []

    def work(now: datetime) -> bool:
        tried.append(now)
        if len(tried) == 2:
            stop.set()
            return True
        raise OperationalError("the server is going away")

    plan("other", Lane.BULK)
    steps.register(Step("work", Lane.NOW, work))
    loop.run(stop)
    assert len(tried) == 2
    assert tried[1] - tried[0] >= loop.FIRST_REST
