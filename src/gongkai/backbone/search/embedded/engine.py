"""The embedded engine: what the protocol asks, on tantivy."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import tantivy

from gongkai.backbone.search.embedded import finding, schema
from gongkai.backbone.search.embedded.reader import Reader
from gongkai.backbone.search.embedded.shelf import Building, Shelf, open_index
from gongkai.backbone.search.embedded.writer import KeptWriter
from gongkai.backbone.search.engine import LONGEST_QUERY, Entry, Query, Results, SearchUnavailableError
from gongkai.backbone.search.planning import Plan, plan
from gongkai.backbone.search.wording import Wording, shipped

PORTION = 200


class EmbeddedEngine:
    """``Engine`` in a directory of this machine, for one city on one machine."""

    def __init__(self, root: Path, *, wording: Callable[[], Wording] = shipped) -> None:
        self._wording = wording
        self._shelf = Shelf(root)
        self._reader = Reader(self._shelf)
        self._mutex = threading.Lock()
        self._writers: dict[Path, KeptWriter] = {}
        self._healed = False

    def apply(self, upserts: Sequence[Entry], removals: Sequence[str]) -> None:
        if not upserts and not removals:
            return
        self._heal_once()
        current = self._shelf.current()
        building = self._shelf.building()
        folders = [current] if current is not None else []
        folders += [building.folder] if building is not None else []
        self._close_all_but(folders)
        for folder in folders:
            self._write(folder, upserts, removals)

    def search(self, query: Query) -> Results:
        asked = query.cleaned()
        planned = self._plan(asked)
        return self._reader.read(lambda searcher: finding.search(searcher, asked, planned), default=Results())

    def ranked(self, query: Query, most: int) -> Sequence[str]:
        asked = query.cleaned()
        planned = self._plan(asked)
        return self._reader.read(lambda searcher: finding.ranked(searcher, asked, planned, most), default=())

    def suggest(self, text: str, *, size: int = 8) -> Sequence[str]:
        typed = text.encode("utf-8", "replace").decode()[:LONGEST_QUERY]
        return self._reader.read(lambda searcher: finding.suggest(searcher, typed, size), default=())

    def sounding(self, syllables: Sequence[str]) -> str:
        if not syllables:
            return ""
        return self._reader.read(lambda searcher: finding.sounding(searcher, syllables), default="")

    def explain(self, query: Query, index_number: str) -> Mapping[str, Any]:
        asked = query.cleaned()
        planned = self._plan(asked)
        return self._reader.read(lambda s: finding.explain(s, asked, planned, index_number), default={})

    def frequencies(self, words: Sequence[str]) -> Mapping[str, int]:
        return self._reader.read(lambda s: {word: s.doc_freq("words", word) for word in words}, default={})

    def state(self, index_numbers: Sequence[str]) -> Mapping[str, int]:
        wanted = list(dict.fromkeys(index_numbers))
        return self._reader.read(lambda searcher: _state(searcher, wanted), default={})

    def count(self) -> int:
        return self._reader.read(lambda searcher: searcher.num_docs, default=0)

    def snapshot(self, folder: Path) -> None:
        current = self._shelf.current()
        if current is None:
            raise SearchUnavailableError("search_broken", "检索索引还没有建立，无法备份；请先运行 gongkai rebuild。")
        self._shelf.copy(current, folder)

    def request_rebuild(self) -> None:
        self._shelf.ask_for_rebuild()

    def wants_rebuild(self) -> bool:
        self._heal_once()
        return self._shelf.wants_rebuild()

    def rebuild_resume(self) -> str:
        return self._shelf.start_building().reached

    def rebuild_add(self, entries: Sequence[Entry], *, reached: str) -> None:
        building = self._shelf.start_building()
        self._write(building.folder, entries, ())
        self._shelf.note(Building(building.folder, reached))

    def rebuild_finish(self) -> None:
        building = self._shelf.start_building()
        self._shelf.finish_building(building)
        self._close_all_but([building.folder])

    def rebuild(self, entries: Iterable[Entry]) -> None:
        self._heal_once()
        self.rebuild_resume()
        for portion in _portions(entries):
            self.rebuild_add(portion, reached=portion[-1].index_number)
        self.rebuild_finish()

    def close(self) -> None:
        """Give the index free for other processes."""
        self._close_all_but([])

    def _plan(self, query: Query) -> Plan:
        wording = self._wording()
        return plan(query, wording.synonyms, wording.empty)

    def _heal_once(self) -> None:
        """On first use by a process that writes: a broken or outdated index is set aside."""
        if not self._healed or self._shelf.current() is None:
            self._shelf.heal(lost=self._healed)
            self._healed = True

    def _close_all_but(self, folders: Sequence[Path]) -> None:
        with self._mutex:
            for folder in set(self._writers) - set(folders):
                self._writers.pop(folder).close()

    def _write(self, folder: Path, upserts: Sequence[Entry], removals: Sequence[str]) -> None:
        with self._mutex:
            writer = self._writers.setdefault(folder, KeptWriter(folder))
        held = _held_in(folder, [entry.index_number for entry in upserts])
        with writer.writing() as pen:
            for index_number in removals:
                pen.delete_documents_by_term("key", index_number)
            for entry in {entry.index_number: entry for entry in upserts}.values():
                if entry.seq < held.get(entry.index_number, entry.seq):
                    continue  # it comes late
                pen.delete_documents_by_term("key", entry.index_number)
                pen.add_document(schema.document(entry))


def _portions(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    rest = iter(entries)
    while portion := list(islice(rest, PORTION)):
        yield portion


def _held_in(folder: Path, index_numbers: Sequence[str]) -> dict[str, int]:
    return _state(open_index(folder).searcher(), index_numbers)


def _state(searcher: tantivy.Searcher, index_numbers: Sequence[str]) -> dict[str, int]:
    if not index_numbers:
        return {}
    query = tantivy.Query.term_set_query(schema.schema(), "key", list(index_numbers))
    docs = [searcher.doc(address) for _, address in searcher.search(query, len(index_numbers)).hits]
    return {str(doc.get_first("key")): int(doc.get_first("seq") or 0) for doc in docs}
