"""Signing in: password, second factor, and patience with those who guess."""

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime

import pyotp
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.crypto import salted_hmac

from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.accounts.addresses import neighbourhood
from gongkai.kernel.accounts.models import Person, SignInFailure
from gongkai.kernel.accounts.rules import FORGOTTEN_AFTER, locked_until
from gongkai.kernel.accounts.services import AccountRefusedError, actor_id, password_set
from gongkai.kernel.actors import Ability, Actor, check
from gongkai.kernel.audit.services import Fact, write

TOTP_SECONDS = 30


class SignInRefusedError(GongkaiError):
    """Not signed in: ``refused`` for wrong words, ``locked`` after too many, ``totp_needed`` for the code."""


def sign_in(*, login: str, password: str, code: str, address: str, now: datetime) -> Person:
    """The person with this login and password, and with the right code when a second factor is set up.

    Wrong login, wrong password and wrong code are told alike and cost the same. Raises ``SignInRefusedError``.
    """
    keys = [_login_key(login), f"address:{neighbourhood(address)}"]
    _take_a_try(keys, now)
    person = Person.objects.filter(login=login.strip(), is_active=True).first()
    # An unknown login costs one hash as well, or its absence could be measured.
    right = check_password(password, person.password) if person else bool(make_password(password)) and False
    if person is None or not right:
        raise _refused()
    if person.totp_confirmed:
        if not code.strip():
            _give_back(keys)
            raise SignInRefusedError("totp_needed", "请输入身份验证器上的六位验证码。")
        if not _use_code(person, code, now):
            raise _refused()
    with transaction.atomic():
        SignInFailure.objects.filter(key=keys[0]).delete()
        _give_back(keys[1:])
        who = Actor(id=actor_id(person), label=person.name, address=address)
        write(Fact("person.signed_in", f"person:{person.pk}"), actor=who, now=now)
    return person


def password_change(*, person: Person, old: str, new: str, actor: Actor, now: datetime) -> None:
    """A new password by the person, who knows the old one; guessing it is made to wait like signing in."""
    key = [_login_key(person.login)]
    _take_a_try(key, now)
    if not check_password(old, person.password):
        raise SignInRefusedError("password_wrong", "原密码不正确。")
    _give_back(key)
    password_set(person=person, password=new, actor=actor, now=now)


def totp_enrol(*, person: Person) -> None:
    """A new key for an authenticator; it counts only after ``totp_confirm``."""
    if person.totp_confirmed:
        raise AccountRefusedError("totp_set_up", "身份验证器已经设置。")
    person.totp_seed = secrets.token_urlsafe(24)
    person.save(update_fields=["totp_seed"])


def totp_key(person: Person) -> str:
    """What the authenticator holds: made of the person's seed and of the secret key, which is not in the database.

    Whoever reads the database alone, or a copy of it, makes no codes.
    """
    made = salted_hmac("gongkai.totp", person.totp_seed, algorithm="sha256").digest()
    return base64.b32encode(made[:20]).decode()


def totp_address(person: Person) -> str:
    """The otpauth address an authenticator reads; empty unless one is being set up."""
    if person.totp_confirmed or not person.totp_seed:
        return ""
    return pyotp.TOTP(totp_key(person)).provisioning_uri(name=person.login, issuer_name="Gongkai")


def totp_confirm(*, person: Person, code: str, actor: Actor, now: datetime) -> None:
    """The first code shows that the authenticator is set up; from now on each sign-in asks for one."""
    if person.totp_confirmed:
        raise AccountRefusedError("totp_set_up", "身份验证器已经设置。")
    if not person.totp_seed or not _use_code(person, code, now):
        raise AccountRefusedError("totp_wrong", "验证码不正确：请核对手机时间后重试。")
    with transaction.atomic():
        person.totp_confirmed = True
        person.save(update_fields=["totp_confirmed"])
        write(Fact("person.totp_confirmed", f"person:{person.pk}"), actor=actor, now=now)


def totp_reset(*, person: Person, actor: Actor, now: datetime) -> None:
    """For a lost telephone: the authenticator counts no more, every session ends, another can be set up."""
    check(actor, Ability.ACCOUNT_MANAGE)
    with transaction.atomic():
        person.totp_seed, person.totp_confirmed, person.sessions_from = "", False, now
        person.save(update_fields=["totp_seed", "totp_confirmed", "sessions_from"])
        write(Fact("person.totp_reset", f"person:{person.pk}"), actor=actor, now=now)


def _use_code(person: Person, code: str, now: datetime) -> bool:
    """Whether the code fits the present moment or the one before, and was not used yet."""
    totp = pyotp.TOTP(totp_key(person))
    present = int(now.timestamp()) // TOTP_SECONDS
    for step in (present, present - 1):
        if totp.verify(code.strip(), for_time=step * TOTP_SECONDS):
            # The row decides between two that come at once with the same code.
            fresh = Person.objects.filter(pk=person.pk, totp_last_step__lt=step).update(totp_last_step=step)
            return bool(fresh)
    return False


def _refused() -> SignInRefusedError:
    return SignInRefusedError("refused", "登录名、密码或验证码不正确。")


def _login_key(login: str) -> str:
    return f"login:{login.strip()[:60]}"


def _take_a_try(keys: Sequence[str], now: datetime) -> None:
    """Count a try as failed before it is made, so that many made at once count as many; refuse when locked."""
    with transaction.atomic():
        SignInFailure.objects.filter(last_at__lt=now - FORGOTTEN_AFTER).delete()
        rows = SignInFailure.objects.filter(key__in=keys)
        # Who is made to wait leaves no rows for the logins made up meanwhile.
        ends = _ends(rows, now)
        if not ends:
            made = [SignInFailure(key=key, last_at=now) for key in sorted(keys)]
            SignInFailure.objects.bulk_create(made, ignore_conflicts=True)
            ends = _ends(rows.select_for_update().order_by("key"), now)
        if not ends:
            rows.update(count=F("count") + 1, last_at=now)
            return
    minutes = max(1, -(-int((max(ends) - now).total_seconds()) // 60))
    raise SignInRefusedError("locked", f"尝试次数过多：请在 {minutes} 分钟后再试。", minutes=minutes)


def _ends(rows: QuerySet[SignInFailure], now: datetime) -> list[datetime]:
    """Until when those of them that are locked wait."""
    return [end for row in rows if (end := locked_until(row.count, row.last_at)) is not None and now < end]


def _give_back(keys: Sequence[str]) -> None:
    """The try was no failure."""
    SignInFailure.objects.filter(key__in=keys, count__gt=0).update(count=F("count") - 1)
