"""A clock that follows its subject: what happened is told whole, and the day is found from it."""

from datetime import datetime

from django.db import transaction

from gongkai.backbone.duties.models import Duty
from gongkai.backbone.duties.services.access import locked_pending
from gongkai.backbone.duties.services.clockwork import settle
from gongkai.foundations.law.clocks import Course
from gongkai.kernel.actors import Actor
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.services import emit


def follow(number: str, course: Course, *, extended_by: str, why: str, actor: Actor, now: datetime) -> Duty:
    """Put the whole course of a pending duty's clock in the place of what stood there.

    For subjects whose own history is the truth, and which check what may happen to them themselves; the rule's own
    bounds hold all the same (``clocks.check``).
    """
    with transaction.atomic():
        duty = locked_pending(number, actor=actor)
        before = duty.due_on
        duty.started_on, duty.restarted_on, duty.length = course.start, course.restart, course.length
        duty.extension, duty.extended_by = course.extension, extended_by
        duty.suspensions = [
            {"first": one.first.isoformat(), "last": one.last.isoformat() if one.last else "", "why": one.why}
            for one in course.suspensions
        ]
        settle([duty], now=now)
        duty.save()
        days = {"due_on": str(before or "")}, {"due_on": str(duty.due_on or "")}
        fact = Fact("duty.followed", f"duty:{number}", duty.organ.code, before=days[0], after=days[1], reason=why)
        write(fact, actor=actor, now=now)
        emit(Emission("duty.changed", number, {"state": str(duty.state)}), lane=Lane.DEPENDENTS, now=now)
    return duty
