"""A whole platform of its own, with publishers, whose processes can be killed one by one."""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
# As ``gongkai serve``, but one that was killed comes back at once: hundreds of kills are the matter here.
SERVE = """
import sys
from gongkai.config import children
children.FIRST_PAUSE = children.LONGEST_PAUSE = 0.05
from gongkai.config.cli import main
sys.argv = ["gongkai", "serve"]
main()
"""


class Platform:
    """Web and worker below their supervisor, and publishers beside it."""

    def __init__(self, folder: Path, database: str, seed: int) -> None:
        self.port = _free_port()
        self._seed, self._started, self._log = seed, 0, folder / "log"
        kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        self._environment = kept | {
            "GONGKAI_DATA": str(folder / "data"),
            "GONGKAI_PORT": str(self.port),
            "GONGKAI_SITE_URL": f"http://127.0.0.1:{self.port}",
            "GONGKAI_DEMO": "0",
            "DATABASE_URL": database or f"sqlite:///{folder}/data/gongkai.sqlite3",
            "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'tests'}",
        }
        self.said: list[list[Any]] = []
        self._publishers: dict[int, subprocess.Popen[str]] = {}
        self._said_by: dict[int, Path] = {}
        self._killed: defaultdict[str, float] = defaultdict(float)
        with self._log.open("w") as log:
            self._serve = self._popen(["-c", SERVE], stdout=log, stderr=subprocess.STDOUT)
        self.until(self.answers, 60)
        self.run("crash.publisher", "lay-out")

    def _popen(self, words: list[str], **more: Any) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, *words], env=self._environment, stdin=subprocess.DEVNULL, text=True, **more
        )

    def run(self, module: str, *words: str) -> str:
        """Run a module on the platform's data to its end; answers what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start_publisher(self) -> None:
        """One more publisher, with a chance of its own."""
        self._started += 1
        path = self._log.with_name(f"publisher-{self._started}")
        with path.open("w") as said, path.with_suffix(".err").open("w") as errors:
            words = ["-m", "crash.publisher", f"{self._seed}-{self._started}"]
            process = self._popen(words, stdout=said, stderr=errors)
        self._publishers[process.pid], self._said_by[process.pid] = process, path

    def targets(self, kind: str) -> list[int]:
        """The processes of this kind that may be killed now: ``worker``, ``web`` or ``publisher``."""
        if kind == "publisher":
            return list(self._publishers)
        below = _children(self._serve.pid)
        found = [pid for pid, words in below if words.endswith("worker") is (kind == "worker")]
        return found + ([pid for pid, _ in _children(found[0])] if kind == "web" and found else [])

    def kill_one(self, chance: random.Random, weights: tuple[int, int, int] = (5, 3, 2)) -> str:
        """Kill one of them at a random moment, seldom before it has begun its work; answers which kind.

        ``weights``: how likely it is a worker, a publisher, a web process.
        """
        kind = chance.choices(("worker", "publisher", "web"), weights)[0]
        targets = self.targets(kind)
        while not targets:
            time.sleep(0.02)
            targets = self.targets(kind)
        pid = chance.choice(targets)
        if chance.random() < 0.8:
            self.until(lambda: self._has_begun(kind, pid), 60)
        time.sleep(chance.uniform(0, 0.5))
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        self._killed[kind] = time.time()
        if pid in self._publishers:
            self._publishers.pop(pid).wait()
            self.start_publisher()
        return kind

    def _has_begun(self, kind: str, pid: int) -> bool:
        if kind == "publisher":
            return self._said_by[pid].stat().st_size > 0
        if kind == "web":
            return self.answers()
        heartbeat = self._log.parent / "data/run/worker.alive"
        return heartbeat.exists() and heartbeat.stat().st_mtime > self._killed[kind]

    def stop_publishers(self) -> None:
        """End them, in whatever they are doing, and collect what all of them said."""
        for process in self._publishers.values():
            process.kill()
            process.wait()
        for path in sorted(self._log.parent.glob("publisher-*")):
            if path.suffix == ".err":
                assert not path.read_text("utf-8").strip(), path.read_text("utf-8")
                continue
            # A line cut short by the kill was not said.
            lines = path.read_text("utf-8").split("\n")[:-1]
            self.said += [published for line in lines for published in json.loads(line)]

    def answers(self) -> bool:
        """Whether the web server answers."""
        return self.get("/healthz")[0] == http.client.OK

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body of an address; status 0 while nobody answers."""
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as asked:
                asked.request("GET", path)
                answer = asked.getresponse()
                return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, b""

    def until(self, condition: Callable[[], object], seconds: float) -> None:
        """Wait for the condition, at most so long."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert self._serve.poll() is None, self._log.read_text("utf-8")
            assert time.monotonic() < deadline, f"not within {seconds} seconds\n{self._log.read_text('utf-8')[-4000:]}"
            time.sleep(0.05)

    def stop(self) -> None:
        """End everything."""
        for process in self._publishers.values():
            process.kill()
            process.wait()
        self._serve.send_signal(signal.SIGTERM)
        self._serve.wait(20)


@contextmanager
def platform_under_fire(folder: Path, database: str, seed: int) -> Iterator[Platform]:
    """A platform in this folder, stopped at the end."""
    platform = Platform(folder, database, seed)
    try:
        yield platform
    finally:
        platform.stop()


def _children(pid: int) -> list[tuple[int, str]]:
    listed = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    rows = (row.strip().partition(" ") for row in listed.stdout.splitlines())
    return [(int(number), words) for number, _, words in rows]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
