"""People and tokens, as they are looked after at the command line."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from gongkai.config.cli import application
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.accounts.models import ApiToken, Person
from gongkai.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough pass phrase"


def _type(*words: str, given: str = "") -> Result:
    return CliRunner().invoke(application(), list(words), input=given)


def _said(*words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in _type(*words, "--json").stdout.splitlines()]


@pytest.fixture(autouse=True)
def liu() -> Person:
    words = ("person", "create", "liu", "--name", "刘", "--organ", "edu", "--role", "editor")
    assert _type(*words, given=f"{PASSWORD}\n").exit_code == 0
    return Person.objects.get(login="liu")


def test_everyone_is_listed_with_their_roles() -> None:
    line = {"login": "liu", "name": "刘", "active": True, "authenticator": False, "roles": ["editor@edu"]}
    assert _said("person", "list") == [line]
    assert "editor@edu" in _type("person", "list").stdout


def test_roles_are_given_and_taken_back() -> None:
    words = ("--organ", "edu", "--role", "approver")
    assert _type("person", "grant", "liu", *words).exit_code == 0
    assert _said("person", "list")[0]["roles"] == ["approver@edu", "editor@edu"]
    assert _type("person", "take-back", "liu", *words).exit_code == 0
    assert _said("person", "list")[0]["roles"] == ["editor@edu"]
    again = _type("person", "take-back", "liu", *words)
    assert isinstance(again.exception, GongkaiError)


def test_a_password_is_read_from_the_input(liu: Person) -> None:
    assert _type("person", "password", "liu", given="another long pass phrase\n").exit_code == 0
    liu.refresh_from_db()
    assert liu.check_password("another long pass phrase")


def test_a_lost_authenticator_is_reset(liu: Person) -> None:
    Person.objects.update(totp_seed="JBSWY3DPEHPK3PXP", totp_confirmed=True)
    assert _said("person", "list")[0]["authenticator"] is True
    assert _type("person", "reset-authenticator", "liu").exit_code == 0
    assert _said("person", "list")[0]["authenticator"] is False


def test_a_deactivated_person_stays_in_the_list() -> None:
    assert _type("person", "deactivate", "liu").exit_code == 0
    assert _said("person", "list")[0]["active"] is False
    assert AuditEntry.objects.get(action="person.deactivated").actor.startswith("cli:")


@pytest.mark.parametrize("command", ["grant", "take-back", "password", "reset-authenticator", "deactivate"])
def test_a_login_nobody_has_is_told(command: str) -> None:
    words = ("--organ", "edu", "--role", "editor") if command in {"grant", "take-back"} else ()
    refused = _type("person", command, "nobody", *words, given=PASSWORD).exception
    assert isinstance(refused, GongkaiError)
    assert refused.english() == "There is no person with the login nobody."


def test_tokens_are_listed_with_their_state_and_never_themselves() -> None:
    (made,) = _said("token", "create", "liu", "--name", "push", "--scope", "record.draft")
    (line,) = _said("token", "list")
    assert (line["login"], line["name"], line["state"]) == ("liu", "push", "valid")
    assert line["scopes"] == ["file.store", "record.draft"]
    assert made["token"] not in _type("token", "list").stdout
    assert _type("token", "revoke", str(line["id"])).exit_code == 0
    assert _said("token", "list")[0]["state"] == "revoked"


def test_a_token_of_a_deactivated_person_is_not_shown_as_valid() -> None:
    _type("token", "create", "liu", "--name", "push", "--scope", "record.draft")
    _type("person", "deactivate", "liu")
    assert _said("token", "list")[0]["state"] == "revoked"


def test_a_token_that_expired_is_shown_so() -> None:
    _type("token", "create", "liu", "--name", "push", "--scope", "record.draft")
    ApiToken.objects.update(expires_at="2020-01-01T00:00:00+08:00")
    assert _said("token", "list")[0]["state"] == "expired"


def test_a_table_in_a_pipe_is_as_wide_as_it_needs() -> None:
    organ = "an-organ-with-a-rather-long-code"
    for role in ("editor", "approver", "open_government_office"):
        _type("person", "grant", "liu", "--organ", organ, "--role", role)
    assert f"open_government_office@{organ}" in _type("person", "list").stdout
