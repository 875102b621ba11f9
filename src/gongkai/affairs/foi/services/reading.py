"""Reading what is sealed: each time noted in the audit, so that access to a case leaves its trace."""

from datetime import datetime

from django.db import transaction

from gongkai.affairs.foi.models import DisclosureRequest, Letter, Sealed
from gongkai.affairs.foi.rules.application import masked
from gongkai.affairs.foi.sealing import unseal
from gongkai.affairs.foi.selectors import RequestMissingError, subject_of
from gongkai.affairs.foi.services.access import APPLICANT
from gongkai.foundations.canonical import canonical, digest
from gongkai.foundations.errors import GongkaiError
from gongkai.foundations.texts.document import Document, from_data
from gongkai.kernel.actors import Ability, Actor, check
from gongkai.kernel.audit.services import Fact, write


class LetterChangedError(GongkaiError):
    """A letter is not the one that went out."""


def identity_read(request: DisclosureRequest, *, actor: Actor, now: datetime) -> dict[str, str]:
    """Who applied, for those who handle requests of the organ; empty after it was erased."""
    return _read(request, "applicant", "request.identity_read", actor, now)


def identity_masked(request: DisclosureRequest, *, actor: Actor) -> dict[str, str]:
    """Who applied, masked so that two are told apart and nobody is known; for those who may open it, and not noted."""
    check(actor, Ability.REQUEST_IDENTITY, organ=request.organ.code)
    held = Sealed.objects.filter(request=request, slot="applicant").first()
    if held is None:
        return {}
    values = unseal(f"{request.number} applicant", held.token)
    return {name: masked(name, value) for name, value in values.items() if value}


def words_read(request: DisclosureRequest, event: int, *, actor: Actor, now: datetime) -> dict[str, str]:
    """The sealed words of an event: what the applicant or a third party wrote."""
    return _read(request, f"event:{event}", "request.words_read", actor, now)


def letter_read(request: DisclosureRequest, number: int, *, actor: Actor, now: datetime) -> tuple[Letter, Document]:
    """A letter as it went out. Applicants read those to them."""
    letter = request.letters.filter(number=number).first()
    if letter is None or (actor.id == APPLICANT.id and not letter.to_applicant):
        raise RequestMissingError(request.number)
    words = _read(request, f"letter:{number}", "request.letter_read", actor, now)
    if digest(canonical(words)) != letter.digest:
        raise LetterChangedError("letter_changed", "文书内容与发出时不一致：请联系管理员。")
    return letter, from_data(words)


def _read(request: DisclosureRequest, slot: str, action: str, actor: Actor, now: datetime) -> dict[str, str]:
    if actor.id != APPLICANT.id:
        check(actor, Ability.REQUEST_IDENTITY, organ=request.organ.code)
    held = Sealed.objects.filter(request=request, slot=slot).first()
    if held is None:
        return {}
    with transaction.atomic():
        write(Fact(action, subject_of(request), request.organ.code, after={"slot": slot}), actor=actor, now=now)
    return unseal(f"{request.number} {slot}", held.token)
