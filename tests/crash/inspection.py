"""Compares what the database holds with what the world sees; run as a process on the platform's data."""

import hashlib
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.conf import settings


def is_idle() -> bool:
    """Whether every consumer has come to the end, no page waits and the index is whole."""
    from gongkai.backbone.search.consumer import engine
    from gongkai.kernel.events.models import Failure
    from gongkai.kernel.events.selectors import lags
    from gongkai.kernel.portal.models import StalePage

    behind = sum(lag.behind for lag in lags())
    return (
        not behind
        and not engine().wants_rebuild()
        and not StalePage.objects.exists()
        and not Failure.objects.filter(dead=False).exists()
    )


def findings() -> Iterator[str]:
    """Everything that is not as it must be."""
    from gongkai.backbone.records import selectors
    from gongkai.backbone.records.models import Record

    numbers = list(Record.objects.values_list("index_number", flat=True))
    world = selectors.published(numbers)
    yield from (f"{n} was drafted and not published" for n in numbers if n not in world)
    yield from _numbers_with_gaps(numbers)
    yield from _editions()
    yield from _receipts(world)
    yield from _baked(world)
    yield from _lists(world)
    yield from _feeds_and_sitemaps(world)
    yield from _index(world)


def _numbers_with_gaps(index_numbers: list[str]) -> Iterator[str]:
    from gongkai.kernel.events.models import Event
    from gongkai.kernel.numbers.models import Counter as Series

    issued = dict(Series.objects.values_list("name", "value"))
    seqs = list(Event.objects.order_by("seq").values_list("seq", flat=True))
    if seqs != list(range(1, issued["events"] + 1)):
        yield f"event seq has gaps: {len(seqs)} events, {issued['events']} issued"
    by_prefix: dict[str, list[int]] = {}
    for number in index_numbers:
        prefix, _, serial = number.rpartition("-")
        by_prefix.setdefault(prefix, []).append(int(serial))
    for prefix, serials in by_prefix.items():
        if sorted(serials) != list(range(1, len(serials) + 1)):
            yield f"index numbers of {prefix} have gaps"
    if sum(value for name, value in issued.items() if name.startswith("index:")) != len(index_numbers):
        yield "more index numbers were issued than are held"


def _editions() -> Iterator[str]:
    from gongkai.backbone.records.models import Edition, Record

    rows = Edition.objects.order_by("record_id", "number").values_list("record_id", "number", "content", "digest")
    held: dict[int, list[int]] = {}
    for record, number, content, digest in rows:
        held.setdefault(record, []).append(number)
        if hashlib.sha256(bytes(content)).hexdigest() != digest:
            yield f"edition {number} of record {record} is not its digest"
    for record, index_number, newest in Record.objects.values_list("id", "index_number", "edition"):
        if held.get(record, []) != list(range(1, newest + 1)):
            yield f"{index_number} holds editions {held.get(record)} and says {newest}"


def _receipts(world: dict[str, Any]) -> Iterator[str]:
    from gongkai.kernel.events.consumers import all_consumers
    from gongkai.kernel.events.models import Event, Failure, Receipt

    yield from (f"failed: {failure} {failure.error}" for failure in Failure.objects.all())
    for consumer in all_consumers():
        newest = {
            subject: seq
            for seq, kind, subject in Event.objects.order_by("seq").values_list("seq", "kind", "subject")
            if kind.startswith(consumer.kinds)
        }
        held = {
            subject: (seq, gone)
            for subject, seq, gone in Receipt.objects.filter(consumer=consumer.name).values_list(
                "subject", "seq", "gone"
            )
        }
        for subject, seq in newest.items():
            if subject not in held or held[subject][0] != seq:
                yield f"{consumer.name} holds {held.get(subject)} of {subject}, newest is {seq}"
            elif consumer.name in ("page", "lists", "search") and held[subject][1] is world[subject].findable:
                yield f"{consumer.name} shows {subject} wrongly: gone is {held[subject][1]}"


def _public(name: str) -> Path:
    return Path(settings.PUBLIC) / name


