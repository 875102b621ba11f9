"""Damaged files: every reader answers with a document or with its own error, soon and without filling memory.

``GONGKAI_FUZZ=1000,50000`` begins with number 1000 and makes 50,000 of each kind. Those that failed once, and the
first of each package, are kept below.
"""

import os
from pathlib import Path

import pytest

from support import fuzzing
from support.fuzzing import fuzz
from support.seeds import SEEDS

SHORT = 300
KEPT = (
    ("docx", 0),
    ("pdf", 0),
    ("pdf", 1470),  # letters at no number
    ("pdf", 2561),  # letters infinitely far off
    ("pdf", 5986),  # letters too small to see
    ("ofd", 0),
)


@pytest.mark.slow
@pytest.mark.timeout(0)
@pytest.mark.parametrize("kind", SEEDS)
def test_a_damaged_file_is_read_or_refused_in_time(kind: str) -> None:
    tally = fuzz(kind, 0, SHORT)
    assert not tally.failed, str(tally)
    assert tally.done == SHORT
    assert tally.read > SHORT // 20, "hardly any is read: the damage is too great to reach the readers"


@pytest.mark.endurance
@pytest.mark.timeout(0)
@pytest.mark.parametrize("kind", SEEDS)
def test_50_000_damaged_files_are_read_or_refused_in_time(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    first, _, rounds = os.environ.get("GONGKAI_FUZZ", "0,50000").partition(",")
    tally = fuzz(kind, int(first), int(rounds))
    with capsys.disabled():
        print(f"\n{tally}", end="")  # noqa: T201 - the figures are asked for
    assert not tally.failed, str(tally)


@pytest.mark.parametrize(("kind", "number"), KEPT)
def test_what_failed_once_does_so_no_more(kind: str, number: int) -> None:
    fuzzing.try_one(kind, number)


def test_a_file_is_the_same_every_time() -> None:
    assert fuzzing.file_of("docx", 7) == fuzzing.file_of("docx", 7) != fuzzing.file_of("docx", 10)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("raise KeyError('x')", "KeyError: 'x'"),
        ("os.abort()", "ended with -6"),
        ("while True: pass", "took more than"),
        ("bytearray(1 << 30)", "MemoryError"),
    ],
)
def test_a_reader_that_fails_is_told_by_its_number(fault: str, why: str, tmp_path: Path) -> None:
    program = tmp_path / "faulty.py"
    program.write_text(
        f"import os, sys\nsys.path.insert(0, {str(fuzzing.TESTS)!r})\n"
        "from support import fuzzing\nfuzzing.SECONDS = 0.3\n"
        f"def try_one(kind, number):\n    if number == 3:\n        {fault}\n    return True\n"
        "fuzzing.try_one = try_one\nfuzzing.main()\n"
    )
    tally = fuzz("txt", 0, 6, program=program)
    assert list(tally.failed) == [3]
    assert why in tally.failed[3]
    assert (tally.read, tally.refused, tally.done) == (5, 0, 6)
