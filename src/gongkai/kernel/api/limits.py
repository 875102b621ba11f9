"""How often each caller called in this minute, counted by all web processes of a machine together."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

WINDOW_SECONDS = 60
_TABLE = "CREATE TABLE IF NOT EXISTS calls (caller TEXT PRIMARY KEY, minute INTEGER, count INTEGER) WITHOUT ROWID"
_COUNT = """
INSERT INTO calls VALUES (?1, ?2, 1)
ON CONFLICT (caller) DO UPDATE SET count = iif(minute = ?2, count + 1, 1), minute = ?2
RETURNING count
"""


class Counter:
    """Counts calls by caller and minute in a small file of its own.

    The file is neither safe against a power cut nor kept: what it holds is worthless a minute later, so a call
    costs some microseconds and never waits for the platform's database.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mutex = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._swept = 0

    def count(self, caller: str, moment: float) -> int:
        """Note a call at this moment; answers how many there were in its minute, this one included."""
        minute = int(moment // WINDOW_SECONDS)
        with self._mutex:
            connection = self._open()
            if minute != self._swept:
                connection.execute("DELETE FROM calls WHERE minute < ?", (minute - 1,))
                self._swept = minute
            with closing(connection.execute(_COUNT, (caller, minute))) as rows:
                return int(rows.fetchone()[0])

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path, timeout=5, isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute(_TABLE)
            self._connection = connection
        return self._connection
