"""What processes cost, read from the kernel."""

import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def tree(pid: int) -> list[int]:
    """The process and everything below it."""
    below: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        fields = _stat(int(entry.name)) if entry.name.isdecimal() else None
        if fields is not None:
            below.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [pid]
    for each in found:
        found += below.get(each, [])
    return found


def cpu_seconds(pid: int) -> float:
    """Processor time of the process and all below it, those that have ended and were waited for included."""
    used = 0.0
    for each in tree(pid):
        fields = _stat(each)
        if fields is not None:
            used += sum(map(int, fields[11:15])) / _TICKS
    return used


def private_bytes(pid: int) -> int:
    """Memory of the process and all below it that is theirs alone; mapped files are the system's to take back."""
    return sum(_private(each) for each in tree(pid))


def _private(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8", "replace")
    except OSError:
        return 0
    found = re.search(r"^RssAnon:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def _stat(pid: int) -> list[str] | None:
    """The fields of ``/proc/PID/stat`` after the name, which may hold spaces."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return None


@contextmanager
def sampled(measure: Callable[[], float], every: float) -> Iterator[list[tuple[float, float]]]:
    """Take ``measure`` again and again beside what is done inside; points of seconds and value."""
    points: list[tuple[float, float]] = []
    ended = threading.Event()
    began = time.monotonic()

    def watch() -> None:
        while not ended.wait(every):
            points.append((time.monotonic() - began, measure()))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield points
    finally:
        ended.set()
        watcher.join()
