"""Publishing at once, and the second pair of eyes that must follow within 24 hours."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from gongkai.backbone.records.models import Record
from gongkai.backbone.records.services.access import locked_one
from gongkai.backbone.records.services.reviewing import ReviewRefusedError
from gongkai.kernel.actors import SYSTEM, Ability, Actor
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.due import services as due
from gongkai.kernel.due.registry import Due
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.services import emit

CONFIRMATION = "record.urgent_confirmation"
TO_BE_CONFIRMED_WITHIN = timedelta(hours=24)


def mark(records: Sequence[Record], *, actor: Actor, now: datetime) -> None:
    """Flag the records as published urgently by the actor and set the clock for their confirmation."""
    for record in records:
        record.urgent_by = actor.id
    due.schedule(*(Due(CONFIRMATION, r.index_number, now + TO_BE_CONFIRMED_WITHIN, {}) for r in records))


def confirm_urgent(index_number: str, *, actor: Actor, now: datetime) -> Record:
    """Confirm an urgent publication; not by the one who published it, nor by who wrote or submitted it."""
    with transaction.atomic():
        record = locked_one(index_number, actor=actor, ability=Ability.RECORD_SIGN_OFF)
        if not record.urgent_by:
            raise ReviewRefusedError("not_urgent", "这条信息没有待确认的紧急发布。")
        if actor.id in {record.urgent_by, record.submitted_by, *record.authors}:
            raise ReviewRefusedError("own_work", "紧急发布须由发布人、起草人以外的人确认。")
        before, record.urgent_by = record.urgent_by, ""
        record.save(update_fields=["urgent_by"])
        due.cancel(index_number, CONFIRMATION)
        fact = Fact(
            "record.urgent.confirmed", f"record:{index_number}", record.organ.code, before={"urgent_by": before}
        )
        write(fact, actor=actor, now=now)
        emit(Emission("record.urgent_confirmed", index_number), lane=Lane.NOW, now=now)
    return record


def overdue(moment: Due, now: datetime) -> None:
    """24 hours have passed: if nobody confirmed, say so in the audit and tell those who listen."""
    record = Record.objects.select_related("organ").filter(index_number=moment.subject).first()
    if record is None or not record.urgent_by:
        return
    fact = Fact(
        "record.urgent.overdue", f"record:{record.index_number}", record.organ.code, after={"by": record.urgent_by}
    )
    write(fact, actor=SYSTEM, now=now)
    emit(Emission("record.urgent_overdue", record.index_number), lane=Lane.NOW, now=now)
