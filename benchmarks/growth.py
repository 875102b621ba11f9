"""Grow a city's database to many records, fast; run inside a platform's environment: ``growth.py RECORDS``.

A few records come through the only door and through every consumer. Their rows are then repeated by the database
itself, each repetition with its own numbers, words and places, so that all tables a publication touches have their
size. What is not repeated: files on disk, numbered list pages, and the digests, which stay those of the first ones.
"""

import sys
from collections import Counter as Tally
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import Any

from gongkai.kernel.cli import session

session.start()

from django.db import connection, models, transaction
from django.utils import timezone

import city
from gongkai.backbone.channels.models import Listing, Place
from gongkai.backbone.records import selectors
from gongkai.backbone.records.models import Edition, Record
from gongkai.backbone.records.services.publishing import import_many
from gongkai.backbone.search import consumer
from gongkai.backbone.search.engine import Entry
from gongkai.config import preparation
from gongkai.kernel.actors import SYSTEM
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.events.models import Cursor, Event, Receipt
from gongkai.kernel.numbers.models import Counter
from gongkai.kernel.numbers.selectors import last
from gongkai.kernel.portal.models import BakedPage, PageDependency
from gongkai.kernel.worker import Lane, loop

SEEDS = 100
ROUNDS_AT_ONCE = 500
ENTRIES_AT_ONCE = 20_000


def grow(total: int, *, indexed: bool = True) -> None:
    """Make a city with ``total`` records; one whose readers do not search need not be ``indexed``."""
    preparation.migrate()
    _plant()
    if total > SEEDS:
        _note_seeds()
        rounds = total // SEEDS - 1
        for first in range(1, rounds + 1, ROUNDS_AT_ONCE):
            with transaction.atomic():
                _repeat_rows(first, min(rounds, first + ROUNDS_AT_ONCE - 1))
        _move_counters(rounds)
        if indexed:
            _fill_index(rounds)
    connection.close()


def _plant() -> None:
    for position, organ in enumerate(city.build()):
        serials = range(position, SEEDS, city.ORGANS)
        import_many([city.notice(s, _words(s)) for s in serials], organ=organ, actor=SYSTEM, now=timezone.now())
    preparation.refresh_pages()
    loop.drain()
    consumer.engine().close()  # type: ignore[attr-defined]  # the embedded engine's own


def _words(serial: int) -> str:
    return f"第{serial}件事项"


