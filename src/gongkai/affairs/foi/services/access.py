"""The only roads from a number to a request that is to be changed, and in which role someone acts on it."""

from gongkai.affairs.foi.models import DisclosureRequest
from gongkai.affairs.foi.selectors import RequestMissingError, roles_in
from gongkai.kernel.actors import Actor

# Whoever proved by number and secret of a receipt that a request is theirs.
APPLICANT = Actor(id="applicant", label="申请人")


def locked(number: str, *, actor: Actor) -> DisclosureRequest:
    """The request, locked until the transaction ends: two events never take the same number.

    Raises ``RequestMissingError`` when there is none, or the actor may not know of it.
    """
    row = DisclosureRequest.objects.select_for_update(of=("self",)).select_related("organ__parent")
    found = row.filter(number=number).first()
    if found is None or not (actor.id == APPLICANT.id or roles_in(found.organ.code, actor)):
        raise RequestMissingError(number)
    return found


def role_for(kind_by: tuple[str, ...], organ: str, *, actor: Actor) -> str:
    """The role in which the actor does it: the first that may, else any of theirs, so that a refusal says why."""
    held = ["applicant"] if actor.id == APPLICANT.id else roles_in(organ, actor)
    return next((role for role in kind_by if role in held), held[0] if held else "")
