"""Something happens to a request: one transaction for the event, what it says, its clocks, letters, audit and event."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.affairs.foi.models import CaseEvent, DisclosureRequest, Dispute, Sealed
from gongkai.affairs.foi.rules.case import Case, Happening, fold
from gongkai.affairs.foi.rules.checks import Wish
from gongkai.affairs.foi.rules.counting import result_of
from gongkai.affairs.foi.rules.guards import refusals
from gongkai.affairs.foi.rules.reasons import RequestRefusedError
from gongkai.affairs.foi.rules.workflow import EventKind, workflow
from gongkai.affairs.foi.sealing import seal
from gongkai.affairs.foi.selectors import happenings, law, subject_of
from gongkai.affairs.foi.services import consequences
from gongkai.affairs.foi.services.access import locked, role_for
from gongkai.affairs.foi.services.clockwork import keep
from gongkai.affairs.foi.services.facts import taken
from gongkai.affairs.foi.services.writing import write_letters
from gongkai.kernel.actors import Actor
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.services import emit, take_turn


def happen(
    number: str, kind: str, *, on: date, facts: Mapping[str, Any], actor: Actor, now: datetime
) -> DisclosureRequest:
    """Have something happen on its legal day; answers the request as it is then.

    Raises ``RequestMissingError``, and ``RequestRefusedError`` with every reason why it may not happen.
    """
    with transaction.atomic():
        take_turn()
        request = locked(number, actor=actor)
        return add_event(request, kind, on=on, sent=facts, actor=actor, now=now)


def add_event(
    request: DisclosureRequest, kind: str, *, on: date, sent: Mapping[str, Any], actor: Actor, now: datetime
) -> DisclosureRequest:
    """The same for a request that this transaction holds already."""
    told = workflow().events[kind]
    role = role_for(told.by, request.organ.code, actor=actor)
    facts, sealed = taken(told, sent)
    so_far = happenings(request.told.order_by("number"))
    case = fold(so_far)
    facts |= consequences.reckoned(kind, request, facts, on=on)
    wish = Wish(kind, on, timezone.localdate(now), actor.id, role, facts)
    if reasons := refusals(case, wish, law()):
        raise RequestRefusedError(reasons)
    event = Happening(request.events + 1, kind, on, now, actor.id, role, facts)
    after = fold([*so_far, event])
    _store(request, event, sealed, actor)
    write_letters(request, after, event, told, sealed=sealed, now=now)
    project(request, after)
    for number, on_joined, again in consequences.follow_up(request, after, event, now=now):
        joined = locked(number, actor=consequences.SYSTEM)
        add_event(joined, on_joined, on=on, sent=again, actor=consequences.SYSTEM, now=now)
    request.due_on = keep(request, after, why=told.zh, now=now)
    request.save()
    _tell(request, event, told, case, after, actor=actor, now=now)
    return request


def project(request: DisclosureRequest, case: Case) -> None:
    """Put what the events say into the row's own fields; it is not saved."""
    request.state, request.events = case.state, case.happened[-1].number
    request.received_on, request.counted_on = case.received_on, case.counted_on
    request.result, request.result_on = result_of(case)
    request.served_on = case.served_on
    request.fee = case.fee.yuan if case.fee is not None else 0
    request.fee_paid = case.fee is not None and case.fee.paid_on is not None
    assigned = [e.facts["officer"] for e in case.happened if e.kind == "assigned"]
    request.officer = assigned[-1] if assigned else ""
    for number, one in enumerate(case.disputes, 1):
        values = {"kind": one.kind, "filed_on": one.filed_on, "outcome": one.outcome, "ended_on": one.ended_on}
        Dispute.objects.update_or_create(request=request, number=number, defaults=values)


def _store(request: DisclosureRequest, event: Happening, sealed: Mapping[str, str], actor: Actor) -> None:
    CaseEvent.objects.create(
        request=request,
        number=event.number,
        kind=event.kind,
        on=event.on,
        at=event.at,
        by=event.by,
        by_label=actor.label,
        role=event.role,
        facts=event.facts,
    )
    if sealed:
        slot = f"event:{event.number}"
        Sealed.objects.create(request=request, slot=slot, token=seal(f"{request.number} {slot}", sealed))


def _tell(
    request: DisclosureRequest,
    event: Happening,
    told: EventKind,
    before: Case,
    after: Case,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    fact = Fact(
        f"request.{event.kind}",
        subject_of(request),
        request.organ.code,
        before={"state": before.state},
        after={"state": after.state, "on": str(event.on)},
        reason=str(event.facts.get("reason", "")),
    )
    write(fact, actor=actor, now=now)
    data = {"kind": told.code, "state": after.state, "organ": request.organ.code}
    emit(Emission("request.happened", request.number, data), lane=Lane.NOW, now=now)