def _note_seeds() -> None:
    """A table of the seeds: what is to be replaced in their rows, and how many there are of their organ."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_seed (record_id bigint, index_number varchar(40), stem varchar(30), serial integer, "
            "words varchar(40), number integer, subject varchar(60))"
        )
        for number, (pk, index_number) in enumerate(Record.objects.order_by("id").values_list("id", "index_number")):
            stem, _, serial = index_number.rpartition("-")
            words = Record.objects.get(pk=pk).keywords[1]
            cursor.execute(
                "INSERT INTO bench_seed VALUES (%s, %s, %s, %s, %s, %s, %s)",
                [pk, index_number, f"{stem}-", int(serial), words, number, f"record:{index_number}"],
            )
        cursor.execute("CREATE TABLE bench_list (list varchar(80) PRIMARY KEY, step integer)")
        for name, step in Tally(Place.objects.values_list("list", flat=True)).items():
            cursor.execute("INSERT INTO bench_list VALUES (%s, %s)", [name, step])


# Expressions over n.i, the number of the repetition, and s, the seed.
def _serial() -> str:
    return f"(s.serial + n.i * {SEEDS // city.ORGANS})"


def _index_number() -> str:
    if connection.vendor == "sqlite":
        return f"s.stem || printf('%%05d', {_serial()})"
    return f"s.stem || CASE WHEN {_serial()} < 100000 THEN lpad({_serial()}::text, 5, '0') ELSE {_serial()}::text END"


def _new_words() -> str:
    return f"('第' || (s.number + n.i * {SEEDS}) || '件事项')"


def _stepped(name: str) -> str:
    # Publishing a seed tells of more than the seed: its duties take numbers of events in between.
    return f"t.{name} + n.i * {_events() if name == 'seq' else SEEDS}"


@cache
def _events() -> int:
    return last("events")


_TABLES: tuple[tuple[type[models.Model], str, tuple[str, ...]], ...] = (
    # model, how its row finds its seed, columns that count on with the repetitions
    (Record, "t.id = s.record_id", ("id",)),
    (Event, "t.subject = s.index_number", ("seq",)),
    (Edition, "t.record_id = s.record_id", ("id", "record_id", "seq")),
    (AuditEntry, "t.subject = s.subject", ()),
    (Receipt, "t.subject = s.index_number", ("seq",)),
    (Listing, "t.index_number = s.index_number", ()),
    (Place, "t.listing_id = s.index_number", ()),
    (BakedPage, "t.key = s.subject", ()),
    (PageDependency, "t.key = s.subject", ()),
)


def _repeat_rows(first: int, final: int) -> None:
    with connection.cursor() as cursor:
        for model, join, stepping in _TABLES:
            table = model._meta.db_table
            columns = {
                str(f.column): _expression(f, stepping)
                for f in model._meta.concrete_fields
                if f.column in stepping or not isinstance(f, models.AutoField)
            }
            more = ""
            if model is Place:
                columns["position"] = "t.position + n.i * l.step"
                more = "JOIN bench_list l ON l.list = t.list"
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) "
                "WITH RECURSIVE n(i) AS (SELECT %s UNION ALL SELECT i + 1 FROM n WHERE i < %s) "
                f"SELECT {', '.join(columns.values())} FROM n CROSS JOIN bench_seed s "
                f"CROSS JOIN {table} t {more} WHERE {join}",
                [first, final],
            )


def _expression(field: "models.Field[Any, Any]", stepping: tuple[str, ...]) -> str:
    name = f"t.{field.column}"
    if field.column in stepping:
        return _stepped(field.column)
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.BinaryField):
        if connection.vendor == "sqlite":
            return f"CAST({_swapped(f'CAST({name} AS TEXT)')} AS BLOB)"
        return f"convert_to({_swapped(f'convert_from({name}, {chr(39)}UTF8{chr(39)})')}, 'UTF8')"
    if isinstance(field, models.JSONField):
        return _swapped(name) if connection.vendor == "sqlite" else f"{_swapped(f'{name}::text')}::jsonb"
    return _swapped(name) if isinstance(field, models.CharField | models.TextField) else name


def _swapped(text: str) -> str:
    return f"replace(replace({text}, s.index_number, {_index_number()}), s.words, {_new_words()})"


def _move_counters(rounds: int) -> None:
    """Counters and cursors stand where they would after so many publications."""
    steps: dict[str, int] = {"events": _events()}
    for name in Counter.objects.values_list("name", flat=True):
        if name.startswith("index:"):
            steps[name] = SEEDS // city.ORGANS
    steps |= _list_steps()
    for name, step in steps.items():
        Counter.objects.filter(name=name).update(value=models.F("value") + rounds * step)
    newest = Event.objects.aggregate(seq=models.Max("seq"))["seq"]
    Cursor.objects.filter(lane=Lane.BULK).update(seq=newest)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_seed")
        cursor.execute("DROP TABLE bench_list")
        if connection.vendor == "postgresql":
            for model in (Record, Edition):
                table = model._meta.db_table
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")


def _list_steps() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT list, step FROM bench_list")
        return {f"list:{name}": step for name, step in cursor.fetchall()}


def _fill_index(rounds: int) -> None:
    numbers = list(Record.objects.order_by("id").values_list("index_number", flat=True)[:SEEDS])
    seeds = [consumer.entry(record) for record in selectors.published(numbers).values()]
    engine, entries = consumer.engine(), _entries(seeds, rounds)
    while portion := list(islice(entries, ENTRIES_AT_ONCE)):
        engine.apply(portion, [])
    engine.close()  # type: ignore[attr-defined]


def _entries(seeds: list[Entry], rounds: int) -> Iterator[Entry]:
    for number in range(1, rounds + 1):
        for seed in seeds:
            yield _repeated(seed, number)


def _repeated(seed: Entry, number: int) -> Entry:
    stem, _, serial = seed.index_number.rpartition("-")
    words = seed.keywords[1]
    fresh = _words(int(words[1:-3]) + number * SEEDS)
    index_number = f"{stem}-{int(serial) + number * SEEDS // city.ORGANS:05d}"
    swap: Callable[[str], str] = lambda text: text.replace(words, fresh)  # noqa: E731
    changed: Mapping[str, object] = {
        "index_number": index_number,
        "seq": seed.seq + number * SEEDS,
        "title": swap(seed.title),
        "url": selectors.address(index_number),
        "keywords": tuple(map(swap, seed.keywords)),
        "body": swap(seed.body),
    }
    return replace(seed, **changed)  # type: ignore[arg-type]


if __name__ == "__main__":
    grow(int(sys.argv[1]))
