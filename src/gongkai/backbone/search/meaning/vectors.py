"""The vectors of what is published, in a file of SQLite beside the index; sought through whole, exactly.

A passage is a row, its number never given again. Each process holds all vectors in memory (a passage of 512 numbers
takes 512 bytes) and adds what others wrote since; rows that went meanwhile are blotted out when they are found.
"""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.backbone.search.meaning.encoder import Vectors as Rows

# Of the nearest passages several may be of one record.
_PASSAGES_PER_RECORD = 4
_DEAD_ALLOWED = 1000
_BUSY_MILLISECONDS = 5000

_TABLES = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS passage (
    id INTEGER PRIMARY KEY AUTOINCREMENT, index_number TEXT NOT NULL, seq INTEGER NOT NULL, vector BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS passage_of ON passage (index_number, seq);
CREATE TABLE IF NOT EXISTS reached (
    only INTEGER PRIMARY KEY CHECK (only = 1), seq INTEGER NOT NULL, born TEXT NOT NULL
);
INSERT OR IGNORE INTO reached VALUES (1, 0, hex(randomblob(8)));
COMMIT;
"""


@dataclass(frozen=True, slots=True)
class Near:
    """A record near to a question; ``similarity`` is 1 for the same meaning, about 0 for nothing in common."""

    index_number: str
    similarity: float


class Vectors:
    """All vectors of one model. Written by one process at a time, read by any number."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._mutex = threading.Lock()
        self._rows: Rows | None = None
        self._ids: list[int] = []
        self._version = ("", -1)

    def reached(self) -> int:
        """Up to which event the vectors tell what is published."""
        with self._open() as database:
            return int(database.execute("SELECT seq FROM reached").fetchone()[0])

    def count(self) -> int:
        """How many passages are held."""
        with self._open() as database:
            return int(database.execute("SELECT count(*) FROM passage").fetchone()[0])

    def held(self, index_number: str, seq: int) -> int:
        """How many passages of this state of the record are in."""
        with self._open() as database:
            asked = "SELECT count(*) FROM passage WHERE index_number = ? AND seq = ?"
            return int(database.execute(asked, (index_number, seq)).fetchone()[0])

    def add(self, index_number: str, seq: int, rows: "Iterable[Rows]", *, reached: int | None = None) -> None:
        """Add passages of a record, and note ``reached`` with them, at once and whole; those of other states go."""
        with self._open() as database, database:
            database.execute("DELETE FROM passage WHERE index_number = ? AND seq != ?", (index_number, seq))
            values = ((index_number, seq, row.tobytes()) for row in rows)
            database.executemany("INSERT INTO passage (index_number, seq, vector) VALUES (?, ?, ?)", values)
            if reached is not None:
                database.execute("UPDATE reached SET seq = ?", (reached,))

    def reach(self, seq: int) -> None:
        """Note up to which event the vectors tell what is published."""
        with self._open() as database, database:
            database.execute("UPDATE reached SET seq = ?", (seq,))

    def drop(self) -> None:
        """Begin from nothing."""
        for ending in ("", "-wal", "-shm"):
            self._file.with_name(self._file.name + ending).unlink(missing_ok=True)

    def nearest(self, question: "Rows", most: int) -> list[Near]:
        """The records with the passages nearest to the question, the nearest first."""
        with self._mutex, self._open() as database:
            self._refresh(database)
            near = self._alive(database, question, most * _PASSAGES_PER_RECORD)
        best: dict[str, Near] = {}
        for number, similarity in near:
            best.setdefault(number, Near(number, round(similarity, 4)))
        return list(best.values())[:most]

    def _alive(self, database: sqlite3.Connection, question: "Rows", most: int) -> list[tuple[str, float]]:
        """The records of the nearest passages; rows found to be gone are blotted out, and it is sought again."""
        from usearch.compiled import MetricKind
        from usearch.index import search

        while self._rows is not None and self._ids:
            known = self._rows[: len(self._ids)]
            found = search(known, question, min(most, len(known)), MetricKind.Cos, exact=True)
            places = [int(key) for key in found.keys]
            owners = dict(_owners(database, [self._ids[place] for place in places]))
            gone = [place for place in places if self._ids[place] not in owners and known[place].any()]
            if not gone:
                near = zip(places, found.distances, strict=True)
                return [(owners[self._ids[at]], 1 - float(far)) for at, far in near if self._ids[at] in owners]
            known[gone] = 0
        return []

    def _refresh(self, database: sqlite3.Connection) -> None:
        """Take in what was written since; everything anew when much of what is in memory is gone."""
        newest = "SELECT born, (SELECT coalesce(max(id), 0) FROM passage) FROM reached"
        version = born, _last = database.execute(newest).fetchone()
        if version == self._version:
            return  # rows may have gone, which is seen when they are found
        count = database.execute("SELECT count(*) FROM passage").fetchone()[0]
        if born != self._version[0] or len(self._ids) > count + max(_DEAD_ALLOWED, count // 10):
            self._rows, self._ids = None, []
        known = self._ids[-1] if self._ids else 0
        fresh = database.execute("SELECT id, vector FROM passage WHERE id > ? ORDER BY id", (known,)).fetchall()
        self._append(fresh)
        self._version = version

    def _append(self, fresh: Sequence[tuple[int, bytes]]) -> None:
        """Behind the others, in room that doubles when it is full."""
        import numpy as np

        if not fresh:
            return
        added = np.frombuffer(b"".join(vector for _, vector in fresh), np.int8).reshape(len(fresh), -1)
        begin, end = len(self._ids), len(self._ids) + len(fresh)
        if self._rows is None or end > len(self._rows):
            room = np.empty((end * 2 if begin else end, added.shape[1]), np.int8)
            if self._rows is not None:
                room[:begin] = self._rows[:begin]
            self._rows = room
        self._rows[begin:end] = added
        self._ids += [number for number, _ in fresh]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._file)) as database:
            database.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
            if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'reached'").fetchone():
                database.execute("PRAGMA journal_mode = WAL")
                database.executescript(_TABLES)
            # A power cut may take the last portions, and the note of how far they came with them.
            database.execute("PRAGMA synchronous = NORMAL")
            yield database


def _owners(database: sqlite3.Connection, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    marks = ",".join("?" * len(ids))
    yield from database.execute(f"SELECT id, index_number FROM passage WHERE id IN ({marks})", list(ids))  # noqa: S608 - only marks
