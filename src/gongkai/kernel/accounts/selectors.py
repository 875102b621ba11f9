"""Who there is, what they may do now, and which tokens act for them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.accounts.models import ApiToken, OrganMembership, Person
from gongkai.kernel.actors import ABILITIES, Ability, Actor, Membership, Role, Scope, check


class PersonMissingError(GongkaiError):
    """Nobody has this login."""

    def __init__(self, login: str) -> None:
        super().__init__("person_missing", f"没有登录名为 {login} 的人员：请核对登录名。", login=login)


def actor_for(person: Person, *, address: str, now: datetime, scopes: frozenset[str] | None = None) -> Actor:
    """The person as an actor, with the memberships that hold now."""
    return Actor(
        id=f"person:{person.pk}",
        label=person.name,
        memberships=frozenset(Membership(m.organ_code, Role(m.role)) for m in _holding(now).filter(person=person)),
        address=address,
        scopes=scopes,
    )


def actor_of(actor_id: str, now: datetime) -> Actor | None:
    """The person with this id of an actor as they may act now, for work that is done later in their name."""
    kind, _, key = actor_id.partition(":")
    if kind != "person" or not key.isdecimal():
        return None
    person = Person.objects.filter(pk=int(key), is_active=True).first()
    return None if person is None else actor_for(person, address="", now=now)


def actor_ids(name: str) -> list[str]:
    """The ids under which those act who have this name or login."""
    return [f"person:{pk}" for pk in Person.objects.filter(Q(name=name) | Q(login=name)).values_list("pk", flat=True)]


def person_by_login(login: str) -> Person:
    """The person; raises ``PersonMissingError``."""
    person = Person.objects.filter(login=login).first()
    if person is None:
        raise PersonMissingError(login)
    return person


def people(*, actor: Actor, now: datetime) -> QuerySet[Person]:
    """Everyone by login, each with the memberships that hold now as ``memberships``."""
    check(actor, Ability.ACCOUNT_MANAGE)
    held = _holding(now).order_by("organ_code", "role")
    return Person.objects.order_by("login").prefetch_related(Prefetch("memberships", held))


def holders(ability: Ability, *, organ: str, now: datetime) -> list[Person]:
    """Who may do this now to something of the organ, by name."""
    by_scope = {scope: [role for role, far in ABILITIES[ability].items() if far is scope] for scope in Scope}
    held = _holding(now).filter(
        Q(role__in=by_scope[Scope.CITY]) | Q(role__in=by_scope[Scope.OWN_ORGAN], organ_code=organ)
    )
    return list(Person.objects.filter(is_active=True, pk__in=held.values("person")).order_by("name", "pk"))


def members(organs: Sequence[str], *, now: datetime) -> dict[str, list[Person]]:
    """Who belongs to each of these organs now, whatever their role, by name."""
    held = _holding(now).filter(organ_code__in=organs, person__is_active=True).select_related("person")
    found: dict[str, dict[int, Person]] = {}
    for membership in held.order_by("person__name", "person_id"):
        found.setdefault(membership.organ_code, {})[membership.person_id] = membership.person
    return {organ: list(people.values()) for organ, people in found.items()}


def name_of(actor_id: str) -> str:
    """What the person with this id of an actor is called; empty when it is no person's."""
    kind, _, key = actor_id.partition(":")
    if kind != "person" or not key.isdecimal():
        return ""
    return Person.objects.filter(pk=int(key)).values_list("name", flat=True).first() or ""


def names_of(actor_ids: Iterable[str]) -> dict[str, str]:
    """What each of these people is called, by the id of their actor; who is nobody's is left out."""
    keys = {
        int(key) for kind, _, key in (one.partition(":") for one in actor_ids) if kind == "person" and key.isdecimal()
    }
    return {f"person:{pk}": name for pk, name in Person.objects.filter(pk__in=keys).values_list("pk", "name")}


def tokens(*, actor: Actor) -> QuerySet[ApiToken]:
    """Every token with its person, the oldest first."""
    check(actor, Ability.ACCOUNT_MANAGE)
    return ApiToken.objects.select_related("person").order_by("pk")


def _holding(now: datetime) -> QuerySet[OrganMembership]:
    return OrganMembership.objects.filter(Q(until=None) | Q(until__gt=now), since__lte=now)
