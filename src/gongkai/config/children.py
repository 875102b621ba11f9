"""Processes started and watched by another."""

import contextlib
import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

log = logging.getLogger(__name__)

_PR_SET_PDEATHSIG = 1
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 10.0
# One that ran this long before it died is started again at once, without counting earlier deaths.
HEALTHY_AFTER = 10.0


def die_with_parent() -> None:
    """Have the kernel stop this process when the one that started it dies, however it dies (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _never_orphaned(parent: int) -> Callable[[], None]:
    def begin() -> None:
        die_with_parent()
        if os.getppid() != parent:
            os._exit(0)  # the parent died before the kernel was asked

    return begin


class Child:
    """A process that is kept running."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self._command = command
        self._pause = 0.0
        self._start_at = 0.0
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start it in a process group of its own: a Ctrl-C at the terminal reaches the supervisor alone."""
        self._started = time.monotonic()
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_never_orphaned(os.getpid()),  # noqa: PLW1509 - the supervisor has one thread only
        )

    def look(self) -> str:
        """Start it again if it died and its pause is over; answers a line to report, or nothing."""
        if self._process is None:
            if time.monotonic() < self._start_at:
                return ""
            self.start()
            return ""
        status = self._process.poll()
        if status is None:
            return ""
        self._kill_rest()
        lived = time.monotonic() - self._started
        self._pause = 0.0 if lived > HEALTHY_AFTER else min(LONGEST_PAUSE, max(FIRST_PAUSE, self._pause * 2))
        self._start_at = time.monotonic() + self._pause
        self._process = None
        how = f"signal {-status}" if status < 0 else f"status {status}"
        return f"{self.name} died ({how}); starting it again" + (f" in {self._pause:.1f} s" if self._pause >= 1 else "")

    def ask_to_stop(self) -> None:
        """Ask it to end what it does and stop."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def wait(self, deadline: float) -> None:
        """Wait for its end until the deadline of the monotonic clock, then kill it."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            log.warning("%s did not stop in time and was killed", self.name)
        self._kill_rest()
        self._process.wait()

    def _kill_rest(self) -> None:
        """Kill what is left of its process group: a killed server leaves workers that hold the port."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
