"""Noting moments and firing them."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from gongkai.kernel.actors import Ability, Actor, check
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.database.inserting import insert_from
from gongkai.kernel.due.models import DueTime
from gongkai.kernel.due.registry import Due, handler_of

log = logging.getLogger(__name__)

TRIES_BEFORE_DEAD = 10
FIRST_PAUSE = timedelta(seconds=5)
AT_ONCE = 20


def schedule(*moments: Due) -> None:
    """Note the moments; one of the same kind and subject is replaced, its failures forgotten."""
    # The last of the same counts; always in the same order, so that two transactions never wait in a ring.
    last = {(moment.kind, moment.subject): moment for moment in moments}
    DueTime.objects.bulk_create(
        [
            DueTime(kind=m.kind, subject=m.subject, at=m.at, next_at=m.at, data=m.data)
            for _, m in sorted(last.items(), key=itemgetter(0))
        ],
        update_conflicts=True,
        unique_fields=["kind", "subject"],
        update_fields=["at", "next_at", "data", "attempts", "dead", "error"],
    )


def schedule_each(kind: str, subjects: "QuerySet[Any, Any]", *, at: datetime, data: dict[str, Any]) -> None:
    """As ``schedule``, for one moment of each of very many subjects: a ``values_list`` of one field, none twice."""
    moment = {"kind": kind, "at": at, "next_at": at, "data": data, "attempts": 0, "dead": False, "error": ""}
    insert_from(DueTime, ("subject",), subjects, moment, once=("kind", "subject"))


def cancel(subject: str, *kinds: str) -> None:
    """Forget the moments of these kinds for the subject."""
    DueTime.objects.filter(kind__in=kinds, subject=subject).delete()


def retry(moments: Iterable[int], *, actor: Actor, now: datetime) -> int:
    """Try once more what was given up, the moments with these ids; answers how many there were."""
    check(actor, Ability.EVENT_REPLAY)
    with transaction.atomic():
        dead = list(DueTime.objects.select_for_update().filter(id__in=list(moments), dead=True).order_by("id"))
        for row in dead:
            row.dead, row.attempts, row.next_at = False, 0, now
        DueTime.objects.bulk_update(dead, ["dead", "attempts", "next_at"])
        facts = [Fact("due.retried", f"due:{row.kind}", after={"subject": row.subject}) for row in dead]
        write(*facts, actor=actor, now=now)
    return len(dead)


def fire(*, now: datetime) -> bool:
    """Act on moments that have come; each in a transaction of its own. Answers whether there were any."""
    due: Sequence[int] = list(
        DueTime.objects.filter(dead=False, next_at__lte=now).order_by("next_at").values_list("id", flat=True)[:AT_ONCE]
    )
    for row_id in due:
        try:
            _fire_one(row_id, now)
        except Exception as error:
            log.exception("due row %s failed", row_id)
            _note_failure(row_id, error, now)
    return bool(due)


def _fire_one(row_id: int, now: datetime) -> None:
    with transaction.atomic():
        row = (
            DueTime.objects.select_for_update(skip_locked=True).filter(id=row_id, dead=False, next_at__lte=now).first()
        )
        if row is None:
            return  # taken by another worker, moved or cancelled since the list was read
        row.delete()
        handler_of(row.kind)(Due(row.kind, row.subject, row.at, row.data), now)


def _note_failure(row_id: int, error: Exception, now: datetime) -> None:
    with transaction.atomic():
        row = DueTime.objects.select_for_update().filter(id=row_id, dead=False, next_at__lte=now).first()
        if row is None:
            return  # moved or cancelled meanwhile: the failure was that of a moment no longer meant
        row.attempts += 1
        row.dead = row.attempts >= TRIES_BEFORE_DEAD
        row.next_at = now + FIRST_PAUSE * 2**row.attempts
        row.error = f"{type(error).__name__}: {error}"[:2000]
        row.save()
