"""Letters that go out with an event: composed once, sealed, and the same ever after."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from gongkai.affairs.foi.letters import Facing, compose, template_of
from gongkai.affairs.foi.models import DisclosureRequest, Letter, Sealed
from gongkai.affairs.foi.rules.case import Case, Happening
from gongkai.affairs.foi.rules.clocks import reply_clock
from gongkai.affairs.foi.rules.workflow import EventKind
from gongkai.affairs.foi.sealing import seal, unseal
from gongkai.affairs.foi.selectors import law
from gongkai.foundations.canonical import canonical, digest
from gongkai.kernel.numbers.services import issue


def write_letters(
    request: DisclosureRequest,
    case: Case,
    event: Happening,
    told: EventKind,
    *,
    sealed: Mapping[str, str],
    now: datetime,
) -> None:
    """Compose and keep every letter of the event, inside its transaction."""
    held = Sealed.objects.filter(request=request, slot="applicant").first()
    applicant = unseal(f"{request.number} applicant", held.token) if held is not None else {}
    clock = reply_clock(case)
    facing = Facing(
        organ=request.organ,
        number=request.number,
        subject=request.subject,
        wanted=request.wanted,
        applicant_kind=request.applicant,
        form=request.form,
        medium=request.medium,
        applicant=applicant,
        party=sealed.get("party", "") or _party(request, case, event),
        due_on=law().due(clock) if clock is not None else None,
    )
    for name in told.letters:
        template = template_of(name, case, event)
        if template is None:
            continue
        numbered = _document_number(request, now) if name == "reply" else ""
        blocks = compose(template, facing, case, event, document_number=numbered)
        number = request.letters.count() + 1
        slot = f"letter:{number}"
        words = {"blocks": blocks}
        Sealed.objects.create(request=request, slot=slot, token=seal(f"{request.number} {slot}", words))
        Letter.objects.create(
            request=request,
            number=number,
            event=event.number,
            template=name,
            title=template.title,
            document_number=numbered,
            to_applicant=template.to == "applicant",
            dated_on=event.on,
            digest=digest(canonical(words)),
        )


def _party(request: DisclosureRequest, case: Case, event: Happening) -> str:
    """Who was asked in the consultation that the event is about; empty where it is about none."""
    number = event.facts.get("consultation")
    sent = [one.number for one in case.happened if one.kind == "consultation_sent"]
    if not isinstance(number, int) or not 0 < number <= len(sent):
        return ""
    slot = f"event:{sent[number - 1]}"
    held = Sealed.objects.filter(request=request, slot=slot).first()
    return str(unseal(f"{request.number} {slot}", held.token).get("party", "")) if held is not None else ""


def _document_number(request: DisclosureRequest, now: datetime) -> str:
    year = timezone.localtime(now).year
    (serial,) = issue(f"reply:{request.organ.code}:{year}")
    return f"{request.organ.name}公复〔{year}〕{serial}号"
