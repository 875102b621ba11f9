"""A child that keeps dying is started again, ever more slowly."""

import subprocess
import sys
import time

from gongkai.config import children
from gongkai.config.children import Child


def _until_reported(child: Child) -> str:
    for _ in range(200):
        line = child.look()
        if line:
            return line
        time.sleep(0.02)
    raise AssertionError("nothing was reported")


def test_the_first_death_costs_no_pause_worth_telling() -> None:
    child = Child("trial", [sys.executable, "-c", "raise SystemExit(3)"])
    child.start()
    assert _until_reported(child) == "trial died (status 3); starting it again"
    assert child.pid is None


def test_one_that_keeps_dying_is_left_alone_for_longer_each_time() -> None:
    child = Child("trial", ["false"])
    child.start()
    began = time.monotonic()
    for _ in range(4):
        _until_reported(child)
    # 0.1, 0.2 and 0.4 seconds lie between four deaths.
    assert time.monotonic() - began >= 0.7


def test_what_does_not_stop_when_asked_is_killed_with_all_it_started() -> None:
    stubborn = "import signal, subprocess, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    stubborn += "subprocess.Popen(['sleep', '100'])\nprint(flush=True)\ntime.sleep(100)\n"
    child = Child("trial", [sys.executable, "-c", stubborn])
    child.start()
    group = str(child.pid)
    time.sleep(0.3)
    child.ask_to_stop()
    child.wait(time.monotonic() + 0.2)
    listed = subprocess.run(["ps", "-eo", "pgid=,stat="], capture_output=True, text=True, check=True)
    states = [row.split()[1] for row in listed.stdout.splitlines() if row.split()[0] == group]
    assert [state for state in states if not state.startswith("Z")] == []


def test_a_long_life_wipes_out_earlier_deaths() -> None:
    assert children.HEALTHY_AFTER > 0
    child = Child("trial", ["false"])
    child._pause = children.LONGEST_PAUSE
    child.start()
    child._started -= children.HEALTHY_AFTER + 1
    assert _until_reported(child) == "trial died (status 1); starting it again"
