"""A cluster that loses a node while it is written and read loses nothing and refuses no one.

Runs where ``GONGKAI_TEST_CLUSTER_FOLDER`` names the folder of a cluster of ``scripts/opensearch/cluster``.
"""

import os
import random
import subprocess
import threading
import time
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from backbone.search.conftest import CLUSTER
from backbone.search.entries import entry, index_number
from gongkai.backbone.search.cluster import ClusterEngine
from gongkai.backbone.search.cluster.client import Address, Client, RefusedError
from gongkai.backbone.search.engine import Entry, Query

FOLDER = os.environ.get("GONGKAI_TEST_CLUSTER_FOLDER", "")
SCRIPT = Path(__file__).parents[3] / "scripts/opensearch/cluster"
PORTIONS, PORTION = 60, 20

on_a_cluster = pytest.mark.skipif(not (CLUSTER and FOLDER), reason="only on a cluster of scripts/opensearch/cluster")


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("opensearch://a:1,b:2/city", Address(("a:1", "b:2"), "city", "", tls=False, shards=1, replicas=1)),
        (
            "opensearch://me:p%40ss@a:1/?shards=3&replicas=2&tls=1",
            Address(("a:1",), "gongkai", "me:p@ss", tls=True, shards=3, replicas=2),
        ),
    ],
)
def test_the_address_of_a_cluster_is_taken_apart(url: str, address: Address) -> None:
    assert Address.parse(url) == address


def test_an_address_without_a_host_is_refused() -> None:
    with pytest.raises(ValueError, match="no host"):
        Address.parse("opensearch:///city")


class Node(BaseHTTPRequestHandler):
    """Answers what it was told to, one after another."""

    answers: ClassVar[list[tuple[int, bytes]]] = []

    def do_GET(self) -> None:
        status, body = self.answers.pop(0)
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize(
    ("status", "body"), [(503, b"{}"), (500, b'{"error": {"type": "node_disconnected_exception"}}'), (429, b"")]
)
def test_what_passes_is_tried_again_and_what_is_refused_is_not(status: int, body: bytes) -> None:
    Node.answers = [(status, body), (200, b'{"well": true}'), (400, b'{"error": "odd"}')]
    with ThreadingHTTPServer(("127.0.0.1", 0), Node) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        client = Client(Address.parse(f"opensearch://127.0.0.1:{server.server_port}/x"))
        assert client.call("GET", "/") == {"well": True}
        with pytest.raises(RefusedError, match="odd"):
            client.call("GET", "/")
        client.close()
        server.shutdown()


@pytest.fixture
def url() -> Iterator[str]:
    made = f"opensearch://{CLUSTER}/test-{uuid.uuid4().hex[:12]}?shards=2&replicas=1"
    yield made
    engine = ClusterEngine(made)
    engine.drop()
    engine.close()


class Asker(threading.Thread):
    """Asks all the while; keeps whatever went wrong.

    Not that a total is smaller for a moment: a copy that takes over answers from its last commit until it has
    replayed its log. What matters is that no one is refused, and that everything is there in the end.
    """

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self._engine, self._end = ClusterEngine(url), threading.Event()
        self.asked = 0
        self.went_wrong: list[str] = []

    def run(self) -> None:
        while not self._end.is_set():
            try:
                self._engine.search(Query(text="住房"))
            except Exception as error:  # noqa: BLE001 - whatever it is, a reader would have seen it
                self.went_wrong.append(repr(error))
            self.asked += 1
        self._engine.close()

    def end(self) -> None:
        self._end.set()
        self.join()


def portion(number: int) -> list[Entry]:
    return [entry(n, body="") for n in range(number * PORTION + 1, (number + 1) * PORTION + 1)]


@on_a_cluster
@pytest.mark.crash
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("node", ["1", "2"])
def test_a_node_killed_during_indexing_and_searching_loses_nothing(url: str, node: str) -> None:
    engine, asker = ClusterEngine(url), Asker(url)
    engine.apply(portion(0), [])
    _all_copies(engine)
    asker.start()
    killed_at = random.Random(node).randrange(5, 15)
    for number in range(1, PORTIONS):
        if number == killed_at:
            subprocess.run([SCRIPT, "kill", FOLDER, node], check=True)
        if number == killed_at + 20:
            subprocess.run([SCRIPT, "node", FOLDER, node], check=True)
        engine.apply(portion(number), [])
    asker.end()
    everything = [index_number(n) for n in range(1, PORTIONS * PORTION + 1)]
    assert engine.state(everything) == {number: n for n, number in enumerate(everything, 1)}
    assert engine.count() == len(everything)
    assert asker.went_wrong == []
    assert asker.asked > 0
    _all_copies(engine)
    engine.close()


@on_a_cluster
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_an_index_is_rebuilt_while_it_serves_and_no_request_fails(url: str) -> None:
    engine, asker = ClusterEngine(url), Asker(url)
    for number in range(10):
        engine.apply(portion(number), [])
    asker.start()
    engine.request_rebuild()
    engine.rebuild(e for number in range(10) for e in portion(number))
    asker.end()
    assert (engine.count(), asker.went_wrong) == (10 * PORTION, [])
    assert not engine.wants_rebuild()
    engine.close()


def _all_copies(engine: ClusterEngine) -> None:
    """Wait until every shard has its copy."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        health = engine._client.call("GET", "/_cluster/health?timeout=5s")
        if health["status"] == "green" and health["number_of_nodes"] == 3:
            return
        time.sleep(0.5)
    pytest.fail(f"the cluster did not come together again: {health}")
