"""How often one sender may file or try a number and its secret; counted beside the database, for a minute each."""

import sqlite3
import time
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from gongkai.kernel.accounts.addresses import neighbourhood
from gongkai.kernel.api.limits import Counter

TRIES, FILINGS, PAPERS = 10, 5, 10  # in a minute


def may(request: HttpRequest, what: str, most: int, *, also: str = "") -> bool:
    """Note that this sender does ``what``; answers whether it is not too often.

    ``also`` is counted beside the sender, such as the number that is tried from many addresses.
    """
    callers = [f"{what}:{neighbourhood(str(request.META.get('REMOTE_ADDR', '')))}"]
    callers += [f"{what}:of:{also[:60]}"] if also else []
    try:
        counts = [_counter(Path(settings.RUN)).count(caller, time.time()) for caller in callers]
        return max(counts) <= most
    except sqlite3.Error:
        # Counting protects the service; when it cannot be done the service goes on.
        return True


@cache
def _counter(folder: Path) -> Counter:
    return Counter(folder / "request-calls.sqlite3")
