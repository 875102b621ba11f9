"""Publish records one after another on a running platform and watch each become visible everywhere.

Run inside the platform's environment: ``publishing.py COUNT PORT``. Prints one JSON object for each publication.
"""

import http.client
import json
import sys
import time
from collections.abc import Callable

from gongkai.kernel.cli import session

session.start()

from django.utils import timezone

import city
from gongkai.backbone.channels.rules import lists_of
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import selectors
from gongkai.backbone.records.services.publishing import import_many
from gongkai.backbone.search.engine import Query
from gongkai.backbone.search.selectors import search
from gongkai.kernel.actors import SYSTEM
from gongkai.kernel.worker import Lane

LONGEST_SECONDS = 60.0
LOOK_SECONDS = 0.004


def publish_one(position: int, port: int) -> dict[str, float]:
    """Seconds of the transaction, and from its end until page, lists and search show the record."""
    organ = Organ.objects.order_by("id")[position % city.ORGANS]
    words = f"第{time.time_ns()}件事项"
    draft = city.notice(position, words)
    began = time.monotonic()
    (done,) = import_many([draft], organ=organ, actor=SYSTEM, now=timezone.now(), lane=Lane.NOW)
    committed = time.monotonic()
    record = selectors.published_one(done.index_number)
    assert record is not None
    names = lists_of(organ=organ.code, subject=record.subject, kind=record.kind, year=record.year, item=record.item)
    url = record.url.encode()
    waiting: dict[str, list[Callable[[], bool]]] = {
        "page": [_shows(port, record.url, words.encode())],
        "lists": [_shows(port, path, url) for path in ("/", "/lists/all/feed.atom", *(f"/lists/{n}" for n in names))],
        "search": [lambda: any(hit.index_number == done.index_number for hit in search(Query(text=words)).hits)],
    }
    seen = {"commit": committed - began, **_watch(waiting, committed)}
    return {**seen, "everywhere": max(seen[name] for name in waiting)}


def _watch(waiting: dict[str, list[Callable[[], bool]]], since: float) -> dict[str, float]:
    seen: dict[str, float] = {}
    while len(seen) < len(waiting):
        for name, looks in waiting.items():
            if name not in seen:
                looks[:] = [look for look in looks if not look()]
                if not looks:
                    seen[name] = time.monotonic() - since
        if time.monotonic() - since > LONGEST_SECONDS:
            raise SystemExit(f"not visible after {LONGEST_SECONDS:.0f} s: {waiting.keys() - seen.keys()}")
        time.sleep(LOOK_SECONDS)
    return seen


def _shows(port: int, path: str, wanted: bytes) -> Callable[[], bool]:
    def look() -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", path)
        body = connection.getresponse().read()
        connection.close()
        return wanted in body

    return look


if __name__ == "__main__":
    for number in range(int(sys.argv[1])):
        print(json.dumps(publish_one(number, int(sys.argv[2]))), flush=True)
