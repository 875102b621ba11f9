"""The loop of the worker process."""

import logging
import os
import threading
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import Error, close_old_connections, connection
from django.utils import timezone

from gongkai.kernel.database.locks import exclusive
from gongkai.kernel.worker.steps import Lane, Step, in_lane
from gongkai.kernel.worker.wake import Bell

log = logging.getLogger(__name__)

LONGEST_SLEEP_SECONDS = 1.0
FIRST_REST = timedelta(seconds=1)
LONGEST_REST = timedelta(seconds=30)

Clock = Callable[[], datetime]


class _Rests:
    """Steps that failed rest for a while, doubling, so that one broken step never starves the others."""

    def __init__(self) -> None:
        self._until: dict[str, tuple[datetime, timedelta]] = {}

    def rests(self, step: Step, now: datetime) -> bool:
        return step.name in self._until and now < self._until[step.name][0]

    def failed(self, step: Step, now: datetime) -> None:
        last = self._until.get(step.name)
        pause = min(LONGEST_REST, last[1] * 2) if last else FIRST_REST
        self._until[step.name] = (now + pause, pause)

    def worked(self, step: Step) -> None:
        self._until.pop(step.name, None)


class Turns:
    """The turns of one worker, and what it remembers between them: who rests, and who is next in a lane."""

    def __init__(self, clock: Clock = timezone.now) -> None:
        self._clock = clock
        self._rests = _Rests()
        self._last: dict[Lane, str] = {}

    def take(self) -> bool:
        """Run every urgent step, or else one portion of the first later lane with work; answers whether any was found.

        One portion only, so that what becomes urgent meanwhile waits for no second one.
        """
        urgent = [self._run(step) for step in in_lane(Lane.NOW)]
        return any(urgent) or any(self._portion(lane) for lane in (Lane.DEPENDENTS, Lane.BULK))

    def _portion(self, lane: Lane) -> bool:
        """Let the steps of a lane take turns, so that none starves the others; the patient ones come after them."""
        steps = in_lane(lane)
        names = [step.name for step in steps]
        last = self._last.get(lane)
        first = names.index(last) + 1 if last in names else 0
        for step in sorted((*steps[first:], *steps[:first]), key=lambda step: step.patient):
            if self._run(step):
                self._last[lane] = step.name
                return True
        return False

    def _run(self, step: Step) -> bool:
        now = self._clock()
        if self._rests.rests(step, now):
            return False
        try:
            with nullcontext(True) if step.locks_itself else exclusive(f"step-{step.name}") as held:
                found = held and step.run(now)
        except Exception as error:
            log.exception("step %s failed and rests", step.name)
            if isinstance(error, Error):
                connection.close()
            self._rests.failed(step, now)
            return False
        self._rests.worked(step)
        return found


def turn(clock: Clock = timezone.now) -> bool:
    """One turn of a worker that remembers nothing; answers whether there was work."""
    return Turns(clock).take()


def drain(clock: Clock = timezone.now) -> None:
    """Work until nothing is left to do now; for commands and tests."""
    turns = Turns(clock)
    while turns.take():
        pass


def run(stop: threading.Event, clock: Clock = timezone.now) -> None:
    """Work until ``stop`` is set; sleeps on the bell when there is nothing to do."""
    turns = Turns(clock)
    heartbeat = Path(settings.RUN) / "worker.alive"
    heartbeat.parent.mkdir(parents=True, exist_ok=True)
    with Bell() as bell:
        while not stop.is_set():
            heartbeat.touch()
            found = turns.take()
            if not found:
                close_old_connections()
            # The rings of work just done are taken off, too: a worker long busy is not woken once for each.
            bell.wait(0 if found else LONGEST_SLEEP_SECONDS)
    log.info("worker %s stopped", os.getpid())
