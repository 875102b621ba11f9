"""Measure: ``run.py [NAME …] [--scale N] [--quick] [--page FILE]``; all benchmarks when none is named.

Prints each figure with its target and ``pass`` or ``short``, and writes ``docs/benchmarks.md``.
"""

import argparse
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import bulk
import clocks
import pages
import publish
import questions
import reading
import redacting
import report
import search
import staff
import start
from figures import CannotMeasureError, Outcome


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A benchmark: how much it does by default and when it need only be seen to run."""

    run: Callable[[int], Outcome]
    scale: int
    quick: int


BENCHMARKS = {
    "pages": Benchmark(pages.run, scale=3, quick=1),  # seconds of load
    "publish": Benchmark(publish.run, scale=100_000, quick=1_000),  # records in the database
    "bulk": Benchmark(bulk.run, scale=0, quick=60),  # laws; 0 are all
    "search": Benchmark(search.run, scale=100_000, quick=500),  # documents
    "questions": Benchmark(questions.run, scale=0, quick=5),  # questions; 0 are all
    "clocks": Benchmark(clocks.run, scale=1_000_000, quick=2_000),  # duties
    "staff": Benchmark(staff.run, scale=1_000_000, quick=300),  # records in the database
    "start": Benchmark(start.run, scale=3, quick=1),  # starts
    "reading": Benchmark(reading.run, scale=40, quick=1),  # documents in every format
    "redacting": Benchmark(redacting.run, scale=30, quick=2),  # papers
}


def main() -> int:
    """Run what was asked for; 0 when everything could be measured, whatever the figures are."""
    parser = argparse.ArgumentParser(description="Measure the platform beside its peers.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of: {', '.join(BENCHMARKS)}")
    parser.add_argument("--scale", type=int, help="records of `publish`, laws of `bulk`, seconds of `pages`, …")
    parser.add_argument("--quick", action="store_true", help="at the smallest scale, to see that they run")
    parser.add_argument("--page", type=Path, default=report.PAGE, help="the page to write; known parts of it stay")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # whatever was started ends with this process
    unknown = set(asked.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    outcomes, failed = [], []
    for name in asked.names or BENCHMARKS:
        benchmark = BENCHMARKS[name]
        scale = benchmark.quick if asked.quick else asked.scale if asked.scale is not None else benchmark.scale
        began = time.monotonic()
        try:
            outcome = benchmark.run(scale)
        except CannotMeasureError as error:
            print(f"{name}: cannot be measured: {error}", file=sys.stderr)
            failed.append(name)
            continue
        outcome.notes.append(f"Took {time.monotonic() - began:.0f} s in all.")
        print("\n".join(outcome.lines()), flush=True)
        outcomes.append(outcome)
    report.write(asked.page, outcomes)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
