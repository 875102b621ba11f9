"""Publishing when its time has come, and taking it off the schedule before."""

from datetime import datetime

from django.db import transaction

from gongkai.backbone.records.models import Record, State
from gongkai.backbone.records.services.access import locked_one
from gongkai.backbone.records.services.publishing import NotPublishableError, publish
from gongkai.backbone.records.services.reopening import SCHEDULED
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import SYSTEM, Ability, Actor
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.due import services as due
from gongkai.kernel.due.registry import Due


class ScheduleRefusedError(GongkaiError):
    """The record is not on the schedule."""


def unschedule(index_number: str, *, actor: Actor, now: datetime) -> Record:
    """Take a record off the schedule; it stays signed off and can be published or scheduled anew."""
    with transaction.atomic():
        record = locked_one(index_number, actor=actor, ability=Ability.RECORD_PUBLISH)
        if record.state != State.SCHEDULED:
            raise ScheduleRefusedError("not_scheduled", "这条信息没有定时发布。")
        record.state, record.updated_at = State.APPROVED, now
        record.save(update_fields=["state", "updated_at"])
        due.cancel(index_number, SCHEDULED)
        fact = Fact("record.unscheduled", f"record:{index_number}", record.organ.code, after={"state": record.state})
        write(fact, actor=actor, now=now)
    return record


def publish_when_due(moment: Due, now: datetime) -> None:
    """Publish a scheduled record if it still is one; what speaks against it by now goes back to the people."""
    record = Record.objects.filter(index_number=moment.subject, state=State.SCHEDULED).first()
    if record is None:
        return
    try:
        publish([moment.subject], actor=SYSTEM, now=now, change_note=moment.data.get("change_note", ""))
    except NotPublishableError as refusal:
        Record.objects.filter(pk=record.pk).update(state=State.APPROVED)
        codes = [reason.code for reason in refusal.reasons[moment.subject]]
        fact = Fact("record.schedule_refused", f"record:{moment.subject}", after={"reasons": codes})
        write(fact, actor=SYSTEM, now=now)
