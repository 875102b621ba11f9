"""``gongkai serve``: one foreground process tree that starts, heals and ends as a whole."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

SECONDS_TO_START = 30.0
SECONDS_TO_STOP = 10.0


@dataclass
class Platform:
    process: "subprocess.Popen[str]"
    port: int
    log: Path

    def healthz(self) -> dict[str, Any]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)) as asked:
            asked.request("GET", "/healthz")
            answer = asked.getresponse()
            assert answer.status == http.client.OK
            return dict(json.loads(answer.read()))

    def children(self) -> dict[str, int]:
        """The processes below the supervisor, by what they do."""
        listed = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(self.process.pid)],
            capture_output=True,
            text=True,
            check=False,
        )
        pids = {}
        for row in listed.stdout.splitlines():
            pid, _, words = row.strip().partition(" ")
            pids["worker" if words.endswith("worker") else "web"] = int(pid)
        return pids


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _until(condition: Callable[[], object], seconds: float, platform: Platform) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if condition():
                return
        except (OSError, AssertionError):
            pass
        time.sleep(0.05)
    pytest.fail(f"not within {seconds} seconds:\n{platform.log.read_text('utf-8')}")


def _environment(data: Path, port: int) -> dict[str, str]:
    # A database of its own: the tests' PostgreSQL must not see a second platform.
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    own = {"GONGKAI_DATA": str(data), "GONGKAI_PORT": str(port), "GONGKAI_DEMO": "0"}
    return {**kept, **own, "GONGKAI_SITE_URL": f"http://127.0.0.1:{port}"}


def _start(data: Path, port: int, log: Path) -> "subprocess.Popen[str]":
    with log.open("w") as file:
        return subprocess.Popen(
            [sys.executable, "-m", "gongkai", "serve"],
            env=_environment(data, port),
            stdout=file,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
        )


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[Platform]:
    port, log = _free_port(), tmp_path / "serve.log"
    running = Platform(_start(tmp_path / "data", port, log), port, log)
    try:
        _until(lambda: "Ctrl-C stops" in log.read_text("utf-8"), SECONDS_TO_START, running)
        yield running
    finally:
        running.process.send_signal(signal.SIGTERM)
        running.process.wait(SECONDS_TO_STOP + 5)


def _is_gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


def test_it_answers_and_both_processes_are_well(platform: Platform) -> None:
    _until(lambda: platform.healthz()["checks"]["worker"]["status"] == "ok", 10, platform)
    said = platform.log.read_text("utf-8")
    assert f"http://127.0.0.1:{platform.port}/console/" in said


@pytest.mark.parametrize("which", ["web", "worker"])
def test_a_child_that_is_killed_is_started_again_and_reported(platform: Platform, which: str) -> None:
    killed = platform.children()[which]
    os.kill(killed, signal.SIGKILL)
    _until(lambda: platform.children().get(which, killed) != killed, 10, platform)
    _until(platform.healthz, 10, platform)
    assert f"{which} died (signal 9)" in platform.log.read_text("utf-8")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything_within_seconds(platform: Platform, number: int) -> None:
    children = platform.children().values()
    platform.process.send_signal(number)
    assert platform.process.wait(SECONDS_TO_STOP) == 0
    assert all(_is_gone(pid) for pid in children)
    assert "Traceback" not in platform.log.read_text("utf-8")


def test_no_child_outlives_a_supervisor_that_was_killed(platform: Platform) -> None:
    children = platform.children().values()
    platform.process.kill()
    _until(lambda: all(_is_gone(pid) for pid in children), SECONDS_TO_STOP, platform)


def test_a_second_platform_on_the_same_data_is_refused_in_one_line(platform: Platform, tmp_path: Path) -> None:
    second = tmp_path / "second.log"
    refused = _start(tmp_path / "data", _free_port(), second)
    assert refused.wait(SECONDS_TO_START) == 1
    said = second.read_text("utf-8")
    assert said.count("\n") == 1
    assert f"process {platform.process.pid}" in said
    assert "GONGKAI_DATA" in said


def test_a_port_in_use_is_told_with_its_setting(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port, log = int(taken.getsockname()[1]), tmp_path / "serve.log"
        assert _start(tmp_path / "data", port, log).wait(SECONDS_TO_START) == 1
    said = log.read_text("utf-8")
    assert said.count("\n") == 1
    assert f"Port {port}" in said
    assert "GONGKAI_PORT" in said


def test_a_bad_setting_is_one_line_and_status_2(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    log = tmp_path / "serve.log"
    assert _start(tmp_path / "file" / "below", _free_port(), log).wait(SECONDS_TO_START) == 2
    said = log.read_text("utf-8")
    assert said.count("\n") == 1
    assert said.startswith("Error: GONGKAI_DATA=")
