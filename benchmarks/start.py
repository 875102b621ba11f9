"""P12: an empty data directory → the portal answers and shows the demo city."""

import time

from figures import Outcome
from portal import Platform, data_directory

SECONDS = 180.0


def run(scale: int) -> Outcome:
    """Start ``scale`` times from nothing, and once more on what is there."""
    outcome = Outcome("P12", "start: empty machine → portal answering, demo city loaded")
    answering, loaded, again = [], [], []
    for _ in range(scale):
        with data_directory() as data:
            began = time.monotonic()
            with Platform(data, GONGKAI_DEMO="1") as platform:
                platform.wait(SECONDS)
                answering.append(time.monotonic() - began)
                while b"/info/" not in platform.get("/lists/all")[1] and time.monotonic() - began < SECONDS:
                    time.sleep(0.05)
                loaded.append(time.monotonic() - began)
            began = time.monotonic()
            with Platform(data, GONGKAI_DEMO="1") as platform:
                platform.wait()
                again.append(time.monotonic() - began)
    outcome.figure("empty directory → health answers", "s", answering)
    slowest = outcome.figure("empty directory → lists show the demo city", "s", loaded)
    second = outcome.figure("second start → health answers", "s", again)
    outcome.judge(f"demo city shown after {max(slowest.values):.1f} s", "< 3 min", passed=max(slowest.values) < SECONDS)
    outcome.judge(f"second start {max(second.values):.1f} s", "< 5 s", passed=max(second.values) < 5)
    outcome.notes.append("Dependencies are installed before; migrations, style sheets and the demo are not.")
    return outcome
