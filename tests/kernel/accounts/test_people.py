"""People, their passwords and their memberships."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.auth import authenticate

from gongkai.config import settings as real
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.accounts import services
from gongkai.kernel.accounts.models import OrganMembership, Person
from gongkai.kernel.accounts.selectors import actor_for
from gongkai.kernel.actors import SYSTEM, Actor, ForbiddenError, Membership, Role
from gongkai.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough pass phrase"


def _create(actor: Actor, now: datetime, login: str = "wang", name: str = "王", password: str = PASSWORD) -> Person:
    return services.person_create(login=login, name=name, password=password, actor=actor, now=now)


def test_an_administrator_creates_a_person_who_may_do_nothing_yet(administrator: Actor, now: datetime) -> None:
    person = _create(administrator, now, login=" wang ", name=" 王 ")
    assert (person.login, person.name) == ("wang", "王")
    assert actor_for(person, address="", now=now).memberships == frozenset()
    entry = AuditEntry.objects.get(action="person.created")
    assert (entry.actor, entry.subject) == (administrator.id, f"person:{person.pk}")
    assert PASSWORD not in str(AuditEntry.objects.values())


@pytest.mark.parametrize("who", ["citizen", "clerk", "approver", "office", "auditor"])
def test_nobody_else_creates_people(who: str, now: datetime, request: pytest.FixtureRequest) -> None:
    with pytest.raises(ForbiddenError):
        _create(request.getfixturevalue(who), now)
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("login", "name", "password", "code"),
    [
        (" ", "王", PASSWORD, "name_missing"),
        ("wang", " ", PASSWORD, "name_missing"),
        ("wang", "王", "short", "password_weak"),
        ("wang", "王", "password1234", "password_weak"),
        ("wang-xiaoming", "王", "wang-xiaoming1", "password_weak"),
        ("liu", "王", PASSWORD, "login_taken"),
    ],
)
def test_a_missing_name_a_weak_password_and_a_taken_login_are_refused(
    login: str, name: str, password: str, code: str, person: Person, now: datetime
) -> None:
    with pytest.raises(services.AccountRefusedError) as refused:
        _create(SYSTEM, now, login, name, password)
    assert refused.value.code == code
    assert list(Person.objects.all()) == [person]


def test_what_is_weak_about_a_password_is_said_in_both_languages(now: datetime) -> None:
    with pytest.raises(GongkaiError) as refused:
        _create(SYSTEM, now, password="short")
    assert "至少" in refused.value.said_in("zh-hans")
    assert "at least 12 characters" in refused.value.said_in("en")


def test_passwords_are_hashed_by_argon2_in_earnest() -> None:
    assert real.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert len(settings.PASSWORD_HASHERS) == 1


def test_a_password_is_kept_as_a_hash(person: Person) -> None:
    assert person.password.startswith("argon2$argon2id$")
    assert person.check_password(PASSWORD)


def test_django_has_no_door_of_its_own(person: Person) -> None:
    assert authenticate(username="liu", password=PASSWORD) is None
    assert authenticate(login="liu", password=PASSWORD) is None


def test_a_role_holds_from_its_day_to_its_day(person: Person, now: datetime) -> None:
    OrganMembership.objects.create(
        person=person, organ_code="edu", role=Role.EDITOR, since=now, until=now + timedelta(days=1)
    )

    def held(at: datetime) -> frozenset[Membership]:
        return actor_for(person, address="", now=at).memberships

    editor = frozenset({Membership("edu", Role.EDITOR)})
    assert held(now - timedelta(seconds=1)) == frozenset()
    assert held(now) == editor
    assert held(now + timedelta(days=1) - timedelta(seconds=1)) == editor
    assert held(now + timedelta(days=1)) == frozenset()


def test_roles_are_given_once_taken_back_and_given_anew(person: Person, administrator: Actor, now: datetime) -> None:
    for _ in range(2):
        services.memberships_grant(person=person, organ="edu", roles=[Role.EDITOR], actor=administrator, now=now)
    assert person.memberships.count() == 1
    later = now + timedelta(days=1)
    services.membership_end(person=person, organ="edu", role=Role.EDITOR, actor=administrator, now=later)
    assert actor_for(person, address="", now=later).memberships == frozenset()
    services.memberships_grant(person=person, organ="edu", roles=[Role.EDITOR], actor=administrator, now=later)
    assert person.memberships.count() == 2
    actions = list(AuditEntry.objects.filter(action__startswith="membership.").values_list("action", flat=True))
    assert sorted(actions) == ["membership.ended", "membership.granted", "membership.granted"]


def test_a_role_nobody_holds_cannot_be_taken_back(person: Person, now: datetime) -> None:
    with pytest.raises(services.AccountRefusedError) as refused:
        services.membership_end(person=person, organ="edu", role=Role.EDITOR, actor=SYSTEM, now=now)
    assert refused.value.code == "membership_missing"


@pytest.mark.parametrize("who", ["clerk", "office", "auditor"])
def test_only_an_administrator_changes_others(
    who: str, person: Person, now: datetime, request: pytest.FixtureRequest
) -> None:
    actor = request.getfixturevalue(who)
    with pytest.raises(ForbiddenError):
        services.memberships_grant(person=person, organ="edu", roles=[Role.EDITOR], actor=actor, now=now)
    with pytest.raises(ForbiddenError):
        services.membership_end(person=person, organ="edu", role=Role.EDITOR, actor=actor, now=now)
    with pytest.raises(ForbiddenError):
        services.person_deactivate(person=person, actor=actor, now=now)
    with pytest.raises(ForbiddenError):
        services.password_set(person=person, password=PASSWORD, actor=actor, now=now)


def test_everyone_sets_their_own_password(person: Person, now: datetime) -> None:
    actor = actor_for(person, address="", now=now)
    services.password_set(person=person, password="another long pass phrase", actor=actor, now=now)
    person.refresh_from_db()
    assert person.check_password("another long pass phrase")
    assert person.sessions_from == now
