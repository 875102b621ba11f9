"""``gongkai serve``: one process that prepares everything, starts web and worker, and keeps them running."""

import errno
import fcntl
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from gongkai.config.children import Child
from gongkai.foundations.errors import GongkaiError

LOOK_EVERY = 0.1
STOP_WITHIN = 8.0


class CannotServeError(GongkaiError):
    """Something outside hinders the platform; the message says what to do."""


@contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Hold the data directory; raises ``CannotServeError`` when another platform runs on it."""
    handle = os.open(data / "platform.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pid = os.read(handle, 20).decode().strip() or "?"
            raise CannotServeError(
                "already_running",
                f"这个目录（{data}）上已有平台在运行（进程 {pid}）：请先停止它，或把 GONGKAI_DATA 设为别的目录。",
                pid=pid,
                data=data,
            ) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


def check_port(host: str, port: int) -> None:
    """Raise ``CannotServeError`` when the port cannot be listened on."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        why = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be listened on ({error.strerror})"
        raise CannotServeError(
            "port_unusable",
            f"{host} 的端口 {port} 无法使用（{error.strerror}）：请把 GONGKAI_PORT 设为别的端口。",
            port=port,
            host=host,
            why=why,
        ) from error


class Supervisor:
    """Keeps children running until it is told to stop."""

    def __init__(self, children: Sequence[Child], report: Callable[[str], None]) -> None:
        self._children = children
        self._report = report
        self._stopping = False

    def run(self, ready: Callable[[], bool]) -> None:
        """Start the children and watch them until a signal comes; ``ready`` is asked until it says yes."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        for child in self._children:
            child.start()
        is_ready = False
        while not self._stopping:
            is_ready = is_ready or ready()
            for child in self._children:
                line = child.look()
                if line:
                    self._report(line)
            time.sleep(LOOK_EVERY)
        self._report("Stopping …")
        deadline = time.monotonic() + STOP_WITHIN
        for child in self._children:
            child.ask_to_stop()
        for child in self._children:
            child.wait(deadline)
        self._report("Stopped.")

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True


def children() -> list[Child]:
    """The processes of a platform."""
    return [
        Child("web", [sys.executable, "-m", "gongkai.config.web"]),
        Child("worker", [sys.executable, "-m", "gongkai", "worker"]),
    ]
