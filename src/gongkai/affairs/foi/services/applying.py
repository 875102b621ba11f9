"""A new request: by the applicant on the portal, or entered by the registrar from paper, counter, mail or fax."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongkai.affairs.foi.models import Sealed
from gongkai.affairs.foi.rules.application import Application, faults
from gongkai.affairs.foi.rules.reasons import RequestRefusedError
from gongkai.affairs.foi.sealing import seal, senders
from gongkai.affairs.foi.services.access import APPLICANT
from gongkai.affairs.foi.services.happening import add_event
from gongkai.affairs.foi.services.numbering import secret_made, unnumbered
from gongkai.backbone.organs.selectors import organ_by_code
from gongkai.kernel.actors import Ability, Actor, check
from gongkai.kernel.events.services import take_turn


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the applicant keeps: together both open the request. The secret is shown once and kept by nobody else."""

    number: str
    secret: str


def request_file(asked: Application, *, actor: Actor, now: datetime) -> Receipt:
    """File a request under the next number of its organ.

    Raises ``RequestRefusedError`` with every fault of the application. Others than the applicant need the registrar's
    right in the organ.
    """
    if actor.id != APPLICANT.id:
        check(actor, Ability.REQUEST_REGISTER, organ=asked.organ)
    if found := faults(asked):
        raise RequestRefusedError(list(found.values()))
    with transaction.atomic():
        take_turn()
        request = unnumbered(organ_by_code(asked.organ), now=now)
        secret, request.secret = secret_made()
        request.channel, request.applicant, request.items = asked.channel, asked.applicant, asked.items
        request.subject, request.wanted = asked.subject.strip(), asked.wanted.strip()
        request.form, request.medium, request.filed_on = asked.form, asked.medium, asked.on
        request.sender = senders(asked.sender)[0]
        request.save()
        token = seal(f"{request.number} applicant", asked.identity)
        Sealed.objects.create(request=request, slot="applicant", token=token)
        add_event(request, "filed", on=asked.on, sent={"channel": asked.channel}, actor=actor, now=now)
    return Receipt(request.number, secret)
