"""Keeps the index true to what is published."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache

from django.conf import settings

from gongkai.backbone.records import selectors
from gongkai.backbone.search.engine import Engine, Entry, SearchUnavailableError
from gongkai.backbone.search.engines import configured
from gongkai.kernel.database.locks import exclusive
from gongkai.kernel.events import Consumer, Delivery, Outcome
from gongkai.kernel.events.models import Receipt

NAME = "search"
LOCK = "search"


def engine() -> Engine:
    """The engine, for those who write; on first use in a process it is looked whether the index was lost."""
    _notice_loss(str(settings.SEARCH_URL))
    return configured()


@cache
def _notice_loss(url: str) -> None:
    """Ask for a rebuild when the index is empty although records were indexed before.

    On a new platform none were: what is imported there is indexed once, by its events.
    """
    del url
    with suppress(SearchUnavailableError):  # a broken index asks for its rebuild by itself
        if configured().count() == 0 and Receipt.objects.filter(consumer=NAME).exists():
            configured().request_rebuild()


def entry(record: selectors.Published) -> Entry:
    """The record as the index holds it."""
    return Entry(
        index_number=record.index_number,
        seq=record.seq,
        title=record.title,
        url=record.url,
        document_number=record.document_number,
        issuer=record.issuer,
        organ=record.organ_code,
        kind=record.kind,
        subject=record.subject,
        year=str(record.year),
        item=record.item,
        # A record taken back in a form that leaves its text readable has lapsed, whatever its dates say.
        validity="expired" if record.withdrawal else record.validity,
        dated_on=record.dated_on,
        published_at=record.first_published_at,
        keywords=tuple(record.keywords),
        body=record.text,
    )


def index(index_numbers: Sequence[str]) -> dict[str, Entry]:
    """Bring the index up to date with these records; answers the entries it now holds of them.

    Reading and writing happen under one lock, so that of two processes the one that read later also writes
    later: what the index holds never goes back to an older edition.
    """
    with exclusive(LOCK, wait=True):
        records = selectors.published(index_numbers)
        entries = {number: entry(record) for number, record in records.items() if record.findable}
        gone = [number for number in index_numbers if number not in entries]
        engine().apply(list(entries.values()), gone)
    return entries


def _handle(deliveries: Sequence[Delivery]) -> Mapping[str, Outcome]:
    subjects = [delivery.subject for delivery in deliveries]
    entries = index(subjects)
    return {
        subject: Outcome(detail=f"seq {entries[subject].seq}") if subject in entries else Outcome(gone=True)
        for subject in subjects
    }


SEARCH = Consumer(NAME, ("record.",), _handle)
