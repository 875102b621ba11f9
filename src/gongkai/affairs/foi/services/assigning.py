"""Giving many requests to an officer at once: first tried, then for good."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from gongkai.affairs.foi.models import DisclosureRequest
from gongkai.affairs.foi.rules.checks import Wish
from gongkai.affairs.foi.rules.guards import refusals
from gongkai.affairs.foi.rules.reasons import Reason, RequestRefusedError
from gongkai.affairs.foi.rules.workflow import workflow
from gongkai.affairs.foi.selectors import case_of, law, seen_by
from gongkai.affairs.foi.services.access import role_for
from gongkai.affairs.foi.services.happening import happen
from gongkai.kernel.accounts.selectors import holders
from gongkai.kernel.accounts.services import actor_id
from gongkai.kernel.actors import Ability, Actor

MOST = 200


@dataclass(frozen=True, slots=True)
class Assignment:
    """What an assignment does to one request: who had it, and every reason why it stays as it is."""

    request: DisclosureRequest
    before: str
    refused: tuple[Reason, ...] = ()


def assign(
    numbers: Iterable[str], *, officer: str, actor: Actor, now: datetime, is_trial: bool = False
) -> list[Assignment]:
    """Give these requests to one officer, today; each is an event of its own, and one that is refused stops no other.

    A trial says the same and changes nothing. At most ``MOST`` are taken; what the actor may not know of is left out.
    """
    found = seen_by(actor).filter(number__in=list(numbers)).order_by("id")[:MOST]
    return [_assigned(one, officer, actor, now, is_trial=is_trial) for one in found]


def _assigned(request: DisclosureRequest, officer: str, actor: Actor, now: datetime, *, is_trial: bool) -> Assignment:
    before, facts = request.officer, {"officer": officer}
    if refused := _refused(request, officer, actor, now):
        return Assignment(request, before, refused)
    if is_trial:
        return Assignment(request, before)
    try:
        happen(request.number, "assigned", on=timezone.localdate(now), facts=facts, actor=actor, now=now)
    except RequestRefusedError as refusal:
        return Assignment(request, before, refusal.reasons)
    return Assignment(request, before)


def _refused(request: DisclosureRequest, officer: str, actor: Actor, now: datetime) -> tuple[Reason, ...]:
    organ = request.organ.code
    if officer not in {actor_id(one) for one in holders(Ability.REQUEST_HANDLE, organ=organ, now=now)}:
        return (Reason("officer_unfit", "该人员不是这个机关的承办人：请另选。"),)
    if officer == request.officer:
        return (Reason("officer_same", "已经由该承办人办理。"),)
    today = timezone.localdate(now)
    role = role_for(workflow().events["assigned"].by, organ, actor=actor)
    wish = Wish("assigned", today, today, actor.id, role, {"officer": officer})
    return tuple(refusals(case_of(request), wish, law()))
