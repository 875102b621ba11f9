"""What of the requests waits for a person, for the first page of the console."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.affairs.foi.models import DisclosureRequest
from gongkai.affairs.foi.selectors import UNANSWERED
from gongkai.kernel.actors import Ability, Actor, organs_for
from gongkai.kernel.console.waiting import Waiting

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def waiting(actor: Actor, _now: datetime) -> Iterator[Waiting]:
    """Receipts to confirm and replies to serve for registrars, the officer's own cases, replies to sign."""
    yield _found(actor, Ability.REQUEST_REGISTER, Q(state="filed"), _("Receipts to confirm"), "state=filed")
    yield _found(actor, Ability.REQUEST_REGISTER, Q(state="decided"), _("Replies to serve"), "state=decided")
    mine = Q(officer=actor.id, state__in=UNANSWERED)
    yield _found(actor, Ability.REQUEST_HANDLE, mine, _("Requests of yours"), f"officer={actor.id}")
    yield _found(actor, Ability.REQUEST_APPROVE, Q(state="signing"), _("Replies to sign"), "state=signing")


def _found(actor: Actor, ability: Ability, wanted: Q, label: "StrOrPromise", query: str) -> Waiting:
    organs = organs_for(actor, ability)
    rows = DisclosureRequest.objects.filter(wanted)
    rows = rows if organs is None else rows.filter(organ__code__in=organs)
    told = rows.aggregate(count=Count("id"), first=Min("due_on"))
    return Waiting(label, told["count"], f"{reverse('console-foi:board')}?{query}", _moment(told["first"]))


def _moment(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(23, 59), timezone.get_current_timezone())
