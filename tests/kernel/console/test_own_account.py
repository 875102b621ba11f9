"""What everyone looks after themselves: password, authenticator, language."""

import pyotp
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from gongkai.kernel.accounts import sign_in
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db
PASSWORD, ANOTHER = "a long enough pass phrase", "another long pass phrase"
RIGHT = {"login": "liu", "password": PASSWORD}


def _code(person: Person) -> str:
    person.refresh_from_db()
    return pyotp.TOTP(sign_in.totp_key(person)).now()


def test_a_password_is_changed_here_and_every_other_session_ends(inside: Client, person: Person) -> None:
    elsewhere = Client()
    elsewhere.post("/console/login", RIGHT)
    answer = inside.post("/console/password", {"old": PASSWORD, "new": ANOTHER, "again": ANOTHER})
    assert answer.status_code == 302
    assert inside.get("/console/").status_code == 200
    assert elsewhere.get("/console/").status_code == 302
    person.refresh_from_db()
    assert person.check_password(ANOTHER)


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("wrong", ANOTHER, ANOTHER, "原密码不正确。"),
        (PASSWORD, ANOTHER, "a different pass phrase", "两次输入的新密码不一致。"),
        (PASSWORD, "short", "short", "密码太弱"),
    ],
)
def test_a_password_that_cannot_be_changed_is_told_why(
    old: str, new: str, again: str, said: str, inside: Client, person: Person
) -> None:
    answer = inside.post("/console/password", {"old": old, "new": new, "again": again})
    assert answer.status_code == 400
    assert said in answer.content.decode()
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_an_authenticator_is_set_up_by_its_first_code(inside: Client, person: Person) -> None:
    assert inside.get("/console/authenticator.svg").status_code == 404
    inside.post("/console/authenticator", {"begin": "1"})
    page = inside.get("/console/authenticator").content.decode()
    person.refresh_from_db()
    assert sign_in.totp_key(person) in page
    image = inside.get("/console/authenticator.svg")
    assert (image.status_code, image["content-type"]) == (200, "image/svg+xml")
    assert b"<svg" in image.content
    assert b"style=" not in image.content
    assert "no-store" in image["cache-control"]
    assert inside.post("/console/authenticator", {"code": "000000"}).status_code == 400
    assert inside.post("/console/authenticator", {"code": _code(person)}).status_code == 302
    person.refresh_from_db()
    assert person.totp_confirmed
    assert Client().post("/console/login", RIGHT).status_code == 400


def test_the_key_is_never_shown_again(inside: Client, person: Person) -> None:
    inside.post("/console/authenticator", {"begin": "1"})
    inside.post("/console/authenticator", {"code": _code(person)})
    assert inside.get("/console/authenticator.svg").status_code == 404
    assert sign_in.totp_key(person) not in inside.get("/console/authenticator").content.decode()
    inside.post("/console/authenticator", {"begin": "1"})
    seed = person.totp_seed
    person.refresh_from_db()
    assert (person.totp_seed, person.totp_confirmed) == (seed, True)


def test_looking_at_the_page_changes_nothing(inside: Client, person: Person) -> None:
    inside.get("/console/authenticator?begin=1")
    person.refresh_from_db()
    assert person.totp_seed == ""


def test_where_an_authenticator_is_demanded_nothing_else_opens(
    inside: Client, person: Person, settings: Settings
) -> None:
    settings.REQUIRE_TOTP = True
    for path in ("", "password", "whatever-comes-later"):
        answer = inside.get(f"/console/{path}")
        assert (answer.status_code, answer["location"]) == (302, "/console/authenticator")
    inside.post("/console/authenticator", {"begin": "1"})
    assert inside.get("/console/authenticator.svg").status_code == 200
    inside.post("/console/authenticator", {"code": _code(person)})
    assert inside.get("/console/").status_code == 200
    sign_in.totp_reset(person=person, actor=SYSTEM, now=timezone.now())
    assert inside.get("/console/")["location"].startswith("/console/login")


def test_without_the_demand_an_authenticator_is_everyones_choice(inside: Client) -> None:
    assert inside.get("/console/").status_code == 200


def test_the_console_speaks_chinese_until_english_is_chosen(client: Client, person: Person) -> None:
    assert "账号" in client.get("/console/login").content.decode()
    answer = client.post("/console/language?next=/console/login", {"language": "en"})
    assert answer["location"] == "/console/login"
    page = client.get("/console/login")
    assert page["content-language"] == "en"
    assert '<html lang="en">' in page.content.decode()
    refused = client.post("/console/login", RIGHT | {"password": "wrong"}).content.decode()
    assert "The login, the password or the code is wrong." in refused
    client.post("/console/language", {"language": "zh-CN"})
    assert "账号" in client.get("/console/login").content.decode()


@pytest.mark.parametrize("language", ["", "fr", "en; path=/", "en\r\nset-cookie: x=1"])
def test_a_language_we_do_not_speak_is_not_remembered(language: str, client: Client, db: None) -> None:
    assert "language" not in client.post("/console/language", {"language": language}).cookies


def test_the_console_links_to_no_translation_of_itself_below_en(client: Client, db: None) -> None:
    assert "/en/console" not in client.get("/console/login").content.decode()
