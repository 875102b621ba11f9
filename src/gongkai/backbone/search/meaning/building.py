"""Making the vectors of what is published, behind everything else: a few passages at a time, from event to event.

The vectors' own file notes how far they have come, in the transaction that adds them: a worker killed anywhere goes on
there, and a new model, or a file that was lost, begins from the first event.
"""

import logging
import sqlite3
from collections.abc import Callable
from datetime import datetime

from django.db.models import Max

from gongkai.backbone.records import selectors
from gongkai.backbone.search.meaning.configured import Meaning, configured, required, texts_of
from gongkai.backbone.search.meaning.encoder import BATCH
from gongkai.kernel.database.locks import exclusive
from gongkai.kernel.events.models import Event
from gongkai.kernel.worker import Lane, Step

log = logging.getLogger(__name__)

_KIND = "record."
_EVENTS = 500


def build_portion(now: datetime) -> bool:
    """Encode the next few passages; answers whether there was anything to do."""
    del now
    meaning = configured()
    if meaning is None:
        return False
    try:
        return _portion(meaning)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise  # busy, or the disk is full: again later
        log.warning("the vectors of meaning are broken and made anew: %s", error)
        meaning.vectors.drop()
        return True


def build_whole(*, now: datetime, progress: Callable[[int], None]) -> int:
    """Make all vectors anew, now; answers how many passages are held. Raises ``ModelUnusableError``.

    ``progress`` is told up to which event they have come. Ended early, the worker goes on.
    """
    meaning = required()
    with exclusive(f"step-{BUILD.name}", wait=True):  # not between a worker's looking what is in and its adding
        meaning.vectors.drop()
    more = True
    while more:
        with exclusive(f"step-{BUILD.name}", wait=True):
            more = build_portion(now)
        progress(meaning.vectors.reached())
    return meaning.vectors.count()


def newest_event() -> int:
    """The ``seq`` of the newest event of all."""
    return Event.objects.aggregate(seq=Max("seq"))["seq"] or 0


def _portion(meaning: Meaning) -> bool:
    vectors = meaning.vectors
    events = Event.objects.filter(seq__gt=vectors.reached()).order_by("seq").values_list("seq", "kind", "subject")
    later = list(events[:_EVENTS])
    if not later:
        return False
    seq, number = next(((seq, subject) for seq, kind, subject in later if kind.startswith(_KIND)), (later[-1][0], ""))
    if not number:
        vectors.reach(seq)
        return True
    record = selectors.published([number]).get(number)
    if record is None or not record.findable:
        vectors.add(number, seq, (), reached=seq)
        return True
    texts, held = texts_of(record.title, record.text), vectors.held(number, record.seq)
    todo = texts[held : held + BATCH]
    whole = held + len(todo) >= len(texts)
    rows = meaning.encoder.passages(todo) if todo else ()
    vectors.add(number, record.seq, rows, reached=seq if whole else None)
    return True


BUILD = Step("search-meaning", Lane.BULK, build_portion, patient=True)
