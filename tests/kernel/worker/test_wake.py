"""The bell wakes the worker at commit; without it work is found within the longest sleep."""

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from gongkai.kernel.worker import wake
from gongkai.kernel.worker.wake import Bell, ring

pytestmark = pytest.mark.django_db(transaction=True)

LONG = 5.0


@pytest.fixture
def bell() -> Iterator[Bell]:
    with Bell() as bell:
        yield bell


def slept(bell: Bell, seconds: float) -> float:
    started = time.monotonic()
    bell.wait(seconds)
    return time.monotonic() - started


def test_a_ring_wakes_at_once(bell: Bell) -> None:
    ring()
    assert slept(bell, LONG) < LONG / 2


def test_without_a_ring_the_sleep_has_its_length(bell: Bell) -> None:
    assert slept(bell, 0.3) >= 0.29


def test_the_bell_rings_at_commit_and_not_before(bell: Bell) -> None:
    with transaction.atomic():
        ring()
        assert slept(bell, 0.3) >= 0.29
    assert slept(bell, LONG) < LONG / 2


def test_a_transaction_undone_rings_no_bell(bell: Bell) -> None:
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        ring()
        raise ZeroDivisionError
    assert slept(bell, 0.3) >= 0.29


def test_many_rings_wake_but_a_few_times(bell: Bell) -> None:
    for _ in range(200):
        ring()
    # Once as a rule; on a busy machine some rings of PostgreSQL are still on their way when the first is heard.
    wakes = 0
    while slept(bell, 0.3) < 0.29:
        wakes += 1
    assert 1 <= wakes <= 20


def test_rings_heard_while_busy_can_be_taken_off_without_sleeping(bell: Bell) -> None:
    ring()
    time.sleep(0.1)
    assert slept(bell, 0) < 0.3
    assert slept(bell, 0.3) >= 0.29


def test_a_ring_wakes_a_sleeper(bell: Bell) -> None:
    def ring_elsewhere() -> None:
        ring()
        connection.close()

    threading.Timer(0.3, ring_elsewhere).start()
    assert 0.2 < slept(bell, LONG) < LONG / 2


def test_ringing_with_nobody_to_hear_it_does_no_harm() -> None:
    with transaction.atomic():
        ring()


class TestPipe:
    """The bell of SQLite."""

    @pytest.fixture(autouse=True)
    def _sqlite(self, needs_sqlite: None) -> None: ...

    def test_a_full_pipe_hinders_no_commit(self, bell: Bell) -> None:
        for _ in range(70_000):
            wake._write_to_pipe()
        assert slept(bell, LONG) < LONG / 2

    def test_a_bell_that_cannot_be_rung_hinders_no_commit(self, settings: Any, tmp_path: Path) -> None:
        settings.RUN = tmp_path / "a-file"
        settings.RUN.write_text("in the way")
        with transaction.atomic():
            ring()

    def test_a_file_in_place_of_the_pipe_is_replaced(self, settings: Any) -> None:
        path = Path(settings.RUN) / "wake"
        path.parent.mkdir(parents=True)
        path.write_text("restored from a backup")
        with Bell() as bell:
            assert slept(bell, 0.3) >= 0.29
            ring()
            assert slept(bell, LONG) < LONG / 2

    def test_two_workers_at_one_pipe_do_not_block_each_other(self, bell: Bell) -> None:
        with Bell() as other:
            ring()
            assert slept(bell, LONG) < LONG / 2
            assert slept(other, 0.3) < 1

    def test_the_pipe_is_for_its_owner_only(self, bell: Bell, settings: Any) -> None:
        assert (Path(settings.RUN) / "wake").stat().st_mode & 0o777 == 0o600


class TestNotify:
    """The bell of PostgreSQL."""

    @pytest.fixture(autouse=True)
    def _postgresql(self, needs_postgresql: None) -> None: ...

    def end_other_sessions(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )

    def test_a_lost_session_is_opened_again(self, bell: Bell) -> None:
        self.end_other_sessions()
        assert slept(bell, 0.2) < 1
        bell.wait(0)
        ring()
        assert slept(bell, LONG) < LONG / 2

    def test_a_database_away_is_waited_for(self, bell: Bell, monkeypatch: pytest.MonkeyPatch) -> None:
        self.end_other_sessions()
        session = bell._ear._session  # type: ignore[attr-defined]
        monkeypatch.setitem(session.settings_dict, "PORT", "1")
        for _ in range(3):
            assert 0.1 < slept(bell, 0.2) < 2
        monkeypatch.undo()
        bell.wait(0.1)
        ring()
        assert slept(bell, LONG) < LONG / 2
