"""One process at a time, whatever becomes of it."""

import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from gongkai.kernel.database.locks import exclusive
from support.programs import Programs

HOLDER = """
from gongkai.kernel.database.locks import exclusive
with exclusive("trial", wait=True) as held:
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def here(programs: Programs, settings: Any) -> Programs:
    """Programs, and this process among them: it uses their locks."""
    settings.RUN = programs.directory / "run"
    return programs


@pytest.fixture
def holder(here: Programs) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock."""
    process = here.start(HOLDER)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def free_within(seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with exclusive("trial") as held:
            if held:
                return True
        time.sleep(0.02)
    return False


def test_a_lock_held_by_another_process_is_not_given(holder: subprocess.Popen[str]) -> None:
    with exclusive("trial") as held:
        assert not held
    with exclusive("another") as held:
        assert held


def test_a_killed_process_holds_nothing(holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait()
    assert free_within(5)


def test_who_waits_gets_the_lock_when_it_is_free(holder: subprocess.Popen[str]) -> None:
    threading.Timer(0.3, holder.kill).start()
    started = time.monotonic()
    with exclusive("trial", wait=True) as held:
        assert held
    assert 0.2 < time.monotonic() - started < 10


def test_an_error_inside_gives_the_lock_back(here: Programs) -> None:
    with pytest.raises(ZeroDivisionError), exclusive("trial"):
        raise ZeroDivisionError
    assert here.ask(TRY) is True


TRY = """
from gongkai.kernel.database.locks import exclusive
with exclusive("trial") as held:
    print(json.dumps(held))
"""


def test_a_broken_transaction_gives_the_lock_back(here: Programs) -> None:
    """A session in a broken transaction can say nothing more, not even that it gives a lock back."""
    with pytest.raises(DatabaseError), transaction.atomic(), exclusive("trial"), connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    assert here.ask(TRY) is True


def test_a_lost_connection_loses_the_lock_and_leaves_none_behind(needs_postgresql: None, here: Programs) -> None:
    with pytest.raises(DatabaseError), exclusive("trial"), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    connection.close()
    assert here.ask(TRY) is True
    with exclusive("trial") as held:
        assert held


def test_a_connection_replaced_inside_does_not_give_back_what_it_does_not_hold(
    needs_postgresql: None, here: Programs, recwarn: pytest.WarningsRecorder
) -> None:
    with exclusive("trial") as held:
        assert held
        connection.close()
    assert here.ask(TRY) is True


def test_lock_files_stay_out_of_the_way_of_others(needs_sqlite: None, here: Programs) -> None:
    with exclusive("trial"):
        file = Path(here.directory / "run" / "trial.lock")
    assert file.stat().st_mode & 0o777 == 0o600
