"""What happens to a running clock: it stands, goes on, begins anew, or is given more time once."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from gongkai.backbone.duties.models import Duty
from gongkai.backbone.duties.services.access import locked_pending
from gongkai.backbone.duties.services.clockwork import settle
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import Actor
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.services import emit


class DutyRefusedError(GongkaiError):
    """What is asked for cannot be done to the duty."""


def suspend(number: str, *, first: date, why: str, actor: Actor, now: datetime) -> Duty:
    """The clock stands from a day on, which does not count itself."""

    def change(duty: Duty) -> None:
        duty.suspensions = [*duty.suspensions, {"first": first.isoformat(), "last": "", "why": why}]

    return _change(number, "duty.suspended", change, actor=actor, now=now, reason=why)


def resume(number: str, *, last: date, actor: Actor, now: datetime) -> Duty:
    """Every open suspension ends on a day, which does not count itself."""

    def change(duty: Duty) -> None:
        if all(one["last"] for one in duty.suspensions):
            raise DutyRefusedError("not_suspended", "该事项没有正在扣除的期间。")
        duty.suspensions = [one | {"last": one["last"] or last.isoformat()} for one in duty.suspensions]

    return _change(number, "duty.resumed", change, actor=actor, now=now)


def restart(number: str, *, on: date, why: str, actor: Actor, now: datetime) -> Duty:
    """The whole time runs anew from a day on."""

    def change(duty: Duty) -> None:
        duty.restarted_on = on

    return _change(number, "duty.restarted", change, actor=actor, now=now, reason=why)


def extend(number: str, *, by: int, approved_by: str, why: str, actor: Actor, now: datetime) -> Duty:
    """More time, once, approved by someone who is named; a clock that has run out is extended no more."""

    def change(duty: Duty) -> None:
        if duty.extension:
            raise DutyRefusedError("extended_already", "该事项已经延长过一次，不能再次延长。")
        if duty.due_at is not None and now >= duty.due_at:
            raise DutyRefusedError("extended_too_late", "期限已经届满，不能延长。")
        if not approved_by.strip() or by <= 0:
            raise DutyRefusedError("approver_missing", "请写明延长的天数和批准人。")
        duty.extension, duty.extended_by = by, approved_by

    def noted(duty: Duty) -> dict[str, str]:
        return {"by": str(duty.extension), "approved_by": duty.extended_by}

    return _change(number, "duty.extended", change, actor=actor, now=now, reason=why, noted=noted)


def _nothing_more(_duty: Duty) -> dict[str, str]:
    return {}


def _change(
    number: str,
    action: str,
    change: Callable[[Duty], None],
    *,
    actor: Actor,
    now: datetime,
    reason: str | None = None,
    noted: Callable[[Duty], dict[str, str]] = _nothing_more,
) -> Duty:
    with transaction.atomic():
        duty = locked_pending(number, actor=actor)
        before = duty.due_on
        change(duty)
        settle([duty], now=now)
        if reason is not None and not reason.strip():
            raise DutyRefusedError("reason_missing", "请写明理由。")
        duty.save()
        fact = Fact(
            action,
            f"duty:{number}",
            duty.organ.code,
            before={"due_on": str(before or "")},
            after={"due_on": str(duty.due_on or "")} | noted(duty),
            reason=reason or "",
        )
        write(fact, actor=actor, now=now)
        emit(Emission("duty.changed", number, {"state": str(duty.state)}), lane=Lane.DEPENDENTS, now=now)
    return duty
