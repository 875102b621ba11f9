"""Giving records their places in lists."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from django.db import connection, transaction

from gongkai.backbone.channels.models import Listing, Place
from gongkai.backbone.channels.rules import SITEMAP_SIZE, first_of, lists_of, page_of, tallies_of
from gongkai.backbone.records.selectors import Published
from gongkai.kernel.database.inserting import insert_rows
from gongkai.kernel.numbers.services import issue


def place(records: Sequence[Published]) -> set[str]:
    """Note what lists show of these records and give them the places they lack; answers the keys of all pages
    that changed. Doing it again changes nothing and answers the same pages.
    """
    wanted = {r.index_number: _lists(r) if r.findable else () for r in records}
    with transaction.atomic():
        Listing.objects.bulk_create(
            [_listing(r) for r in records],
            update_conflicts=True,
            unique_fields=["index_number"],
            update_fields=[
                "title", "document_number", "summary", "organ_code", "kind", "dated_on", "updated_at", "validity",
            ],
        )  # fmt: skip
        held: dict[str, dict[str, Place]] = defaultdict(dict)
        for row in Place.objects.filter(listing__in=list(wanted)):
            held[row.listing_id][row.list] = row
        counted = _count(held, wanted)
        _show(held, wanted)
        fresh = _give(held, wanted)
    places = [row for rows in held.values() for row in rows.values()] + fresh
    keys = {key for row in places for key in _keys(row)} | {"home:", "part:catalogue"}
    return keys | {f"overview:{scope.partition('/')[2]}" for scope in counted}


_ADD = """
    INSERT INTO channels_tally (list, facet, count) VALUES (%s, %s, %s)
    ON CONFLICT (list, facet) DO UPDATE SET count = channels_tally.count + EXCLUDED.count
"""


def _count(held: Mapping[str, Mapping[str, Place]], wanted: Mapping[str, Sequence[str]]) -> set[str]:
    """Keep the tallies in step with what lists are about to show; answers the lists of those that changed."""
    changes: Counter[tuple[str, str]] = Counter()
    for number, names in wanted.items():
        before = tallies_of([name for name, row in held.get(number, {}).items() if row.shown])
        after = tallies_of(names)
        changes.update(after - before)
        changes.subtract(before - after)
    rows = [(*pair, change) for pair, change in sorted(changes.items()) if change]
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, rows)
    return {name for name, _facet, _change in rows}


def _lists(record: Published) -> tuple[str, ...]:
    return lists_of(
        organ=record.organ_code,
        subject=record.subject,
        kind=record.kind,
        year=record.year,
        item=record.item,
    )


def _listing(record: Published) -> Listing:
    return Listing(
        index_number=record.index_number,
        title=record.title,
        document_number=record.document_number,
        summary=record.summary,
        organ_code=record.organ_code,
        kind=record.kind,
        dated_on=record.dated_on,
        published_at=record.first_published_at,
        updated_at=record.published_at,
        validity=record.validity,
    )


def _show(held: Mapping[str, Mapping[str, Place]], wanted: Mapping[str, Sequence[str]]) -> None:
    changed = []
    for number, rows in held.items():
        for name, row in rows.items():
            if row.shown != (name in wanted[number]):
                row.shown = not row.shown
                changed.append(row)
    if changed:
        Place.objects.bulk_update(changed, ["shown"])


def _give(held: Mapping[str, Mapping[str, Place]], wanted: Mapping[str, Sequence[str]]) -> list[Place]:
    lacking: dict[str, list[str]] = defaultdict(list)
    for number, names in wanted.items():
        for name in names:
            if name not in held.get(number, {}):
                lacking[name].append(number)
    fresh = [
        Place(list=name, position=position, listing_id=number)
        for name in sorted(lacking)
        for number, position in zip(lacking[name], issue(f"list:{name}", len(lacking[name])), strict=True)
    ]
    rows = [(row.list, row.position, row.listing_id, row.shown) for row in fresh]
    insert_rows(Place, ("list", "position", "listing_id", "shown"), rows)
    return fresh


def _keys(row: Place) -> set[str]:
    page = page_of(row.position)
    keys = {f"list:{row.list}", f"listpage:{row.list}/{page}"}
    if page > 1 and row.position == first_of(page):
        # The page before it leads on to it.
        keys.add(f"listpage:{row.list}/{page - 1}")
    if row.list.startswith("organ/"):
        # The page of an organ shows its newest.
        keys.add(row.list.replace("/", ":", 1))
    if row.list == "all":
        part = page_of(row.position, SITEMAP_SIZE)
        keys.add(f"sitemap:{part}")
        if row.position == first_of(part, SITEMAP_SIZE):
            keys.add("sitemap:index")
    return keys
