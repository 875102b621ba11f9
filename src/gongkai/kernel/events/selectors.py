"""Reading how far consumers have come."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Max, Q, QuerySet

from gongkai.kernel.events.consumers import all_consumers
from gongkai.kernel.events.models import Cursor, Event, Failure, Receipt
from gongkai.kernel.worker import Lane


@dataclass(frozen=True, slots=True)
class Lag:
    """How many numbers of ``seq`` a consumer is behind in a lane; an upper bound, counted without a scan."""

    consumer: str
    lane: Lane
    behind: int


def lags() -> list[Lag]:
    """How far each consumer is behind the newest event of each lane."""
    newest = {lane: _newest_in(lane) for lane in Lane}
    held = {(c.consumer, c.lane): c.seq for c in Cursor.objects.all()}
    return [
        Lag(consumer.name, lane, max(0, newest[lane] - held.get((consumer.name, lane), 0)))
        for consumer in all_consumers()
        for lane in Lane
    ]


def _newest_in(lane: Lane) -> int:
    # One step into the index; a maximum for each group would read all of it.
    return Event.objects.filter(lane=lane).order_by("-seq").values_list("seq", flat=True).first() or 0


def dead_letters() -> QuerySet[Failure]:
    """Events given up after all tries, oldest first."""
    return Failure.objects.filter(dead=True).order_by("id")


def receipts(subject: str) -> QuerySet[Receipt]:
    """What each consumer last applied of this subject."""
    return Receipt.objects.filter(subject=subject).order_by("consumer")


def newest_seq(subject: str, kinds: Sequence[str] = ("",)) -> int:
    """The ``seq`` of the newest event about this subject whose kind begins with one of these, 0 when there is none."""
    asked = reduce(or_, (Q(kind__startswith=kind) for kind in kinds))
    return Event.objects.filter(asked, subject=subject).aggregate(seq=Max("seq"))["seq"] or 0