def _baked(world: dict[str, Any]) -> Iterator[str]:
    from gongkai.kernel.portal.patrol import patrol

    for number, record in world.items():
        page = _public(f"info/{number}.html")
        if not record.findable:
            if page.exists():
                yield f"{number} is withdrawn and {page} stands"
        elif not page.exists() or record.digest not in page.read_text("utf-8"):
            yield f"{page} does not show the newest edition"
    # An unfinished file of a baker that was killed may lie about; that it has no address is asked over HTTP.
    yield from (
        f"{found.path} is {found.what}"
        for found in patrol(repair=False)
        if not (found.what == "unexpected" and Path(found.path).name.startswith("."))
    )


def _wanted_lists(world: dict[str, Any]) -> dict[str, Counter[str]]:
    from gongkai.backbone.channels.rules import lists_of

    wanted: dict[str, Counter[str]] = {}
    for number, r in world.items():
        names = lists_of(organ=r.organ_code, subject=r.subject, kind=r.kind, year=r.year, item=r.item)
        for name in names:
            wanted.setdefault(name, Counter())
            if r.findable:
                wanted[name][number] += 1
    return wanted


_LINK = re.compile(r'href="(?:http://[^"/]+)?/info/([0-9A-Z]+/\d{4}-\d+)"')


def _lists(world: dict[str, Any]) -> Iterator[str]:
    for name, wanted in _wanted_lists(world).items():
        shown: Counter[str] = Counter()
        for page in _public(f"lists/{name}").glob("page-*.html"):
            shown.update(_LINK.findall(page.read_text("utf-8")))
        if shown != wanted:
            yield f"list {name} lacks {list(wanted - shown)} and shows too much: {list(shown - wanted)}"


def _feeds_and_sitemaps(world: dict[str, Any]) -> Iterator[str]:
    from gongkai.backbone.channels import selectors

    for name in _wanted_lists(world):
        newest = [row.index_number for row in selectors.newest(name)]
        json_feed = json.loads(_public(f"lists/{name}/feed.json").read_bytes())
        atom = _public(f"lists/{name}/feed.atom").read_text("utf-8")
        shown = {
            "JSON feed": [item["url"].partition("/info/")[2] for item in json_feed["items"]],
            "Atom feed": re.findall(r"<id>[^<]*/info/([^<]+)</id>", atom),
            "newest page": _LINK.findall(_public(f"lists/{name}.html").read_text("utf-8")),
        }
        yield from (f"the {what} of {name} shows {found}" for what, found in shown.items() if found != newest)
    mapped: Counter[str] = Counter()
    for sitemap in _public("sitemaps").glob("*.xml"):
        mapped.update(re.findall(r"<loc>[^<]*/info/([^<]+)</loc>", sitemap.read_text("utf-8")))
    wanted = Counter(number for number, record in world.items() if record.findable)
    if mapped != wanted:
        yield f"the site map lacks {list(wanted - mapped)} and shows too much: {list(mapped - wanted)}"


def _index(world: dict[str, Any]) -> Iterator[str]:
    from gongkai.backbone.search.engine import Query
    from gongkai.backbone.search.engines import configured
    from gongkai.backbone.search.selectors import held

    findable = {number: record.seq for number, record in world.items() if record.findable}
    known = dict(held(list(world)))
    if known != findable:
        yield f"search differs: {sorted(set(known.items()) ^ set(findable.items()))}"
    if configured().count() != len(findable):
        yield f"search holds {configured().count()} records of {len(findable)}"
    for number in sorted(findable)[::7]:
        hits = [hit.index_number for hit in configured().search(Query(text=world[number].title)).hits]
        if hits.count(number) != 1:
            yield f"search finds {number} {hits.count(number)} times"


def facts() -> dict[str, Any]:
    """What is held, beside the findings."""
    from gongkai.backbone.records.models import Edition

    rows = Edition.objects.values_list("record__index_number", "number", "digest", "seq")
    unfinished = [str(f.relative_to(_public(""))) for f in _public("").rglob(".*") if f.is_file()]
    return {"editions": [list(row) for row in rows], "unfinished": unfinished, "findings": list(findings())}


def wait_until_idle(seconds: float) -> None:
    """Wait for the worker to come to the end of everything, at most so long."""
    deadline = time.monotonic() + seconds
    while not is_idle() and time.monotonic() < deadline:
        time.sleep(0.2)


if __name__ == "__main__":
    django.setup()
    wait_until_idle(120)
    sys.stdout.write(json.dumps(facts(), ensure_ascii=False))
