"""One process at a time, released by the operating system or the database when that process dies."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import Error, connection


@contextmanager
def exclusive(name: str, *, wait: bool = False) -> Iterator[bool]:
    """Yield True when this process holds the lock ``name``, False when another does.

    With ``wait`` it blocks until the lock is free. On SQLite, which means one machine, the lock is a file;
    on PostgreSQL it is an advisory lock of the session, so that it holds between machines. Inside a
    transaction PostgreSQL keeps it until that transaction ends: one that was broken could not give it back.
    Do not nest the same name: a file does not know that its holder asks again.
    """
    if connection.vendor != "postgresql":
        lock = _file(name, wait=wait)
    elif connection.in_atomic_block:
        lock = _of_transaction(_key(name), wait=wait)
    else:
        lock = _of_session(_key(name), wait=wait)
    with lock as held:
        yield held


@contextmanager
def _file(name: str, *, wait: bool) -> Iterator[bool]:
    folder = Path(settings.RUN)
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            held = True
        except BlockingIOError:
            held = False
        yield held
    finally:
        os.close(handle)


def _key(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)


def _take(function: str, key: int, *, wait: bool) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function if wait else function.replace('pg_', 'pg_try_')}(%s)", [key])
        return wait or bool(cursor.fetchone()[0])


@contextmanager
def _of_transaction(key: int, *, wait: bool) -> Iterator[bool]:
    yield _take("pg_advisory_xact_lock", key, wait=wait)


@contextmanager
def _of_session(key: int, *, wait: bool) -> Iterator[bool]:
    held = _take("pg_advisory_lock", key, wait=wait)
    session = connection.connection
    try:
        yield held
    finally:
        # Another session does not hold it: the one that did has ended, and the lock with it.
        if held and connection.connection is session:
            _give_back(key)


def _give_back(key: int) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
    except Error:
        # The end of the session gives it back whatever state that was in.
        connection.close()
