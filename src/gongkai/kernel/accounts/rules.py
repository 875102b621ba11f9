"""How long guessing is made to wait; pure."""

from datetime import datetime, timedelta

FREE_TRIES = 5
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(hours=24)


def locked_until(count: int, last_at: datetime) -> datetime | None:
    """Until when no further try is heard after ``count`` failures in a row, ``None`` when the next one is.

    The sixth try waits one minute, each further one twice as long, at most an hour.
    """
    if count < FREE_TRIES:
        return None
    doublings: int = min(count - FREE_TRIES, 12)
    return last_at + min(LONGEST_WAIT, FIRST_WAIT * (1 << doublings))
