"""Everything that changes people, memberships and sessions."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.accounts.models import OrganMembership, Person
from gongkai.kernel.actors import Ability, Actor, Role, check
from gongkai.kernel.audit.services import Fact, write


class AccountRefusedError(GongkaiError):
    """The account cannot be made or changed in this way."""


def person_create(*, login: str, name: str, password: str, actor: Actor, now: datetime) -> Person:
    """A new person without any role. Raises ``AccountRefusedError`` for a login that is taken or a weak password."""
    check(actor, Ability.ACCOUNT_MANAGE)
    person = Person(login=login.strip(), name=name.strip(), sessions_from=now)
    if not person.login or not person.name:
        raise AccountRefusedError("name_missing", "请填写登录名和姓名。")
    _set_password(person, password)
    with transaction.atomic():
        try:
            with transaction.atomic():
                person.save()
        except IntegrityError as error:
            raise AccountRefusedError("login_taken", "这个登录名已被使用。") from error
        write(Fact("person.created", f"person:{person.pk}"), actor=actor, now=now)
    return person


def password_set(*, person: Person, password: str, actor: Actor, now: datetime) -> None:
    """A new password, by the person or an administrator; every session of the person ends."""
    if actor.id != actor_id(person):
        check(actor, Ability.ACCOUNT_MANAGE)
    with transaction.atomic():
        _set_password(person, password)
        person.sessions_from = now
        person.save(update_fields=["password", "sessions_from"])
        write(Fact("person.password_set", f"person:{person.pk}"), actor=actor, now=now)


def person_deactivate(*, person: Person, actor: Actor, now: datetime) -> None:
    """The person can sign in no more and every session ends; what they did stays under their name."""
    check(actor, Ability.ACCOUNT_MANAGE)
    with transaction.atomic():
        person.is_active, person.sessions_from = False, now
        person.save(update_fields=["is_active", "sessions_from"])
        write(Fact("person.deactivated", f"person:{person.pk}"), actor=actor, now=now)


def memberships_grant(*, person: Person, organ: str, roles: Iterable[Role], actor: Actor, now: datetime) -> None:
    """Give the person these roles in the organ; those held already stay as they are."""
    check(actor, Ability.ACCOUNT_MANAGE)
    with transaction.atomic():
        for role in roles:
            _, fresh = OrganMembership.objects.get_or_create(
                person=person, organ_code=organ, role=role, until=None, defaults={"since": now}
            )
            if fresh:
                fact = Fact("membership.granted", f"person:{person.pk}", organ, after={"role": role.value})
                write(fact, actor=actor, now=now)


def membership_end(*, person: Person, organ: str, role: Role, actor: Actor, now: datetime) -> None:
    """Take a role back from now on."""
    check(actor, Ability.ACCOUNT_MANAGE)
    with transaction.atomic():
        held = OrganMembership.objects.filter(person=person, organ_code=organ, role=role, until=None)
        if not held.update(until=now):
            raise AccountRefusedError("membership_missing", "此人在该机构没有这个角色。")
        fact = Fact("membership.ended", f"person:{person.pk}", organ, before={"role": role.value})
        write(fact, actor=actor, now=now)


def actor_id(person: Person) -> str:
    """How the person is named in the audit and on records."""
    return f"person:{person.pk}"


def _set_password(person: Person, password: str) -> None:
    try:
        password_validation.validate_password(password, person)
    except ValidationError as error:
        message = "密码太弱：至少 12 个字符，不能是常见的密码，也不能与登录名或姓名相似。"
        raise AccountRefusedError("password_weak", message) from error
    person.set_password(password)
