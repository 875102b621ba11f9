"""The one writer of a generation, kept open so that merging goes on behind the commits."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy

from gongkai.backbone.search.embedded.shelf import open_index
from gongkai.backbone.search.engine import SearchUnavailableError

# One thread: the work in the background is done one step after another; more of it costs more per record.
THREADS = 1
HEAP_BYTES = 50_000_000
LONGEST_WAIT_SECONDS = 20.0
_LOOK_SECONDS = 0.25


class KeptWriter:
    """Writes to one generation. Only one process may at a time; it gives way when another asks.

    The lock is the index's own, held by the operating system for the process: one killed leaves none behind.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._wanted = folder / "wanted"
        self._mutex = threading.Lock()
        self._writer: tantivy.IndexWriter | None = None
        self._openings = 0

    @contextmanager
    def writing(self) -> Iterator[tantivy.IndexWriter]:
        """The writer; what was added is committed at the end, durably, or dropped altogether on an error."""
        with self._mutex:
            try:
                writer = self._writer or self._open()
                yield writer
                writer.commit()
            except (ValueError, OSError) as error:
                self._writer = None
                raise SearchUnavailableError("search_not_written", f"检索索引无法写入：{error}", why=error) from error
            except BaseException:
                self._writer = None
                raise

    def close(self) -> None:
        """Give the index free for others."""
        with self._mutex:
            self._writer = None

    def _open(self) -> tantivy.IndexWriter:
        index = open_index(self.folder)
        give_up = time.monotonic() + LONGEST_WAIT_SECONDS
        while True:
            try:
                self._writer = index.writer(HEAP_BYTES, THREADS)
            except ValueError as error:
                if "LockBusy" not in str(error):
                    raise
                if time.monotonic() > give_up:
                    raise SearchUnavailableError("search_busy", "另一个进程正在写检索索引，请稍后再试。") from error
                self._wanted.touch()
                time.sleep(_LOOK_SECONDS / 2)
            else:
                self._wanted.unlink(missing_ok=True)
                self._openings += 1
                watch = threading.Thread(target=self._give_way, args=(self._openings,), daemon=True)
                watch.start()
                return self._writer

    def _give_way(self, opening: int) -> None:
        while self._writer is not None and self._openings == opening:
            time.sleep(_LOOK_SECONDS)
            if self._wanted.exists():
                self.close()
