"""Reading the current generation; a commit or a switch of generations is noticed at the next search."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import tantivy

from gongkai.backbone.search.embedded.shelf import Shelf, open_index
from gongkai.backbone.search.engine import SearchUnavailableError

_T = TypeVar("_T")
_Signature = tuple[str, int, int]


class Reader:
    """Gives searchers of what was last committed. Cheap: two system calls tell whether anything changed."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._mutex = threading.Lock()
        self._signature: _Signature | None = None
        self._index: tantivy.Index | None = None
        self._searcher: tantivy.Searcher | None = None

    def read(self, work: Callable[[tantivy.Searcher], _T], *, default: _T) -> _T:
        """Do ``work`` on the newest state; ``default`` on a new platform without an index.

        Raises ``SearchUnavailableError`` when the index is broken.
        """
        try:
            return self._read(work, default)
        except (ValueError, OSError):
            # The generation may have been switched under our hands: look once more.
            self._signature = None
        try:
            return self._read(work, default)
        except (ValueError, OSError) as error:
            raise SearchUnavailableError(
                "search_broken", "检索索引无法读取，正在等待重建；请运行 gongkai doctor 查看。"
            ) from error

    def _read(self, work: Callable[[tantivy.Searcher], _T], default: _T) -> _T:
        searcher = self._newest()
        return default if searcher is None else work(searcher)

    def _newest(self) -> tantivy.Searcher | None:
        folder = self._shelf.current()
        if folder is None:
            return None
        signature = _signature(folder)
        with self._mutex:
            if signature != self._signature:
                if self._index is None or self._signature is None or self._signature[0] != signature[0]:
                    self._index = _open_existing(folder)
                self._index.reload()
                self._searcher = self._index.searcher()
                self._signature = signature
            return self._searcher


def _signature(folder: Path) -> _Signature:
    meta = (folder / "meta.json").stat()
    return folder.name, meta.st_mtime_ns, meta.st_ino


def _open_existing(folder: Path) -> tantivy.Index:
    """Unlike ``open_index`` never makes a new index where there is none: only the writer may."""
    if not tantivy.Index.exists(str(folder)):
        raise ValueError("no index")
    return open_index(folder)
