"""The worker process lives on when the database goes away and comes back, and works on what was told meanwhile."""

import time
from collections.abc import Callable

from django.db import connection

from support.programs import Programs

WORKER = """
import signal, threading
from gongkai.kernel.events import Consumer, consumers
from gongkai.kernel.worker import loop, steps
steps._steps.clear()
def handle(deliveries):
    with open(os.path.join(sys.argv[2], "done"), "a") as done:
        done.writelines(d.subject + "\\n" for d in deliveries)
    return {}
consumers.register(Consumer("writer", ("trial.",), handle))
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
loop.run(stop)
"""

TELL = """
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.services import emit
with transaction.atomic():
    emit(Emission("trial.made", "{subject}"), lane=Lane.NOW, now=NOW)
"""


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.05)
    return False


def end_all_other_sessions() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])


def test_a_worker_whose_sessions_are_ended_again_and_again_works_on(needs_postgresql: None, programs: Programs) -> None:
    worker = programs.start(WORKER)
    done = programs.directory / "done"

    def has(subject: str) -> bool:
        return done.exists() and subject in done.read_text().split()

    try:
        for turn in range(3):
            programs.run(TELL.format(subject=f"s{turn}"))
            assert within(30, lambda turn=turn: has(f"s{turn}")), turn  # type: ignore[misc]
            # One for the work, one for the bell.
            assert within(10, lambda: end_all_other_sessions() >= 2)
            assert worker.poll() is None
        worker.terminate()
        worker.communicate(timeout=20)
        assert worker.returncode == 0
    finally:
        worker.kill()
        worker.communicate()
