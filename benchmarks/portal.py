"""The platform as it runs in production, on a data directory of its own."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from figures import CannotMeasureError

ROOT = Path(__file__).resolve().parents[1]
HERE = Path(__file__).resolve().parent


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def data_directory() -> Iterator[Path]:
    """A directory that is gone afterwards, where the benchmarks may write much: ``GONGKAI_BENCH_DATA`` or /tmp."""
    folder = Path(tempfile.mkdtemp(prefix="gongkai-bench-", dir=os.environ.get("GONGKAI_BENCH_DATA")))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def environment(data: Path, port: int, **more: str) -> dict[str, str]:
    """What a process of the platform is started with: on SQLite unless told otherwise, and without the demo."""
    return {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(HERE))),
        "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
        "GONGKAI_DATA": str(data),
        "GONGKAI_PORT": str(port),
        "GONGKAI_DEMO": "0",
        # The same on every port: pages that show another address would all be baked again.
        "GONGKAI_SITE_URL": "http://127.0.0.1",
        **more,
    }


def script(name: str, *arguments: object, env: Mapping[str, str]) -> str:
    """Run one of the scripts beside this file in the platform's environment; answers what it printed."""
    done = subprocess.run(
        [sys.executable, str(HERE / name), *map(str, arguments)],
        env=env,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotMeasureError(f"{name} ended with status {done.returncode}")
    return done.stdout


class Platform:
    """``gongkai serve`` as a process."""

    def __init__(self, data: Path, *, command: Sequence[str] = ("-m", "gongkai", "serve"), **more: str) -> None:
        self.data, self.port = data, free_port()
        self.env = environment(data, self.port, **more)
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The supervisor's process."""
        assert self._process is not None
        return self._process.pid

    def __enter__(self) -> Self:
        with (self.data / "platform.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self._command], env=self.env, stdout=log, stderr=log, start_new_session=True
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def wait(self, seconds: float = 180.0) -> None:
        """Until requests are served."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert self._process is not None
            if self._process.poll() is not None:
                raise CannotMeasureError(f"the platform ended: {self._last_words()}")
            with suppress(OSError):
                if self.get("/healthz")[0] == http.client.OK:
                    return
            time.sleep(0.05)
        raise CannotMeasureError(f"the platform did not answer within {seconds:.0f} s: {self._last_words()}")

    def _last_words(self) -> str:
        return (self.data / "platform.log").read_text("utf-8", "replace")[-500:].strip()

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, bytes]:
        """Status and body of one request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path, headers=dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()
