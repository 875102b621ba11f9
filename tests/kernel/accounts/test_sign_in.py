"""Signing in: told alike, made to wait, and the second factor used once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.accounts import rules, services, sign_in
from gongkai.kernel.accounts.models import Person, SignInFailure
from gongkai.kernel.accounts.selectors import actor_for
from gongkai.kernel.actors import SYSTEM, Actor, ForbiddenError
from gongkai.kernel.audit.models import AuditEntry
from support.hashers import QuickArgon2PasswordHasher

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough pass phrase"


def _try(
    now: datetime, password: str = "wrong", *, login: str = "liu", code: str = "", address: str = "10.0.0.1"
) -> str:
    """What signing in says: ``in``, or the code of the refusal."""
    try:
        sign_in.sign_in(login=login, password=password, code=code, address=address, now=now)
    except sign_in.SignInRefusedError as refused:
        return refused.code
    return "in"


def _totp(person: Person, at: datetime) -> str:
    return pyotp.TOTP(sign_in.totp_key(person)).at(at)


@pytest.fixture
def guarded(person: Person, now: datetime) -> Person:
    """A person with an authenticator, set up a day ago."""
    yesterday = now - timedelta(days=1)
    sign_in.totp_enrol(person=person)
    actor = actor_for(person, address="", now=yesterday)
    sign_in.totp_confirm(person=person, code=_totp(person, yesterday), actor=actor, now=yesterday)
    return person


def test_the_right_password_is_let_in_and_the_audit_says_from_where(person: Person, now: datetime) -> None:
    assert _try(now, PASSWORD, login=" liu ") == "in"
    entry = AuditEntry.objects.get(action="person.signed_in")
    assert (entry.actor, entry.address) == (f"person:{person.pk}", "10.0.0.1")


def test_wrong_login_password_and_code_are_told_alike(guarded: Person, now: datetime) -> None:
    said = set()
    for login, password, code in (("nobody", PASSWORD, ""), ("liu", "wrong", ""), ("liu", PASSWORD, "000000")):
        with pytest.raises(sign_in.SignInRefusedError) as refused:
            sign_in.sign_in(login=login, password=password, code=code, address="", now=now)
        said.add((refused.value.code, refused.value.message))
    assert len(said) == 1


@pytest.mark.parametrize("case", ["nobody", "wrong", "inactive", "right"])
def test_each_try_costs_one_hash(case: str, person: Person, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    if case == "inactive":
        services.person_deactivate(person=person, actor=SYSTEM, now=now)
    work: list[str] = []

    def counted(original: Callable[..., object], name: str) -> Callable[..., object]:
        def method(*args: object) -> object:
            work.append(name)
            return original(*args)

        return method

    for name in ("encode", "verify"):
        monkeypatch.setattr(QuickArgon2PasswordHasher, name, counted(getattr(QuickArgon2PasswordHasher, name), name))
    _try(now, "wrong" if case == "wrong" else PASSWORD, login="nobody" if case == "nobody" else "liu")
    assert len(work) == 1


def test_a_deactivated_person_is_a_stranger(person: Person, now: datetime) -> None:
    services.person_deactivate(person=person, actor=SYSTEM, now=now)
    assert _try(now, PASSWORD) == "refused"


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (10, 32), (11, 60), (12, 60), (500, 60)],
)
def test_guessing_waits_longer_each_time_up_to_an_hour(failures: int, minutes: int, now: datetime) -> None:
    end = rules.locked_until(failures, now)
    assert end == (now + timedelta(minutes=minutes) if minutes else None)


@given(st.integers(0, 10_000))
def test_the_wait_never_shrinks_and_never_passes_an_hour(failures: int) -> None:
    moment = datetime(2026, 11, 26)  # noqa: DTZ001 - only differences count
    before, after = (rules.locked_until(count, moment) or moment for count in (failures, failures + 1))
    assert before <= after <= moment + timedelta(hours=1)


def test_after_five_failures_even_the_right_password_waits_and_is_told_how_long(person: Person, now: datetime) -> None:
    assert [_try(now) for _ in range(6)] == ["refused"] * 5 + ["locked"]
    with pytest.raises(sign_in.SignInRefusedError) as locked:
        sign_in.sign_in(login="liu", password=PASSWORD, code="", address="10.0.0.2", now=now + timedelta(seconds=1))
    assert locked.value.english() == "Too many tries: try again in 1 min."
    after_a_minute = now + timedelta(minutes=1)
    assert _try(after_a_minute) == "refused"
    assert _try(after_a_minute + timedelta(seconds=119), PASSWORD) == "locked"
    assert _try(after_a_minute + timedelta(seconds=120), PASSWORD) == "in"


def test_tries_while_locked_lengthen_nothing(person: Person, now: datetime) -> None:
    for _ in range(20):
        _try(now)
    assert _try(now + timedelta(minutes=1), PASSWORD, address="10.0.0.2") == "in"


def test_an_address_that_guesses_many_logins_is_made_to_wait(person: Person, now: datetime) -> None:
    for number in range(5):
        assert _try(now, login=f"nobody{number}") == "refused"
    assert _try(now, PASSWORD) == "locked"
    assert _try(now, PASSWORD, address="10.0.0.2") == "in"


def test_success_forgives_the_login_but_not_what_the_address_failed(person: Person, now: datetime) -> None:
    for _ in range(4):
        _try(now)
    assert _try(now, PASSWORD) == "in"
    assert dict(SignInFailure.objects.values_list("key", "count")) == {"address:10.0.0.1": 4}


def test_failures_are_forgotten_after_a_day(person: Person, now: datetime) -> None:
    for _ in range(5):
        _try(now)
    later = now + timedelta(hours=24, seconds=1)
    assert [_try(later) for _ in range(6)] == ["refused"] * 5 + ["locked"]


def test_a_second_factor_is_asked_for_and_asking_is_no_failure(guarded: Person, now: datetime) -> None:
    assert [_try(now, PASSWORD) for _ in range(7)] == ["totp_needed"] * 7
    assert _try(now, PASSWORD, code=_totp(guarded, now)) == "in"


def test_a_code_counts_once(guarded: Person, now: datetime) -> None:
    code = _totp(guarded, now)
    assert [_try(now, PASSWORD, code=code) for _ in range(2)] == ["in", "refused"]


@pytest.mark.parametrize(("age", "said"), [(0, "in"), (30, "in"), (60, "refused"), (-30, "refused")])
def test_the_code_of_this_moment_or_the_one_before_counts(age: int, said: str, guarded: Person, now: datetime) -> None:
    assert _try(now, PASSWORD, code=_totp(guarded, now - timedelta(seconds=age))) == said


def test_an_older_code_never_counts_after_a_newer_one(guarded: Person, now: datetime) -> None:
    assert _try(now, PASSWORD, code=_totp(guarded, now)) == "in"
    assert _try(now, PASSWORD, code=_totp(guarded, now - timedelta(seconds=30))) == "refused"


def test_guessing_codes_is_made_to_wait(guarded: Person, now: datetime) -> None:
    assert [_try(now, PASSWORD, code="000000") for _ in range(6)] == ["refused"] * 5 + ["locked"]


def test_an_authenticator_counts_only_after_its_first_code(person: Person, now: datetime) -> None:
    actor = actor_for(person, address="", now=now)
    sign_in.totp_enrol(person=person)
    assert _try(now, PASSWORD) == "in"
    with pytest.raises(services.AccountRefusedError) as wrong:
        sign_in.totp_confirm(person=person, code="000000", actor=actor, now=now)
    assert wrong.value.code == "totp_wrong"
    sign_in.totp_confirm(person=person, code=_totp(person, now), actor=actor, now=now)
    assert _try(now, PASSWORD) == "totp_needed"
    assert sign_in.totp_address(person) == ""
    with pytest.raises(services.AccountRefusedError, match="已经设置"):
        sign_in.totp_enrol(person=person)
    with pytest.raises(services.AccountRefusedError, match="已经设置"):
        sign_in.totp_confirm(person=person, code="", actor=actor, now=now)


def test_an_administrator_resets_a_lost_authenticator(guarded: Person, administrator: Actor, now: datetime) -> None:
    with pytest.raises(ForbiddenError):
        sign_in.totp_reset(person=guarded, actor=actor_for(guarded, address="", now=now), now=now)
    sign_in.totp_reset(person=guarded, actor=administrator, now=now)
    assert _try(now, PASSWORD) == "in"
    assert AuditEntry.objects.filter(action="person.totp_reset").count() == 1


def test_changing_the_password_needs_the_old_one_and_guessing_it_waits(person: Person, now: datetime) -> None:
    actor = actor_for(person, address="", now=now)

    def change(old: str) -> str:
        try:
            sign_in.password_change(person=person, old=old, new="another long pass phrase", actor=actor, now=now)
        except GongkaiError as refused:
            return refused.code
        return "changed"

    assert change(PASSWORD) == "changed"
    assert [change("wrong") for _ in range(6)] == ["password_wrong"] * 5 + ["locked"]
    assert person.check_password("another long pass phrase")


def test_the_database_alone_makes_no_codes(guarded: Person, now: datetime, settings: Settings) -> None:
    kept = {str(value) for value in Person.objects.filter(pk=guarded.pk).values_list().get()}
    assert sign_in.totp_key(guarded) not in kept
    code = _totp(guarded, now)
    settings.SECRET_KEY = "another"
    assert _try(now, PASSWORD, code=code) == "refused"


def test_an_address_made_to_wait_leaves_no_trace_of_the_logins_it_makes_up(person: Person, now: datetime) -> None:
    for number in range(rules.FREE_TRIES + 20):
        _try(now, login=f"made-up-{number}")
    assert SignInFailure.objects.count() == rules.FREE_TRIES + 1
