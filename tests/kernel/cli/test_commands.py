"""The kernel's own commands, as they are typed."""

import json
from datetime import datetime

import pytest
from typer.testing import CliRunner, Result

from gongkai.config.cli import application
from gongkai.kernel.accounts.models import ApiToken, Person
from gongkai.kernel.actors import SYSTEM
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.events.models import Event, Failure
from gongkai.kernel.worker import Lane

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough pass phrase"


def _type(*words: str, given: str = "") -> Result:
    return CliRunner().invoke(application(), list(words), input=given)


def _person() -> Result:
    words = [
        "person",
        "create",
        "liu",
        "--name",
        "刘",
        "--organ",
        "edu",
        "--role",
        "editor",
        "--role",
        "approver",
    ]
    return _type(*words, given=f"{PASSWORD}\n")


def test_a_person_is_created_with_roles_and_the_audit_says_by_whom() -> None:
    assert _person().exit_code == 0
    person = Person.objects.get(login="liu")
    assert person.check_password(PASSWORD)
    assert set(person.memberships.values_list("organ_code", "role")) == {
        ("edu", "editor"),
        ("edu", "approver"),
    }
    assert AuditEntry.objects.get(action="person.created").actor.startswith("cli:")


def test_a_role_without_an_organ_is_wrong_usage() -> None:
    assert _type("person", "create", "liu", "--name", "刘", "--role", "editor", given=PASSWORD).exit_code == 2
    assert not Person.objects.exists()


def test_a_token_is_shown_once_and_can_be_revoked() -> None:
    _person()
    made = json.loads(_type("token", "create", "liu", "--name", "push", "--scope", "record.draft", "--json").stdout)
    token = ApiToken.objects.get()
    assert made["token"].startswith("gk_")
    assert made["token"] not in str(ApiToken.objects.values().get())
    assert _type("token", "revoke", str(token.pk)).exit_code == 0
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_the_audit_is_searched_by_the_beginning_of_an_action(now: datetime) -> None:
    write(Fact("record.published", "record:1"), Fact("organ.renamed", "organ:edu"), actor=SYSTEM, now=now)
    said = _type("audit", "search", "--action", "record.", "--json").stdout
    found = [json.loads(line) for line in said.splitlines()]
    assert [entry["subject"] for entry in found] == ["record:1"]


@pytest.fixture
def letter(now: datetime) -> Failure:
    Event.objects.create(seq=1, lane=Lane.NOW, kind="record.published", subject="record:1", at=now)
    return Failure.objects.create(
        consumer="bake", seq=1, subject="record:1", attempts=8, next_at=now, dead=True, error="Boom"
    )


def test_dead_letters_are_listed_for_programs_and_people(letter: Failure) -> None:
    assert json.loads(_type("dead-letters", "list", "--json").stdout)["id"] == letter.pk
    assert "Boom" in _type("dead-letters", "list").stdout


def test_a_replayed_letter_is_tried_again(letter: Failure) -> None:
    assert json.loads(_type("dead-letters", "replay", "--all", "--json").stdout) == {"replayed": 1}
    letter.refresh_from_db()
    assert (letter.dead, letter.attempts) == (False, 0)


@pytest.mark.parametrize(("words", "status"), [((), 2), (("1", "--all"), 2), (("999999",), 1)])
def test_replaying_what_is_no_letter_is_said(words: tuple[str, ...], status: int, letter: Failure) -> None:
    assert _type("dead-letters", "replay", *words).exit_code == status
