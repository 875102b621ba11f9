"""Rebuilding the index from what is published, in portions, while searches go on in the old one."""

from collections.abc import Callable
from datetime import datetime

from gongkai.backbone.records import selectors
from gongkai.backbone.records.models import Record
from gongkai.backbone.search.consumer import LOCK, engine, entry
from gongkai.kernel.database.locks import exclusive
from gongkai.kernel.worker import Lane, Step

PORTION = 100


def rebuild_portion(now: datetime) -> bool:
    """Do the next portion of a rebuild that is wanted; answers whether there was anything to do.

    It may be killed at any point: the portion not noted is done again. Each is read and written under the
    consumer's lock, so that no record published meanwhile is set back.
    """
    del now
    index = engine()
    if not index.wants_rebuild():
        return False
    with exclusive(LOCK, wait=True):
        if not index.wants_rebuild():
            return True  # another process finished it while this one waited
        numbers = _published_after(index.rebuild_resume())
        if numbers:
            records = selectors.published(numbers)
            entries = [entry(record) for record in records.values() if record.findable]
            index.rebuild_add(entries, reached=numbers[-1])
        else:
            index.rebuild_finish()
    return True


def rebuild_whole(*, now: datetime, progress: Callable[[int], None]) -> int:
    """Rebuild the index now, beside a worker or without one; answers how many records it holds then.

    ``progress`` is told after each portion how many more were looked at, at most.
    """
    engine().request_rebuild()
    while rebuild_portion(now):
        progress(PORTION)
    return engine().count()


def published_count() -> int:
    """How many records a rebuild looks at."""
    return Record.objects.filter(edition__gt=0).count()


def _published_after(index_number: str) -> list[str]:
    rows = Record.objects.filter(edition__gt=0, index_number__gt=index_number).order_by("index_number")
    return list(rows.values_list("index_number", flat=True)[:PORTION])


REBUILD = Step("search-rebuild", Lane.BULK, rebuild_portion)
