"""Calls are counted by all processes of a machine together."""

import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.kernel.api.limits import Counter

_CALLER = """
import sys
from pathlib import Path
from gongkai.kernel.api.limits import Counter
counter = Counter(Path(sys.argv[1]))
print(max(counter.count("a", 100.0) for _ in range(50)))
"""


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    return Counter(tmp_path / "calls.sqlite3")


def test_calls_are_counted_by_caller_and_minute(counter: Counter) -> None:
    assert [counter.count("a", 59.9), counter.count("a", 0), counter.count("b", 1)] == [1, 2, 1]
    assert [counter.count("a", 60), counter.count("a", 119)] == [1, 2]


def test_what_is_over_is_swept_away(counter: Counter, tmp_path: Path) -> None:
    for number in range(100):
        counter.count(f"caller{number}", 0)
    counter.count("a", 600)
    with counter._mutex:
        (left,) = counter._open().execute("SELECT count(*) FROM calls").fetchone()
    assert left == 1


def test_processes_count_together(tmp_path: Path) -> None:
    path = str(tmp_path / "calls.sqlite3")
    callers = [
        subprocess.Popen([sys.executable, "-c", _CALLER, path], stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    seen = [int(caller.communicate()[0]) for caller in callers]
    assert max(seen) == 150
    assert Counter(Path(path)).count("a", 100.0) == 151
