"""Numbers without gaps."""

from django.db import connection, transaction

_ISSUE = """
    INSERT INTO numbers_counter (name, value) VALUES (%s, %s)
    ON CONFLICT (name) DO UPDATE SET value = numbers_counter.value + EXCLUDED.value
    RETURNING value
"""


def issue(name: str, count: int = 1) -> range:
    """The next ``count`` numbers of the series ``name``, from 1 upwards.

    Must run inside a transaction: the counter's row stays locked until it ends, so that numbers become
    visible in their order and a rolled-back transaction leaves no gap. Take several series in the order
    of their names and emit events, which have a series too, last: two transactions then never wait for each
    other in a ring.
    """
    if count < 1:
        raise ValueError(f"at least one number must be asked for, not {count}")
    last = _issued(name, count)
    return range(last - count + 1, last + 1)


def hold(name: str) -> None:
    """Lock the counter of the series until the transaction ends, before any number is needed of it."""
    _issued(name, 0)


def _issued(name: str, count: int) -> int:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("numbers are issued inside a transaction only")
    with connection.cursor() as cursor:
        cursor.execute(_ISSUE, [name, count])
        (last,) = cursor.fetchone()
    return int(last)
