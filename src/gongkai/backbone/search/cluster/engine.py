"""The cluster's engine: what the protocol asks, on OpenSearch."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import log1p
from pathlib import Path
from typing import Any

from gongkai.backbone.search.cluster import mapping, querying
from gongkai.backbone.search.cluster.client import Address, Client, RefusedError
from gongkai.backbone.search.cluster.shelf import Rebuild, Shelf
from gongkai.backbone.search.engine import (
    IN_FORCE,
    LAPSED,
    LONGEST_QUERY,
    Entry,
    Query,
    Results,
    SearchUnavailableError,
)
from gongkai.backbone.search.planning import Plan, plan
from gongkai.backbone.search.sounds import as_initials, spelled
from gongkai.backbone.search.wording import Wording, shipped
from gongkai.backbone.search.words import pairs

PORTION = 500
_MISSING, _LATE = 404, 409
# Ranking by the statistics of all shards, so that it is the same however many there are.
_EXACTLY = "search_type=dfs_query_then_fetch"


class ClusterEngine:
    """``Engine`` in a cluster. ``seq`` is the external version: a late entry is refused by the cluster itself."""

    def __init__(self, url: str, *, wording: Callable[[], Wording] = shipped) -> None:
        self._wording = wording
        address = Address.parse(url)
        self._client = Client(address)
        self._shelf = Shelf(self._client, address)

    def apply(self, upserts: Sequence[Entry], removals: Sequence[str]) -> None:
        if not upserts and not removals:
            return
        building = self._shelf.noted().building
        for index in [self._shelf.ensure(), *([building] if building else [])]:
            self._write(index, upserts, removals, refresh=True)

    def search(self, query: Query) -> Results:
        asked = query.cleaned()
        planned = self._plan(asked)
        built = querying.build(asked, planned)
        if built is None:
            return Results()
        found = self._page(asked, planned, built)
        if found.total or found.left_out or planned.some or not planned.may_relax:
            return found
        relaxed = planned.relaxed()
        built = querying.build(asked, relaxed)
        return found if built is None else self._page(asked, relaxed, built)

    def ranked(self, query: Query, most: int) -> Sequence[str]:
        asked = query.cleaned()
        built = querying.build(asked, self._plan(asked))
        if built is None:
            return ()
        answer = self._ask({"query": built, "size": most, "track_total_hits": False, "_source": False})
        return tuple(str(hit["_id"]) for hit in answer["hits"]["hits"])

    def suggest(self, text: str, *, size: int = 8) -> Sequence[str]:
        typed = text.encode("utf-8", "replace").decode()[:LONGEST_QUERY]
        sought = (("pairs", tuple(pairs(typed).split())), ("sounds", spelled(typed)), ("initials", as_initials(typed)))
        ways = [querying.phrase(name, words) for name, words in sought if words]
        return tuple(dict.fromkeys(self._titles(ways, size * 3)))[:size] if ways else ()

    def sounding(self, syllables: Sequence[str]) -> str:
        return next(iter(self._titles([querying.phrase("sounds", syllables)], 1)), "") if syllables else ""

    def explain(self, query: Query, index_number: str) -> Mapping[str, Any]:
        asked = query.cleaned()
        planned = self._plan(asked)
        if not self.state([index_number]):
            return {}
        return self._explained(asked, planned, index_number) or (
            self._explained(asked, planned.relaxed(), index_number) if planned.may_relax and not planned.some else {}
        )

    def _explained(self, query: Query, planned: Plan, index_number: str) -> Mapping[str, Any]:
        built = querying.build(query, planned)
        if built is None:
            return {}
        body = {
            "size": 1,
            "explain": True,
            "query": {"bool": {"must": [built], "filter": {"ids": {"values": [index_number]}}}},
        }
        hits = self._ask(body)["hits"]["hits"]
        told: Mapping[str, Any] = hits[0]["_explanation"] if hits else {}
        return told

    def frequencies(self, words: Sequence[str]) -> Mapping[str, int]:
        if not words:
            return {}
        counted = {word: {"term": {"words": word}} for word in words}
        answer = self._ask({"size": 0, "aggs": {"words": {"filters": {"filters": counted}}}})
        buckets = answer.get("aggregations", {}).get("words", {}).get("buckets", {})
        return {word: buckets.get(word, {}).get("doc_count", 0) for word in words}

    def state(self, index_numbers: Sequence[str]) -> Mapping[str, int]:
        return self._held(self._shelf.name, index_numbers)

    def count(self) -> int:
        answer = self._ask({"size": 0, "track_total_hits": True})
        return int(answer["hits"]["total"]["value"])

    def snapshot(self, folder: Path) -> None:
        current = self._shelf.current()
        if not current:
            raise SearchUnavailableError("search_broken", "检索索引还没有建立，无法备份；请先运行 gongkai rebuild。")
        place = f"/_snapshot/{self._shelf.name}"
        self._client.call("PUT", place, {"type": "fs", "settings": {"location": str(folder)}})
        self._client.call("PUT", f"{place}/{folder.name}?wait_for_completion=true", {"indices": current})

    def request_rebuild(self) -> None:
        held = self._shelf.noted()
        self._shelf.note(Rebuild(needed=True, building=held.building, reached=held.reached))

    def wants_rebuild(self) -> bool:
        held = self._shelf.noted()
        return held.needed or bool(held.building) or self._shelf.is_outdated()

    def rebuild_resume(self) -> str:
        return self._shelf.start_building().reached

    def rebuild_add(self, entries: Sequence[Entry], *, reached: str) -> None:
        building = self._shelf.start_building().building
        self._write(building, entries, (), refresh=False)
        self._shelf.note(Rebuild(needed=True, building=building, reached=reached))

    def rebuild_finish(self) -> None:
        self._shelf.finish_building(self._shelf.start_building().building)

    def rebuild(self, entries: Iterable[Entry]) -> None:
        self.rebuild_resume()
        for portion in _portions(entries):
            self.rebuild_add(portion, reached=portion[-1].index_number)
        self.rebuild_finish()

    def close(self) -> None:
        """Close the connection of this thread."""
        self._client.close()

    def drop(self) -> None:
        """Remove everything of this platform from the cluster."""
        self._shelf.drop()

    def _write(self, index: str, upserts: Sequence[Entry], removals: Sequence[str], *, refresh: bool) -> None:
        lines: list[Mapping[str, Any]] = []
        for number, seq in self._held(index, removals).items():
            lines.append({"delete": {"_id": number, "version": seq, "version_type": "external_gte"}})
        for entry in {entry.index_number: entry for entry in upserts}.values():
            version = {"_id": entry.index_number, "version": entry.seq, "version_type": "external_gte"}
            lines += [{"index": version}, mapping.document(entry)]
        if not lines:
            return
        answer = self._client.call("POST", f"/{index}/_bulk?refresh={str(refresh).lower()}", lines=lines)
        if answer["errors"]:
            results = (result for item in answer["items"] for result in item.values())
            for result in results:
                if result["status"] >= 300 and result["status"] not in (_LATE, _MISSING):
                    raise RefusedError(result["status"], str(result.get("error", "")))

    def _plan(self, query: Query) -> Plan:
        wording = self._wording()
        return plan(query, wording.synonyms, wording.empty)

    def _held(self, index: str, index_numbers: Sequence[str]) -> dict[str, int]:
        wanted = list(dict.fromkeys(index_numbers))
        if not wanted:
            return {}
        try:
            answer = self._client.call("POST", f"/{index}/_mget?_source=seq", {"ids": wanted})
        except RefusedError as error:
            if error.status == _MISSING:
                return {}
            raise
        return {doc["_id"]: int(doc["_source"]["seq"]) for doc in answer["docs"] if doc.get("found")}

    def _ask(self, body: Mapping[str, Any]) -> dict[str, Any]:
        path = f"/{self._shelf.name}/_search?{_EXACTLY}&ignore_unavailable=true&allow_partial_search_results=false"
        return self._client.call("POST", path, body)

    def _titles(self, ways: Sequence[querying.Clause], size: int) -> list[str]:
        hits = self._ask(querying.titles(ways, size))["hits"]["hits"]
        return [str(hit["_source"]["shown"]["title"]) for hit in hits]

    def _page(self, query: Query, planned: Plan, built: querying.Clause) -> Results:
        answer = self._ask(querying.page(query, planned, built))
        total = int(answer["hits"]["total"]["value"])
        weights = self._weights(planned) if query.passages else {}
        hits = tuple(querying.hit(found, query, planned, weights) for found in answer["hits"]["hits"])
        return Results(
            total, hits, querying.facets(answer) if total else {}, planned.some, self._left_out(query, planned)
        )

    def _left_out(self, query: Query, planned: Plan) -> dict[str, int]:
        lapsed = querying.build(query, planned, validities=LAPSED) if query.validity == IN_FORCE else None
        if lapsed is None:
            return {}
        answer = self._ask({"size": 0, "query": lapsed, "aggs": querying.BY_VALIDITY})
        return {bucket.value: bucket.count for bucket in querying.facets(answer).get("validity", ())}

    def _weights(self, planned: Plan) -> dict[str, float]:
        every, times = self.count(), self.frequencies(planned.words)
        return {word: log1p((every + 10) / (times[word] + 1)) for word in planned.words}


def _portions(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    rest = iter(entries)
    while portion := list(islice(rest, PORTION)):
        yield portion
