"""Whoever handles requests is killed at any moment: no event that was committed is lost, none is there by half."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from crash.platform_under_fire import ROOT
from crash.test_kills import database

__all__ = ["database"]

pytestmark = pytest.mark.crash
CHECK = """
import django, json
django.setup()
from gongkai.affairs.foi.checking import differing
from gongkai.affairs.foi.models import CaseEvent, DisclosureRequest, Letter, Sealed
from gongkai.affairs.foi.rules.workflow import workflow
from gongkai.kernel.audit.models import AuditEntry
events = workflow().events
lettered = {name for name, kind in events.items() if kind.letters}
rows = list(DisclosureRequest.objects.values_list("pk", "number", "events", "serial"))
told = {pk: list(CaseEvent.objects.filter(request=pk).values_list("number", "kind")) for pk, *_ in rows}
print(json.dumps({
    "differing": list(differing()),
    "events": {number: events for _, number, events, _ in rows},
    "gaps": [n for pk, n, count, _ in rows if [each for each, _ in told[pk]] != list(range(1, count + 1))],
    "serials": sorted(serial for *_, serial in rows) == list(range(1, len(rows) + 1)),
    "unsealed": [n for pk, n, *_ in rows if not Sealed.objects.filter(request=pk, slot="applicant").exists()],
    "unwritten": [
        [number, kind] for pk, number, *_ in rows for at, kind in told[pk]
        if kind in lettered and not Letter.objects.filter(request=pk, event=at).exists()
    ],
    "audits": AuditEntry.objects.filter(action__startswith="request.").count(),
    "happened": CaseEvent.objects.count(),
}))
"""


def kill_the_registrars(folder: Path, url: str, *, kills: int, seed: int) -> None:
    """Kill one of two who work, again and again; then look at all that was said and all that is there."""
    started, chance = time.monotonic(), random.Random(seed)
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment = kept | {
        "GONGKAI_DATA": str(folder / "data"),
        "GONGKAI_DEMO": "0",
        "DATABASE_URL": url or f"sqlite:///{folder}/data/gongkai.sqlite3",
        "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'tests'}",
    }

    def run(*words: str) -> str:
        command = [sys.executable, *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=120).stdout

    (folder / "data").mkdir()
    run("-m", "gongkai", "migrate")
    run("-m", "crash.registrar", "lay-out")
    said: list[Path] = []

    def begin() -> subprocess.Popen[bytes]:
        said.append(folder / f"said-{len(said)}")
        with said[-1].open("wb") as out:
            words = [sys.executable, "-m", "crash.registrar", f"{seed}-{len(said)}"]
            return subprocess.Popen(words, env=environment, stdout=out, stdin=subprocess.DEVNULL)

    working = [begin(), begin()]
    for _ in range(kills):
        _until(lambda: all(path.stat().st_size for path in said[-2:]))
        time.sleep(chance.uniform(0, 0.3))
        one = chance.randrange(2)
        working[one].send_signal(signal.SIGKILL)
        working[one].wait()
        working[one] = begin()
    for process in working:
        process.kill()
        process.wait()
    lines = [line for path in said for line in path.read_text().splitlines() if line.endswith("]")]
    committed = [json.loads(line) for line in lines]
    found = json.loads(run("-c", CHECK))
    lost = [[number, at] for number, at in committed if found["events"].get(number, 0) < at]
    wrong = {name: found[name] for name in ("differing", "gaps", "unsealed", "unwritten") if found[name]}
    assert (lost, wrong, found["serials"]) == ([], {}, True)
    assert found["audits"] == found["happened"]
    assert len(committed) > kills
    told = f"{kills} kills; {len(committed)} events said, {found['happened']} there"
    sys.stdout.write(f"\n{told}; {time.monotonic() - started:.0f} s\n")


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "nobody says anything"
        time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_ten_kills_lose_no_event(tmp_path: Path, database: str) -> None:
    kill_the_registrars(tmp_path, database, kills=10, seed=7)


@pytest.mark.endurance
@pytest.mark.timeout(3600)
def test_two_hundred_kills_lose_no_event(tmp_path: Path, database: str) -> None:
    kill_the_registrars(tmp_path, database, kills=200, seed=2026)
