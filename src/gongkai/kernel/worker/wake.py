"""The bell: whoever commits work rings it, the worker sleeps until it rings.

On PostgreSQL this is ``LISTEN``/``NOTIFY``, which the database sends at commit. On SQLite it is a named pipe
in the data directory. A ring that gets lost costs at most the longest sleep, never the work.
"""

import contextlib
import logging
import os
import select
import stat
import time
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from django.conf import settings
from django.db import Error, connection, transaction

log = logging.getLogger(__name__)

_CHANNEL = "gongkai_work"


def _pipe() -> Path:
    return Path(settings.RUN) / "wake"


def ring() -> None:
    """Wake the worker when the current transaction has committed, at once outside of one."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [_CHANNEL])
    else:
        transaction.on_commit(_write_to_pipe)


def _write_to_pipe() -> None:
    # No worker listens, the pipe is full of rings, it belongs to someone else: what was committed stays
    # committed, and the worker finds it without the ring.
    with contextlib.suppress(OSError):
        handle = os.open(_pipe(), os.O_WRONLY | os.O_NONBLOCK)
        try:
            os.write(handle, b"!")
        finally:
            os.close(handle)


class _Ear(Protocol):
    def wait(self, seconds: float) -> None: ...
    def close(self) -> None: ...


class _PipeEar:
    def __init__(self) -> None:
        path = _pipe()
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not stat.S_ISFIFO(path.stat().st_mode):
            path.unlink()  # a file, as some backups make of a pipe: always ready, it would never let us sleep
        with contextlib.suppress(FileExistsError):
            os.mkfifo(path, 0o600)
        # Read and write: with no writer left a pipe opened for reading alone would be always ready.
        self._handle = os.open(path, os.O_RDWR | os.O_NONBLOCK)

    def wait(self, seconds: float) -> None:
        ready, _, _ = select.select([self._handle], [], [], seconds)
        if ready:
            # Of several workers another may have been quicker.
            with contextlib.suppress(BlockingIOError):
                os.read(self._handle, 65536)

    def close(self) -> None:
        os.close(self._handle)


class _NotificationEar:
    """A session of its own, opened when it is needed and again when it was lost."""

    def __init__(self) -> None:
        self._session = connection.copy()
        self._listen_if_possible()

    def wait(self, seconds: float) -> None:
        if not self._listen_if_possible():
            time.sleep(seconds)
            return
        try:
            with self._session.wrap_database_errors:
                for _ in self._session.connection.notifies(timeout=seconds, stop_after=1):
                    pass
                for _ in self._session.connection.notifies(timeout=0):
                    pass  # many rings are one
        except Error as error:
            log.warning("the bell is out of order, looking for work once in a while: %s", error)
            self.close()
            time.sleep(seconds)

    def _listen_if_possible(self) -> bool:
        if self._session.connection is not None:
            return True
        try:
            with self._session.cursor() as cursor:
                cursor.execute(f"LISTEN {_CHANNEL}")
        except Error:
            self.close()
            return False
        return True

    def close(self) -> None:
        self._session.close()


class Bell:
    """The worker's end of the bell, used in a ``with`` block."""

    def __enter__(self) -> Self:
        self._ear: _Ear = _NotificationEar() if connection.vendor == "postgresql" else _PipeEar()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ear.close()

    def wait(self, seconds: float) -> None:
        """Sleep until the bell rings, at most ``seconds``; rings heard so far are one."""
        self._ear.wait(seconds)
