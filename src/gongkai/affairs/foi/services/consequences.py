"""What an event entails beyond its own case: parts, joined requests, the organ a request is passed on to, erasure."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.utils import timezone

from gongkai.affairs.foi import vault
from gongkai.affairs.foi.models import DisclosureRequest, Sealed
from gongkai.affairs.foi.rules.case import Case, Happening
from gongkai.affairs.foi.rules.reasons import Reason, RequestRefusedError
from gongkai.affairs.foi.sealing import seal, unseal
from gongkai.affairs.foi.selectors import counted_this_month
from gongkai.affairs.foi.services.numbering import secret_made, unnumbered
from gongkai.backbone.organs.selectors import organ_by_code
from gongkai.backbone.records.selectors import published_one
from gongkai.foundations.law.fees import FeeRefusedError, fee_by_items, fee_by_pages
from gongkai.kernel.actors import SYSTEM
from gongkai.kernel.due import services as due
from gongkai.kernel.due.registry import Due

ERASURE = "request.erase"
MOST_PARTS = 30
# An event that follows in another request: its number, the kind, and what is told.
Following = tuple[str, str, Mapping[str, Any]]


def reckoned(kind: str, request: DisclosureRequest, facts: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    """What is found by the platform rather than told: a fee by the table, with what was counted this month."""
    if kind != "fee_set" or "units" not in facts or "mode" not in facts:
        return {}
    before = counted_this_month(request) if facts["mode"] == "item" else 0
    try:
        by_item = facts["mode"] == "item"
        fee = fee_by_items(facts["units"], on=on, before=before) if by_item else fee_by_pages(facts["units"], on=on)
    except FeeRefusedError:
        return {"before": before, "yuan": 0}  # the guard tells why
    return {"before": before, "yuan": facts.get("yuan", fee.yuan)}


def follow_up(request: DisclosureRequest, case: Case, event: Happening, *, now: datetime) -> Iterator[Following]:
    """Do what the event entails, and tell what happens in other requests because of it."""
    match event.kind:
        case "split":
            yield from _parts(request, event, now)
        case "merged":
            _join(request, event)
        case "transferred":
            yield from _pass_on(request, case, event, now)
        case "signed" | "decided":
            yield from _answer_joined(request, case)
        case "made_public":
            _must_be_published(event.facts["record"])
        case "archived":
            _keep_until(request, event)
        case "erased":
            vault.forget(request)
            Sealed.objects.filter(request=request).delete()
            request.wanted, request.subject, request.sender, request.erase_on = "", "（已清除）", "", None
        case _:
            pass


def _parts(request: DisclosureRequest, event: Happening, now: datetime) -> Iterator[Following]:
    """One matter each: the request goes on with the first, each other becomes one with the same day of receipt."""
    lines = [line.strip() for line in event.facts["parts"].splitlines() if line.strip()]
    if not 1 < len(lines) <= MOST_PARTS:
        message = f"请每行写一项，二至 {MOST_PARTS} 项；第一项由本申请继续办理。"
        raise RequestRefusedError([Reason("parts_wrong", message, most=MOST_PARTS)])
    request.wanted, request.items = lines[0], 1
    for line in lines[1:]:
        child = _child(request, organ=request.organ.code, wanted=line, now=now)
        yield child.number, "filed", _origin(request, event)


def _pass_on(request: DisclosureRequest, case: Case, event: Happening, now: datetime) -> Iterator[Following]:
    organ = organ_by_code(event.facts["organ"])
    if organ.pk == request.organ.pk:
        raise RequestRefusedError([Reason("transfer_to_itself", "接收机关不能是本机关：请另选。")])
    child = _child(request, organ=organ.code, wanted=request.wanted, now=now)
    if case.received_on is None:
        yield child.number, "filed", {"channel": request.channel}
    else:
        yield child.number, "filed", _origin(request, event)


def _origin(request: DisclosureRequest, event: Happening) -> dict[str, Any]:
    """The clock is not set anew by handing over: the day of receipt stays, the statistics count from today."""
    known = request.received_on
    return {"channel": request.channel, "origin": request.number, "received_on": known, "counted_on": event.on}


def _child(request: DisclosureRequest, *, organ: str, wanted: str, now: datetime) -> DisclosureRequest:
    child = unnumbered(organ_by_code(organ), now=now)
    for name in ("channel", "applicant", "sender", "subject", "form", "medium", "filed_on"):
        setattr(child, name, getattr(request, name))
    # The applicant reads all of it with the receipt of the first: the secret is the same.
    child.wanted, child.secret, child.origin = wanted, request.secret or secret_made()[1], request
    child.filed_on = request.received_on or request.filed_on
    child.save()
    held = Sealed.objects.filter(request=request, slot="applicant").first()
    if held is not None:
        values = unseal(f"{request.number} applicant", held.token)
        Sealed.objects.create(request=child, slot="applicant", token=seal(f"{child.number} applicant", values))
    return child


def _join(request: DisclosureRequest, event: Happening) -> None:
    lead = DisclosureRequest.objects.filter(number=event.facts["lead"], organ=request.organ).first()
    if lead is None or lead.pk == request.pk or lead.state != "handling" or lead.sender != request.sender:
        message = "只能并入同一机关正在办理的、同一申请人的另一件申请：请核对编号。"
        raise RequestRefusedError([Reason("lead_wrong", message)])
    request.lead = lead


def _answer_joined(request: DisclosureRequest, case: Case) -> Iterator[Following]:
    decision = case.decision
    assert decision is not None  # noqa: S101 - it was just made
    facts = {**decision.facts, "code": decision.code, "lead": request.number}
    for number in request.joined.filter(state="merged").order_by("id").values_list("number", flat=True):
        yield number, "decided_with_lead", facts


def _must_be_published(index_number: str) -> None:
    """It went through the review of secrecy like every record, and everybody can read it (条例第四十四条)."""
    found = published_one(index_number)
    if found is None or not found.findable:
        message = f"没有索引号为 {index_number} 的已公开信息：请先按流程审查、发布，再登记。"
        raise RequestRefusedError([Reason("record_not_public", message, number=index_number)])


def _keep_until(request: DisclosureRequest, event: Happening) -> None:
    """Personal data are kept for as long as the city's schedule says, then erased by the due table."""
    year = event.on.year + settings.CASE_RETENTION_YEARS + 1
    request.erase_on = date(year, 1, 1)
    at = datetime.combine(request.erase_on, time(3), timezone.get_current_timezone())
    due.schedule(Due(ERASURE, request.number, at, {}))


__all__ = ["ERASURE", "SYSTEM", "follow_up", "reckoned"]
