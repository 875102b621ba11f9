"""P3: a corpus of laws through import, baking, lists and index until everything is visible."""

import lzma
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from statistics import median

from figures import CannotMeasureError, Outcome, slope
from portal import ROOT, Platform, data_directory, script
from processes import cpu_seconds, private_bytes, sampled

LAWS = ROOT.parent / "shared/data/laws.jsonl.xz"
PER_CORE = 300
FLAT = 1.25
MEBIBYTE = 2**20


def run(scale: int) -> Outcome:
    """Import up to ``scale`` laws, all of them when it is 0."""
    if not LAWS.exists():
        raise CannotMeasureError("laws.jsonl.xz is not in the folder shared beside this checkout")
    outcome = Outcome("P3", "bulk import and publish: laws through import, pages, lists and index")
    with data_directory() as data, Platform(data) as platform:
        platform.wait()
        script("found.py", env=platform.env)
        script("settled.py", env=platform.env)
        before, began = cpu_seconds(platform.pid), time.monotonic()
        with sampled(lambda: private_bytes(platform.pid), 0.5) as memory:
            importing = _import(platform, scale)
            read = time.monotonic() - began
            script("settled.py", env=platform.env)
        took, working = time.monotonic() - began, cpu_seconds(platform.pid) - before
        count = int(script("found.py", "count", env=platform.env))
    corpus = _bytes(count)
    per_core = count / (importing + working)
    outcome.figure("records", "", [count])
    outcome.figure("text of a record, on average", "bytes", [corpus / count])
    outcome.figure("until imported", "s", [read])
    outcome.figure("until everything is visible", "s", [took])
    outcome.figure("processor time: import", "s", [importing])
    outcome.figure("processor time: worker and web", "s", [working])
    outcome.figure("records per second of the clock", "/s", [count / took])
    outcome.figure("records per second of processor time", "/s", [per_core])
    outcome.judge(f"{per_core:.0f} records/s/core", f"≥ {PER_CORE}", passed=per_core >= PER_CORE)
    _judge_memory(outcome, memory, count / took)
    return outcome


def _import(platform: Platform, scale: int) -> float:
    """Processor seconds of the importing command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "gongkai", "import-laws", "--json", "--limit", str(scale), str(LAWS)]
    subprocess.run(command, env=platform.env, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _bytes(count: int) -> int:
    """How many bytes of text the imported lines had."""
    with lzma.open(LAWS) as lines:
        return sum(len(line) for _, line in zip(range(count), lines, strict=False))


def _judge_memory(outcome: Outcome, points: Sequence[tuple[float, float]], per_second: float) -> None:
    """Memory is flat when the last quarter of the run needs little more than the second."""
    quarter = len(points) // 4
    if not quarter:
        outcome.notes.append("Too few records to say whether memory is flat.")
        return
    early = median(value for _, value in points[quarter : 2 * quarter])
    late = median(value for _, value in points[-quarter:])
    growth = slope(points[quarter:]) / per_second * 1000
    outcome.figure("private memory of all processes: greatest", "MiB", [max(v for _, v in points) / MEBIBYTE])
    outcome.figure("private memory: slope after the first quarter", "MiB per 1,000 records", [growth / MEBIBYTE])
    outcome.judge(
        f"memory of the last quarter of the run {late / early:.2f}× that of the second",
        f"≤ {FLAT}× (flat)",
        passed=late <= early * FLAT,
    )
