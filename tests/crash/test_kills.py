"""Killed at any moment, any number of times: what was committed is visible exactly once everywhere."""

import hashlib
import json
import os
import random
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from crash.platform_under_fire import Platform, platform_under_fire

pytestmark = pytest.mark.crash


@pytest.fixture
def database() -> Iterator[str]:
    """A new PostgreSQL database where ``DATABASE_URL`` names a server; else empty, for SQLite."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield ""
        return
    name = f"crash_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield f"{server.rpartition('/')[0]}/{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Reader(threading.Thread):
    """Reads what is being published all the while; keeps every answer that is not one of an edition."""

    def __init__(self, platform: Platform) -> None:
        super().__init__(daemon=True)
        self._platform, self._stop_now = platform, threading.Event()
        self.read: dict[str, set[str]] = {}
        self.strange: list[str] = []

    def run(self) -> None:
        chance = random.Random(1)
        while not self._stop_now.wait(0.05):
            prefix, serial = chance.choice(("011100006", "011100009")), chance.randint(1, 300)
            number = f"{prefix}/{time.localtime().tm_year}-{serial:05d}"
            status, body = self._platform.get(f"/info/{number}.json")
            if status == 200:
                self.read.setdefault(number, set()).add(hashlib.sha256(body).hexdigest())
            elif status not in (0, 404, 410):
                self.strange.append(f"{number}: {status}")

    def end(self) -> None:
        self._stop_now.set()
        self.join()


def killed(platform: Platform, kills: int, seed: int) -> tuple[Counter[str], Reader]:
    """Kill so often while two publish and one reads; answers how often each was hit, and the reader."""
    chance, reader = random.Random(seed), Reader(platform)
    platform.start_publisher()
    platform.start_publisher()
    reader.start()
    hit = Counter(platform.kill_one(chance) for _ in range(kills))
    reader.end()
    platform.stop_publishers()
    return hit, reader


def check_the_world(platform: Platform, reader: Reader) -> int:
    """Wait until all is worked off and compare; answers how many publications there were."""
    platform.until(platform.answers, 30)
    facts: dict[str, Any] = json.loads(platform.run("crash.inspection"))
    assert facts["findings"] == []
    held = {tuple(row) for row in facts["editions"]}
    assert {tuple(row) for row in platform.said} <= held, "a publication was confirmed and is lost"
    digests = {(number, digest) for number, _, digest, _ in held}
    assert {(n, d) for n, some in reader.read.items() for d in some} <= digests, "a reader got half a page"
    assert reader.strange == []
    for name in facts["unfinished"]:
        assert platform.get(f"/{name}")[0] == 404
        assert platform.get(f"/{name.removesuffix('.gz')}")[0] == 404
    return len(held)


def report(hit: Counter[str], publications: int, seconds: float, database: str) -> None:
    """The figures, for whoever runs this with ``-s``."""
    told = ", ".join(f"{name} {count}" for name, count in sorted(hit.items()))
    sys.stdout.write(
        f"\n{sum(hit.values())} kills ({told}), {publications} publications, {seconds:.0f} s "
        f"on {'PostgreSQL' if database else 'SQLite'}\n"
    )


def kill_and_check(folder: Path, database: str, *, kills: int, seed: int) -> None:
    """One platform through all of it."""
    started = time.monotonic()
    with platform_under_fire(folder, database, seed) as platform:
        hit, reader = killed(platform, kills, seed)
        publications = check_the_world(platform, reader)
    assert publications > kills
    report(hit, publications, time.monotonic() - started, database)


@pytest.mark.timeout(300)
def test_after_some_kills_every_edition_is_visible_exactly_once(tmp_path: Path, database: str) -> None:
    kill_and_check(tmp_path, database, kills=15, seed=4)


@pytest.mark.endurance
@pytest.mark.timeout(3600)
def test_after_two_hundred_kills_every_edition_is_visible_exactly_once(tmp_path: Path, database: str) -> None:
    kill_and_check(tmp_path, database, kills=200, seed=2026)
