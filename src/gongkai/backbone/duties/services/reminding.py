"""Telling people: before a day, on it, after it, and at last those above them."""

from datetime import datetime

from gongkai.backbone.duties import law_in_use
from gongkai.backbone.duties.models import PENDING, Duty, Reminder, State
from gongkai.backbone.duties.rules import Stage
from gongkai.backbone.duties.services.clockwork import remind_next
from gongkai.backbone.duties.services.sharing import above
from gongkai.kernel.actors import SYSTEM
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.due.registry import Due
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.services import emit


def remind(moment: Due, now: datetime) -> None:
    """A reminder's moment has come: note it for the organ, have it told, and set the next one."""
    duty = Duty.objects.select_related("organ__parent").filter(number=moment.subject, state__in=PENDING).first()
    if duty is None or duty.due_at is None:
        return
    stage = Stage(moment.data["stage"])
    told = above(duty.organ) if stage is Stage.ESCALATED else duty.organ
    if stage is Stage.AFTER and duty.state == State.OPEN:
        duty.state = State.OVERDUE
        write(Fact("duty.overdue", f"duty:{duty.number}", duty.organ.code), actor=SYSTEM, now=now)
    if stage is Stage.ESCALATED:
        duty.escalated_at = now
        fact = Fact("duty.escalated", f"duty:{duty.number}", duty.organ.code, after={"to": told.code})
        write(fact, actor=SYSTEM, now=now)
    duty.save(update_fields=["state", "escalated_at"])
    Reminder.objects.create(duty=duty, stage=stage, organ=told, at=now)
    remind_next([duty], law_in_use.calendar_in_use(), after=moment.at)
    emit(Emission("duty.reminded", duty.number, {"stage": stage.value, "organ": told.code}), lane=Lane.NOW, now=now)
