"""The worker killed while it indexes, and the index itself taken away: in the end it holds what the database holds."""

import random
import shutil
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from crash.platform_under_fire import platform_under_fire
from crash.test_kills import Reader, check_the_world, database

__all__ = ["database"]

pytestmark = pytest.mark.crash
ONLY_WORKERS = (1, 0, 0)


def kill_the_indexing(folder: Path, url: str, *, kills: int, seed: int) -> None:
    """Kill workers while two publish; each tenth time the directory of the index is deleted as well."""
    started, chance, hit = time.monotonic(), random.Random(seed), Counter[str]()
    with platform_under_fire(folder, url, seed) as platform:
        reader = Reader(platform)
        reader.start()
        platform.start_publisher()
        platform.start_publisher()
        for number in range(1, kills + 1):
            hit[platform.kill_one(chance, ONLY_WORKERS)] += 1
            if number % 10 == 0:
                shutil.rmtree(folder / "data/search", ignore_errors=True)
                hit["index deleted"] += 1
        reader.end()
        platform.stop_publishers()
        publications = check_the_world(platform, reader)
    assert hit["worker"] == kills
    assert publications > kills
    told = ", ".join(f"{name} {count}" for name, count in sorted(hit.items()))
    sys.stdout.write(f"\n{told}; {publications} publications; {time.monotonic() - started:.0f} s\n")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_after_ten_kills_the_index_holds_what_the_database_holds(tmp_path: Path, database: str) -> None:
    kill_the_indexing(tmp_path, database, kills=10, seed=7)


@pytest.mark.endurance
@pytest.mark.timeout(3600)
def test_after_a_hundred_kills_the_index_holds_what_the_database_holds(tmp_path: Path, database: str) -> None:
    kill_the_indexing(tmp_path, database, kills=100, seed=2026)
