"""The servers a page is read from: ours, and the peers beside it. One worker each."""

import getpass
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from figures import CannotMeasureError
from portal import HERE, free_port

_NGINX = """
worker_processes 1; daemon off; pid {run}/nginx.pid; error_log {run}/nginx.log; {user}
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; open_file_cache max=1000; keepalive_requests 1000000;
  types {{ text/html html; }} default_type text/html; charset utf-8;
  client_body_temp_path {run}; proxy_temp_path {run}; fastcgi_temp_path {run};
  uwsgi_temp_path {run}; scgi_temp_path {run};
  server {{
    listen 127.0.0.1:{port}; root {public}; gzip_static on;
    add_header cache-control "public, max-age=1"; add_header x-content-type-options nosniff;
    location / {{ try_files $uri $uri.html $uri/index.html =404; }}
  }}
}}
"""


class Server:
    """A process that listens on a port of its own."""

    def __init__(self, command: Sequence[str], port: int, env: Mapping[str, str] | None = None) -> None:
        self.port, self._command, self._env = port, command, env
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process that was started."""
        assert self._process is not None
        return self._process.pid

    def __enter__(self) -> Self:
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(self._command, env=self._env, stdout=quiet, stderr=quiet)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self._process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return self
            time.sleep(0.05)
        self.__exit__(None, None, None)
        raise CannotMeasureError(f"{self._command[0]} does not listen on its port")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def nginx(public: Path, run: Path) -> Server | None:
    """Nginx on the baked files, one worker; ``None`` where it is not installed."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        return None
    port, name = free_port(), getpass.getuser()
    written = run / "nginx.conf"
    user = f"user {name};" if os.geteuid() == 0 else ""
    written.write_text(_NGINX.format(run=run, public=public, port=port, user=user), "utf-8")
    return Server([program, "-c", str(written)], port)


def granian_static(public: Path) -> Server:
    """Granian's own static mount on the baked files."""
    port = free_port()
    options = ["--interface", "rsgi", "--port", str(port), "--log-level", "warning", "--workers", "1"]
    mount = ["--static-path-route", "/baked", "--static-path-mount", str(public)]
    env = {**os.environ, "PYTHONPATH": str(HERE / "peers")}
    return Server([sys.executable, "-m", "granian", *options, *mount, "nothing:application"], port, env)


def wagtail(page: Path, edition: bytes, run: Path) -> Server:
    """Wagtail with its own page made of the same words, served by granian as WSGI; ``edition`` is JSON."""
    port = free_port()
    env = {
        **os.environ,
        "PYTHONPATH": str(HERE / "peers"),
        "DJANGO_SETTINGS_MODULE": "wagtail_site.settings",
        "WAGTAIL_DATA": str(run),
    }
    told = run / "edition.json"
    told.write_bytes(edition)
    subprocess.run([sys.executable, "-m", "wagtail_site.prepare", str(page), str(told)], env=env, check=True)
    options = ["--interface", "wsgi", "--port", str(port), "--log-level", "warning", "--workers", "1"]
    return Server([sys.executable, "-m", "granian", *options, "wagtail_site.wsgi:application"], port, env)
