"""Load on a web server: ``wrk`` where it is installed, else a plain client that says so."""

import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

CONNECTIONS = 32


@dataclass(frozen=True, slots=True)
class Load:
    """What came back: requests per second, and how many answers were not of the status expected."""

    per_second: float
    requests: int
    wrong: int


def client() -> str:
    """The name of the client used."""
    return "wrk" if shutil.which("wrk") else "a client in Python, which limits the figures"


def put(port: int, path: str, *, seconds: float, headers: Mapping[str, str] | None = None) -> Load:
    """Ask for one page as often as possible for so long."""
    wanted = {"Accept-Encoding": "gzip", **(headers or {})}
    if shutil.which("wrk"):
        return _wrk(port, path, seconds, wanted)
    return _plain(port, path, seconds, wanted)


def _wrk(port: int, path: str, seconds: float, headers: Mapping[str, str]) -> Load:
    options = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    said = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", *options, f"http://127.0.0.1:{port}{path}"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    count = re.search(r"(\d+) requests in", said)
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    assert rate is not None
    assert count is not None
    return Load(float(rate[1]), int(count[1]), int(wrong[1]) if wrong else 0)


def _plain(port: int, path: str, seconds: float, headers: Mapping[str, str]) -> Load:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}\r\n".encode()
    counts: list[tuple[int, int]] = []
    began = time.monotonic()
    threads = [
        threading.Thread(target=lambda: counts.append(_ask(port, request, began + seconds))) for _ in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = sum(count for count, _ in counts)
    return Load(done / (time.monotonic() - began), done, sum(wrong for _, wrong in counts))


def _ask(port: int, request: bytes, until: float) -> tuple[int, int]:
    done = wrong = 0
    with socket.create_connection(("127.0.0.1", port)) as connection, connection.makefile("rb") as answers:
        while time.monotonic() < until:
            connection.sendall(request)
            status = answers.readline().split(b" ")[1]
            length = 0
            while (line := answers.readline()).strip():
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            answers.read(length)
            done += 1
            wrong += status[:1] not in b"23"
    return done, wrong
