"""Two at one working copy: who holds it, who takes it over, and what each typed and did not keep yet."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from gongkai.backbone.records.drafts import Changes
from gongkai.backbone.records.models import EditHold, Record, Unsaved
from gongkai.backbone.records.services.access import locked_one
from gongkai.backbone.records.services.lengths import refuse_too_long
from gongkai.backbone.records.services.reopening import ChangeRefusedError
from gongkai.backbone.records.services.revising import revise
from gongkai.kernel.actors import Ability, Actor
from gongkai.kernel.audit.services import Fact, write

HOLD_LASTS = timedelta(minutes=5)


class HeldByAnotherError(ChangeRefusedError):
    """Another is changing this working copy."""

    def __init__(self, name: str) -> None:
        message = f"{name}正在编辑这条信息：请等待其保存，或先接手编辑。"
        super().__init__("held_by_another", message, name=name)


def hold(index_number: str, *, actor: Actor, now: datetime) -> EditHold:
    """Take or renew the hold, unless another has it; answers whose it is."""
    with transaction.atomic():
        record = locked_one(index_number, actor=actor, ability=Ability.RECORD_DRAFT)
        row = EditHold.objects.filter(record=record).first()
        if row is not None and row.by != actor.id and row.until > now:
            return row
        return _give(record, row, actor, now)


def _give(record: Record, row: EditHold | None, actor: Actor, now: datetime) -> EditHold:
    row = row or EditHold(record=record)
    if row.by != actor.id:
        row.by, row.by_label, row.since = actor.id, actor.label, now
    row.until = now + HOLD_LASTS
    row.save()
    return row


def take_over(index_number: str, *, actor: Actor, now: datetime) -> EditHold:
    """Take the hold from whoever has it; what they typed stays theirs, and they are told when they keep it."""
    with transaction.atomic():
        record = locked_one(index_number, actor=actor, ability=Ability.RECORD_DRAFT)
        row = EditHold.objects.filter(record=record).first()
        before = row.by if row is not None and row.until > now else ""
        held = _give(record, row, actor, now)
        if before not in {"", actor.id}:
            fact = Fact(
                "record.hold_taken_over",
                f"record:{index_number}",
                record.organ.code,
                before={"by": before},
                after={"by": actor.id},
            )
            write(fact, actor=actor, now=now)
    return held


def keep_unsaved(index_number: str, values: Mapping[str, str], *, actor: Actor, now: datetime) -> None:
    """Remember what the person typed so far, beside what is known already, and renew their hold.

    Raises ``HeldByAnotherError`` or ``ValueRefusedError``. The record does not change, so the audit has no entry of it.
    """
    refuse_too_long(values)
    with transaction.atomic():
        held = hold(index_number, actor=actor, now=now)
        _refuse_another(held, actor)
        if values:
            row, fresh = Unsaved.objects.get_or_create(
                record=held.record, by=actor.id, defaults={"values": dict(values), "at": now}
            )
            if not fresh:
                row.values, row.at = row.values | dict(values), now
                row.save(update_fields=["values", "at"])


def discard_unsaved(index_number: str, *, actor: Actor, now: datetime) -> None:
    """Forget what the person typed and did not keep, and give the hold back."""
    with transaction.atomic():
        record = locked_one(index_number, actor=actor, ability=Ability.RECORD_DRAFT)
        _forget(record, actor)
        write(Fact("record.unsaved_discarded", f"record:{index_number}", record.organ.code), actor=actor, now=now)


def correct(index_number: str, changes: Changes, *, seen: datetime, actor: Actor, now: datetime) -> Record:
    """As ``revise``, by someone at the form: nobody else may hold it, and afterwards nothing unsaved is left.

    Raises ``HeldByAnotherError`` beside what ``revise`` raises.
    """
    with transaction.atomic():
        _refuse_another(hold(index_number, actor=actor, now=now), actor)
        record = revise(index_number, changes, seen=seen, actor=actor, now=now)
        _forget(record, actor)
    return record


def _refuse_another(held: EditHold, actor: Actor) -> None:
    if held.by != actor.id:
        raise HeldByAnotherError(held.by_label)


def _forget(record: Record, actor: Actor) -> None:
    Unsaved.objects.filter(record=record, by=actor.id).delete()
    EditHold.objects.filter(record=record, by=actor.id).delete()
