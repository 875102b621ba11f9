"""Damages files and reads them in a process of its own, which may neither die, nor hang, nor fill memory.

``python tests/support/fuzzing.py`` with ``--kinds docx,pdf --first 0 --rounds 50000`` prints a line for each kind: how
many damaged files were read, how many refused, and the numbers of those that failed. A file is made anew from the name
of its kind and its number, so that a failure is found again by these two.
"""

import argparse
import json
import mmap
import os
import random
import resource
import signal
import struct
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent / "src")]

from gongkai.foundations import texts
from gongkai.foundations.texts import setting
from gongkai.foundations.texts.checking import check_document
from gongkai.foundations.texts.personal import find_in_document
from support.mutations import damaged
from support.seeds import SEEDS

SECONDS = 10  # of the clock, for one file
MEGABYTES = 500  # that reading may take beside what the process itself needs
_PROGRESS = struct.Struct("<QQQ")  # the number being tried, how many were read, the most megabytes
_OWN = 160  # megabytes of the process before it reads anything


@dataclass(slots=True)
class Tally:
    """What became of damaged files of one kind; ``failed`` says of each number why."""

    kind: str
    read: int = 0
    refused: int = 0
    peak: int = 0
    failed: dict[int, str] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """How many files were tried."""
        return self.read + self.refused + len(self.failed)

    def __str__(self) -> str:
        said = f"{self.kind}: {self.done:,} files, {self.read:,} read, {self.refused:,} refused"
        failures = "".join(f"\n  {number}: {why}" for number, why in sorted(self.failed.items()))
        return f"{said}, {len(self.failed)} failed; at most {self.peak} MB{failures}"


@cache
def seeds_of(kind: str) -> list[bytes]:
    """The good files that are damaged."""
    return [make() for make in SEEDS[kind]]


def file_of(kind: str, number: int) -> bytes:
    """The damaged file of this number: the same every time."""
    seeds = seeds_of(kind)
    return damaged(seeds[number % len(seeds)], random.Random(f"{kind} {number}"))


def try_one(kind: str, number: int) -> bool:
    """Whether the file could be read; anything but our own error is raised."""
    try:
        document = texts.read(file_of(kind, number), name=f"a.{kind.partition(' ')[0]}")
    except texts.UnreadableFileError as error:
        if not error.message:
            raise AssertionError("an error without words") from error
        return False
    _use(document)
    return True


def _use(document: texts.Document) -> None:
    """Everything that is done with a document that was read."""
    texts.to_html(document, [entry.to_data() for entry in texts.outline(document)])
    texts.to_markdown(document)
    if texts.from_data(texts.to_data(document)).blocks != document.blocks:
        raise AssertionError("another document after it was stored")
    texts.parse_official(document)
    find_in_document(document)
    check_document(document)
    setting.to_docx(document)


def fuzz(kind: str, first: int, rounds: int, *, program: Path = Path(__file__)) -> Tally:
    """Try so many files, in a process of the program that is started anew behind each that ended it."""
    tally, number = Tally(kind), first
    while number < first + rounds:
        number = _portion(tally, number, first + rounds, program)
    return tally


def _portion(tally: Tally, first: int, end: int, program: Path) -> int:
    """Try from this number until the process ends; the number to go on with."""
    with tempfile.NamedTemporaryFile() as progress:
        progress.write(_PROGRESS.pack(first, 0, 0))
        progress.flush()
        command = [sys.executable, str(program), "--child", progress.name, tally.kind, str(first), str(end)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        reached, read, peak = _PROGRESS.unpack(Path(progress.name).read_bytes())
    failed = {int(number): why for number, why in map(json.loads, run.stdout.splitlines())}
    tally.read += read
    tally.refused += reached - first - read - len(failed)
    tally.peak = max(tally.peak, peak)
    tally.failed |= failed
    if run.returncode:
        tally.failed[reached] = _ended(run.returncode, run.stderr)
        return int(reached) + 1
    return end


def _ended(status: int, words: str) -> str:
    if status == -signal.SIGALRM:
        return f"took more than {SECONDS} s"
    return f"the process ended with {status}: {' '.join(words.split())[-300:]}"


def _child(progress: str, kind: str, first: int, end: int) -> None:
    """Read the files from ``first`` to before ``end``; the number being tried stands in a file others can read."""
    limit = (_OWN + MEGABYTES) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    seeds_of(kind)
    read = 0
    with Path(progress).open("r+b") as file, mmap.mmap(file.fileno(), _PROGRESS.size) as place:
        for number in range(first, end):
            place[:] = _PROGRESS.pack(number, read, _peak())
            signal.setitimer(signal.ITIMER_REAL, SECONDS)
            try:
                read += try_one(kind, number)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what was looked for
                print(json.dumps([number, f"{type(error).__name__}: {error}"[:300]]), flush=True)
            signal.setitimer(signal.ITIMER_REAL, 0)
        place[:] = _PROGRESS.pack(end, read, _peak())


def _peak() -> int:
    """The most megabytes this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> int:
    """Fuzz the kinds asked for and say what came of it; 1 when anything failed."""
    if sys.argv[1:2] == ["--child"]:
        _child(sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
        return 0
    parser = argparse.ArgumentParser(description="Damage files and read them.")
    parser.add_argument("--kinds", default=",".join(SEEDS))
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=50_000)
    asked = parser.parse_args()
    failed = 0
    for kind in asked.kinds.split(","):
        tally = fuzz(kind, asked.first, asked.rounds)
        print(tally, flush=True)
        failed += len(tally.failed)
    return 1 if failed else 0


if __name__ == "__main__":
    os.nice(10)
    sys.exit(main())
