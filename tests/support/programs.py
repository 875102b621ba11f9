"""Programs that work on one database at the same time, as several workers do.

On SQLite that is a file of their own, for the database of the tests lives in the memory of one process; on
PostgreSQL the database of the tests. Results are asked for by a program, too.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

from django.db import connection

_BEGINNING = """
import json, os, sys, time
from datetime import datetime, timedelta, UTC
import django
django.setup()
from django.db import connection, transaction
NOW = datetime(2026, 11, 26, 1, 30, tzinfo=UTC)
me = int(sys.argv[1])
def ready():
    # All begin at the same moment, not each as soon as it has started.
    open(os.path.join(sys.argv[2], f"ready-{me}"), "w").close()
    while len([n for n in os.listdir(sys.argv[2]) if n.startswith("ready-")]) < int(sys.argv[3]):
        time.sleep(0.005)
"""


class Programs:
    """Runs programs, each in a process of its own, on the database in ``directory``."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        source = Path(__file__).resolve().parents[2] / "src"
        self._environment = {
            **os.environ,
            "PYTHONPATH": f"{source}:{source.parent / 'tests'}",
            "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
            "GONGKAI_DATA": str(directory),
        }
        self._environment.pop("DATABASE_URL", None)
        if connection.vendor == "postgresql":
            s = connection.settings_dict
            password = f":{s['PASSWORD']}" if s["PASSWORD"] else ""
            place = f"{s['USER']}{password}@{s['HOST']}:{s['PORT']}/{s['NAME']}"
            self._environment["DATABASE_URL"] = f"postgresql://{place}"

    def migrate(self) -> None:
        """Make the tables."""
        command = [sys.executable, "-m", "gongkai", "migrate"]
        subprocess.run(command, env=self._environment, check=True, capture_output=True, timeout=100)

    def start(self, program: str, *, number: int = 0, of: int = 1) -> subprocess.Popen[str]:
        """Start one and do not wait for it."""
        words = [sys.executable, "-c", _BEGINNING + dedent(program), str(number), str(self.directory), str(of)]
        return subprocess.Popen(words, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, program: str, *, count: int = 1) -> list[Any]:
        """Run as many at once; answers what each printed last, read as JSON."""
        for file in self.directory.glob("ready-*"):
            file.unlink()
        started = [self.start(program, number=number, of=count) for number in range(count)]
        said = [process.communicate(timeout=100) for process in started]
        for process, (_, complaint) in zip(started, said, strict=True):
            assert process.returncode == 0, complaint
        return [json.loads(out.splitlines()[-1]) if out.strip() else None for out, _ in said]

    def ask(self, program: str) -> Any:
        """What one program answers."""
        return self.run(program)[0]
