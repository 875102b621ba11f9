"""A process killed at any moment leaves the last commit readable and no lock behind."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from backbone.search.entries import entry, index_number
from gongkai.backbone.search.embedded import EmbeddedEngine
from gongkai.backbone.search.engine import Query

WRITER = """
import sys
from pathlib import Path
from backbone.search.entries import entry
from gongkai.backbone.search.embedded import EmbeddedEngine
engine = EmbeddedEngine(Path(sys.argv[1]))
number = int(sys.argv[2])
while True:
    engine.apply([entry(n, seq=number) for n in range(1, 41)], [])
    print(number, flush=True)
    number += 1
"""


def killed_while_writing(root: Path, first: int, seconds: float) -> int:
    """Run a writer, kill it ``seconds`` after its first commit; answers the last it spoke of."""
    source = Path(__file__).parents[3] / "src"
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(root), str(first)],
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": f"{source}:{Path(__file__).parents[2]}"},
    )
    assert process.stdout is not None
    said = [process.stdout.readline()]
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    said += process.stdout.read().splitlines()
    process.stdout.close()
    process.wait()
    return max(int(line) for line in said if line.strip())


@pytest.mark.crash
@pytest.mark.parametrize("seed", [*range(4), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(4, 100))])
def test_what_was_committed_survives_a_kill_in_the_midst_of_the_next_commit(tmp_path: Path, seed: int) -> None:
    root, chance = tmp_path / "search", random.Random(seed)
    committed = killed_while_writing(root, 1, chance.uniform(0, 0.15))
    engine = EmbeddedEngine(root)
    held = set(engine.state([index_number(n) for n in range(1, 41)]).values())
    # One commit, whole: the one it spoke of last, or the next, finished before it could say so.
    assert len(held) == 1
    assert held <= {committed, committed + 1}
    assert engine.search(Query(text="住房")).total == 40
    started = time.monotonic()
    engine.apply([entry(41)], [])
    assert time.monotonic() - started < 5
    assert engine.count() == 41
    engine.close()
