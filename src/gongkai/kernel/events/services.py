"""Writing events, and bringing dead letters back."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from gongkai.kernel.actors import Ability, Actor, check
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.events.consumer import Delivery
from gongkai.kernel.events.emission import Emission
from gongkai.kernel.events.models import Event, Failure
from gongkai.kernel.events.subscriptions import react_to
from gongkai.kernel.numbers.services import hold, issue
from gongkai.kernel.worker import Lane, wake

_SERIES = "events"


def take_turn() -> None:
    """Queue up now among all who emit. For a transaction that takes other locks after it has emitted, or may: were it
    to emit first, and another to take such a lock first, each could hold what the other waits for.
    """
    hold(_SERIES)


def emit(*emissions: Emission, lane: Lane, now: datetime) -> range:
    """Append events in the transaction of the change they tell of; answers their ``seq``.

    The series' counter stays locked until the transaction ends, so whoever reads up to some ``seq`` has seen
    all below it: emit last, just before the transaction commits. Those who subscribed act before this returns.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("events are emitted inside the transaction of the change")
    if not emissions:
        return range(0)
    numbers = issue(_SERIES, len(emissions))
    Event.objects.bulk_create(
        [
            Event(seq=seq, lane=lane, kind=e.kind, subject=e.subject, data=e.data, at=now)
            for seq, e in zip(numbers, emissions, strict=True)
        ]
    )
    wake.ring()
    react_to([Delivery(seq, e.kind, e.subject, e.data, lane, now) for seq, e in zip(numbers, emissions, strict=True)])
    return numbers


def replay(failures: Iterable[int], *, actor: Actor, now: datetime) -> int:
    """Try dead letters again, those with these ids; answers how many there were."""
    check(actor, Ability.EVENT_REPLAY)
    with transaction.atomic():
        dead = list(Failure.objects.select_for_update().filter(id__in=list(failures), dead=True))
        for failure in dead:
            failure.dead, failure.attempts, failure.next_at = False, 0, now
        Failure.objects.bulk_update(dead, ["dead", "attempts", "next_at"])
        write(
            *(
                Fact("event.replayed", f"event:{f.seq}", after={"consumer": f.consumer, "subject": f.subject})
                for f in dead
            ),
            actor=actor,
            now=now,
        )
        wake.ring()
    return len(dead)
