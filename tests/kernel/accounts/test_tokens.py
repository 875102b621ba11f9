"""Tokens: shown once, kept as a digest, and never more than their person may."""

import hashlib
from datetime import datetime, timedelta

import pytest

from gongkai.kernel.accounts import services, tokens
from gongkai.kernel.accounts.models import ApiToken, Person
from gongkai.kernel.actors import SYSTEM, Ability, Actor, ForbiddenError, Role, may
from gongkai.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def _token(person: Person, now: datetime, *scopes: Ability, days: int = 30, actor: Actor = SYSTEM) -> str:
    life = timedelta(days=days)
    return tokens.token_create(person=person, name="push", scopes=scopes, life=life, actor=actor, now=now)


@pytest.fixture
def editor(person: Person, now: datetime) -> Person:
    services.memberships_grant(person=person, organ="edu", roles=[Role.EDITOR, Role.APPROVER], actor=SYSTEM, now=now)
    return person


def test_only_the_digest_is_kept(editor: Person, now: datetime) -> None:
    token = _token(editor, now, Ability.RECORD_DRAFT)
    row = ApiToken.objects.get()
    assert row.digest == hashlib.sha256(token.encode()).hexdigest()
    assert token not in f"{ApiToken.objects.values().get()} {list(AuditEntry.objects.values())}"
    assert len(token) > 40


def test_a_token_acts_for_its_person_within_its_scopes(editor: Person, now: datetime) -> None:
    actor = tokens.actor_of(_token(editor, now, Ability.RECORD_PUBLISH), address="10.0.0.1", now=now)
    assert actor is not None
    assert (actor.id, actor.address) == (f"person:{editor.pk}", "10.0.0.1")
    assert may(actor, Ability.RECORD_PUBLISH, organ="edu")
    assert not may(actor, Ability.RECORD_PUBLISH, organ="fin")
    assert not may(actor, Ability.RECORD_WITHDRAW, organ="edu")


def test_drafting_includes_keeping_the_file(editor: Person, now: datetime) -> None:
    actor = tokens.actor_of(_token(editor, now, Ability.RECORD_DRAFT), address="", now=now)
    assert actor is not None
    assert may(actor, Ability.FILE_STORE, organ="edu")


def test_a_token_cannot_be_made_for_what_the_person_may_not(editor: Person, now: datetime) -> None:
    with pytest.raises(services.AccountRefusedError) as refused:
        _token(editor, now, Ability.RECORD_DRAFT, Ability.ACCOUNT_MANAGE, Ability.AUDIT_SEE)
    assert refused.value.english() == "The roles of this person do not include: account.manage, audit.see."
    assert not ApiToken.objects.exists()


def test_a_token_loses_what_its_person_loses(editor: Person, now: datetime) -> None:
    token = _token(editor, now, Ability.RECORD_PUBLISH)
    services.membership_end(person=editor, organ="edu", role=Role.APPROVER, actor=SYSTEM, now=now)
    actor = tokens.actor_of(token, address="", now=now)
    assert actor is not None
    assert not may(actor, Ability.RECORD_PUBLISH, organ="edu")


def test_a_token_ends_with_its_time(editor: Person, now: datetime) -> None:
    token = _token(editor, now, Ability.RECORD_DRAFT, days=1)
    end = now + timedelta(days=1)
    assert tokens.actor_of(token, address="", now=end - timedelta(seconds=1)) is not None
    assert tokens.actor_of(token, address="", now=end) is None


def test_a_revoked_token_works_no_more_and_is_revoked_once(editor: Person, now: datetime) -> None:
    token = _token(editor, now, Ability.RECORD_DRAFT)
    pk = ApiToken.objects.get().pk
    tokens.token_revoke(token_id=pk, actor=SYSTEM, now=now)
    assert tokens.actor_of(token, address="", now=now) is None
    with pytest.raises(services.AccountRefusedError):
        tokens.token_revoke(token_id=pk, actor=SYSTEM, now=now)


def test_the_tokens_of_a_deactivated_person_work_no_more(editor: Person, now: datetime) -> None:
    token = _token(editor, now, Ability.RECORD_DRAFT)
    services.person_deactivate(person=editor, actor=SYSTEM, now=now)
    assert tokens.actor_of(token, address="", now=now) is None


@pytest.mark.parametrize("guess", ["", "gk_", "gk_anything", "Bearer", "x" * 10_000])
def test_a_guess_is_nobody(guess: str, editor: Person, now: datetime) -> None:
    _token(editor, now, Ability.RECORD_DRAFT)
    assert tokens.actor_of(guess, address="", now=now) is None


@pytest.mark.parametrize(("days", "scopes"), [(0, True), (-1, True), (367, True), (30, False)])
def test_a_token_has_a_scope_and_an_end(days: int, *, scopes: bool, editor: Person, now: datetime) -> None:
    with pytest.raises(services.AccountRefusedError) as refused:
        _token(editor, now, *([Ability.RECORD_DRAFT] if scopes else []), days=days)
    assert refused.value.code == "token_refused"


def test_only_an_administrator_makes_and_revokes_tokens(editor: Person, clerk: Actor, now: datetime) -> None:
    with pytest.raises(ForbiddenError):
        _token(editor, now, Ability.RECORD_DRAFT, actor=clerk)
    with pytest.raises(ForbiddenError):
        tokens.token_revoke(token_id=1, actor=clerk, now=now)
