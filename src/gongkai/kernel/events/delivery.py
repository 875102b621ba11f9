"""Handing events to consumers."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from gongkai.kernel.database import faults
from gongkai.kernel.database.inserting import insert_rows, moment
from gongkai.kernel.database.locks import exclusive
from gongkai.kernel.events import portions
from gongkai.kernel.events.consumer import Consumer, Delivery, Outcome
from gongkai.kernel.events.models import Cursor, Event, Failure, Receipt
from gongkai.kernel.worker import Lane

log = logging.getLogger(__name__)

# From one second to an hour and more between two tries: an index or a disk may be out of order for an evening.
TRIES_BEFORE_DEAD = 18
FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(hours=1)


# At most so many numbers of ``seq`` are looked through at once for events that a consumer wants.
FARTHEST = 20_000

_LOOK = """
    SELECT EXISTS (SELECT 1 FROM events_event WHERE lane = %s AND seq > COALESCE(
               (SELECT seq FROM events_cursor WHERE consumer = %s AND lane = %s), 0)),
           EXISTS (SELECT 1 FROM events_failure WHERE consumer = %s AND lane = %s AND NOT dead AND next_at <= %s)
"""


def look(consumer: Consumer, lane: Lane, *, now: datetime) -> tuple[bool, bool]:
    """Whether events wait for the consumer in this lane, and whether some that failed are due again.

    Asked of every consumer at every turn of the worker, hence one plain question.
    """
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [lane, consumer.name, lane, consumer.name, lane, moment])
        waiting, due = cursor.fetchone()
    return bool(waiting), bool(due)


def deliver(consumer: Consumer, lane: Lane, *, now: datetime) -> bool:
    """Hand the next portion of events of this lane to the consumer; answers whether there was any.

    The effect comes first and the note of it second: a crash in between repeats the effect, which handlers
    bear, and never loses it.
    """
    with _alone(consumer, lane) as held:
        return held and _deliver(consumer, lane, now)


def retry(consumer: Consumer, lane: Lane, *, now: datetime) -> bool:
    """Try again what failed and is due; after ``TRIES_BEFORE_DEAD`` it becomes a dead letter."""
    with _alone(consumer, lane) as held:
        return held and _retry(consumer, lane, now)


def _alone(consumer: Consumer, lane: Lane) -> AbstractContextManager[bool]:
    """One process at a time acts for a consumer, whatever the lane.

    Otherwise one that read a record in the bulk lane could write after another, in the urgent lane, has
    taken that record out of sight.
    """
    return exclusive(f"consumer-{consumer.name}", wait=lane is Lane.NOW)


def _cursor(consumer: Consumer, lane: Lane) -> Cursor:
    return Cursor.objects.get_or_create(consumer=consumer.name, lane=lane)[0]


def _waiting(cursor: Cursor, consumer: Consumer) -> tuple[list[Event], int]:
    """The next portion of events for the consumer, and the ``seq`` up to which there is no other.

    What commits meanwhile has a higher ``seq`` than the newest that was seen first.
    """
    later = Event.objects.filter(lane=cursor.lane, seq__gt=cursor.seq)
    oldest = later.order_by("seq").values_list("seq", flat=True).first()
    newest = later.order_by("-seq").values_list("seq", flat=True).first()
    if oldest is None or newest is None:
        return [], cursor.seq
    # Counted from the oldest in this lane: what other lanes were told in between costs no turn of its own.
    reached = min(newest, oldest + FARTHEST)
    wanted = reduce(or_, (Q(kind__startswith=kind) for kind in consumer.kinds))
    size = portions.size(consumer, Lane(cursor.lane))
    events = list(later.filter(wanted, seq__lte=reached).order_by("seq")[:size])
    return events, events[-1].seq if len(events) == size else reached


def _due(consumer: Consumer, lane: Lane, now: datetime) -> QuerySet[Failure]:
    waiting = Failure.objects.filter(consumer=consumer.name, lane=lane, dead=False, next_at__lte=now)
    return waiting.order_by("next_at", "seq")


def _deliver(consumer: Consumer, lane: Lane, now: datetime) -> bool:
    cursor = _cursor(consumer, lane)
    events, reached = _waiting(cursor, consumer)
    if reached == cursor.seq:
        return False
    applied: _Applied = []
    failed: _Failed = []
    if events:
        with portions.measured(consumer, lane):
            applied, failed = _apply(consumer, _newest(consumer, [_delivery(event) for event in events]))
    with transaction.atomic():
        _note(consumer, applied, now)
        Failure.objects.bulk_create(
            [_failure(consumer, delivery, error, now) for delivery, error in failed], ignore_conflicts=True
        )
        # Only forwards: another process that came further meanwhile is not set back.
        Cursor.objects.filter(id=cursor.id, seq__lt=reached).update(seq=reached)
    return True


def _retry(consumer: Consumer, lane: Lane, now: datetime) -> bool:
    failures = list(_due(consumer, lane, now)[: portions.size(consumer, lane)])
    if not failures:
        return False
    events = Event.objects.filter(seq__in=[failure.seq for failure in failures]).order_by("seq")
    with portions.measured(consumer, lane):
        applied, failed = _apply(consumer, _newest(consumer, [_delivery(event) for event in events]))
    errors = {delivery.seq: error for delivery, error in failed}
    with transaction.atomic():
        _note(consumer, applied, now)
        for failure in failures:
            if failure.seq in errors:
                _put_off(failure, errors[failure.seq], now)
            else:
                failure.delete()  # applied, or overtaken by a newer event
    return True


def _put_off(failure: Failure, error: Exception, now: datetime) -> None:
    failure.attempts += 1
    failure.dead = failure.attempts >= TRIES_BEFORE_DEAD
    failure.next_at = now + min(LONGEST_PAUSE, FIRST_PAUSE * 2**failure.attempts)
    failure.error = _describe(error)
    failure.save()


def _delivery(event: Event) -> Delivery:
    return Delivery(event.seq, event.kind, event.subject, event.data, Lane(event.lane), event.at)


def _newest(consumer: Consumer, deliveries: Sequence[Delivery]) -> list[Delivery]:
    """The newest delivery of each subject, without those older than what was applied already."""
    newest = {delivery.subject: delivery for delivery in deliveries}
    held = dict(Receipt.objects.filter(consumer=consumer.name, subject__in=list(newest)).values_list("subject", "seq"))
    return [d for d in newest.values() if d.seq > held.get(d.subject, 0)]


_Applied = list[tuple[Delivery, Outcome]]
_Failed = list[tuple[Delivery, Exception]]


def _apply(consumer: Consumer, deliveries: Sequence[Delivery]) -> tuple[_Applied, _Failed]:
    if not deliveries:
        return [], []
    try:
        outcomes: Mapping[str, Outcome] = consumer.handle(deliveries)
        return [(d, outcomes.get(d.subject, Outcome())) for d in deliveries], []
    except faults.AT_FAULT:
        # Nothing is noted and the step comes again.
        raise
    except Exception as error:  # noqa: BLE001 - whatever a handler raises is kept for the operator
        if len(deliveries) == 1:
            log.warning("%s could not apply event %s: %s", consumer.name, deliveries[0].seq, _describe(error))
            return [], [(deliveries[0], error)]
    middle = len(deliveries) // 2
    parts = [_apply(consumer, part) for part in (deliveries[:middle], deliveries[middle:])]
    return [a for applied, _ in parts for a in applied], [f for _, failed in parts for f in failed]


def _note(consumer: Consumer, applied: _Applied, now: datetime) -> None:
    at = moment(now)
    insert_rows(
        Receipt,
        ("consumer", "subject", "seq", "gone", "detail", "at"),
        [(consumer.name, d.subject, d.seq, outcome.gone, outcome.detail[:200], at) for d, outcome in applied],
        once=("subject", "consumer"),
    )
    reached = {delivery.subject: delivery.seq for delivery, _ in applied}
    failures = Failure.objects.filter(consumer=consumer.name, subject__in=list(reached))
    overtaken = [failure.id for failure in failures if failure.seq <= reached[failure.subject]]
    Failure.objects.filter(id__in=overtaken).delete()


def _failure(consumer: Consumer, delivery: Delivery, error: Exception, now: datetime) -> Failure:
    return Failure(
        consumer=consumer.name,
        seq=delivery.seq,
        subject=delivery.subject,
        lane=delivery.lane,
        next_at=now + FIRST_PAUSE,
        error=_describe(error),
    )


def _describe(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:2000]
