"""Duties that end: fulfilled, or excused for a reason."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from gongkai.backbone.duties.models import PENDING, Duty, State
from gongkai.backbone.duties.services.access import locked_pending
from gongkai.backbone.duties.services.clockwork import REMINDER
from gongkai.backbone.duties.services.running import DutyRefusedError
from gongkai.kernel.actors import Ability, Actor
from gongkai.kernel.audit.services import Fact, write_many
from gongkai.kernel.due import services as due
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.services import emit, take_turn


def meet(
    subject: str, rules: Iterable[str] = (), *, evidence: str, at: datetime, actor: Actor, now: datetime
) -> list[Duty]:
    """What was owed about the subject, under these rules or any, is fulfilled since ``at``; evidence says by what."""
    with transaction.atomic():
        duties = _pending(subject, rules)
        for duty in duties:
            late = duty.due_at is not None and at >= duty.due_at
            duty.state = State.MET_LATE if late else State.MET
            duty.evidence = [*duty.evidence, {"what": evidence, "at": at.isoformat()}]
            duty.closed_at = at
        _close(duties, "duty.met", actor, now)
    return duties


def drop(subject: str, rules: Iterable[str], *, reason: str, actor: Actor, now: datetime) -> list[Duty]:
    """What was owed about the subject is owed no more, because the thing itself changed."""
    with transaction.atomic():
        duties = _pending(subject, rules)
        for duty in duties:
            duty.state, duty.reason, duty.closed_at = State.EXCUSED, reason, now
        _close(duties, "duty.excused", actor, now)
    return duties


def excuse(number: str, *, reason: str, actor: Actor, now: datetime) -> Duty:
    """A person with the right to says that the duty need not be met, and why."""
    if not reason.strip():
        raise DutyRefusedError("reason_missing", "请写明免除该事项的理由。")
    with transaction.atomic():
        duty = locked_pending(number, actor=actor, ability=Ability.DUTY_EXCUSE)
        duty.state, duty.reason, duty.closed_at = State.EXCUSED, reason, now
        _close([duty], "duty.excused", actor, now)
    return duty


def _pending(subject: str, rules: Iterable[str]) -> list[Duty]:
    take_turn()
    found = Duty.objects.select_for_update(of=("self",)).select_related("organ")
    found = found.filter(subject=subject, state__in=PENDING)
    wanted = list(rules)
    return list((found.filter(rule__in=wanted) if wanted else found).order_by("id"))


def _close(duties: list[Duty], action: str, actor: Actor, now: datetime) -> None:
    if not duties:
        return
    Duty.objects.bulk_update(duties, ["state", "reason", "evidence", "closed_at"])
    for duty in duties:
        due.cancel(duty.number, REMINDER)
    facts = [
        Fact(action, f"duty:{d.number}", d.organ.code, after={"state": d.state, "rule": d.rule}, reason=d.reason)
        for d in duties
    ]
    write_many(facts, actor=actor, now=now)
    emissions = [Emission("duty.closed", d.number, {"state": str(d.state), "rule": d.rule}) for d in duties]
    emit(*emissions, lane=Lane.DEPENDENTS, now=now)
