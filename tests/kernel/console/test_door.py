"""Signing in and out at the console, and the sessions that follow."""

from datetime import timedelta
from http.cookies import Morsel

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from gongkai.kernel.accounts import services
from gongkai.kernel.accounts.addresses import networks
from gongkai.kernel.accounts.middleware import BEGUN, SEEN
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.actors import SYSTEM
from gongkai.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
RIGHT = {"login": "liu", "password": "a long enough pass phrase"}


def _is_inside(client: Client) -> bool:
    return client.get("/console/").status_code == 200


def _age(client: Client, **seconds: float) -> None:
    """Move the marks of the session into the past."""
    session = client.session
    for mark, by in seconds.items():
        session[mark] -= by
    session.save()


def test_the_console_is_closed_to_strangers(client: Client, db: None) -> None:
    answer = client.get("/console/password")
    assert (answer.status_code, answer["location"]) == (302, "/console/login?next=/console/password")


def test_who_signs_in_is_welcomed_by_name(inside: Client) -> None:
    assert "刘" in inside.get("/console/").content.decode()


def test_a_wrong_password_is_told_and_opens_nothing(client: Client, person: Person) -> None:
    answer = client.post("/console/login", RIGHT | {"password": "wrong"})
    assert answer.status_code == 400
    assert "登录名、密码或验证码不正确。" in answer.content.decode()
    assert "wrong" not in answer.content.decode()
    assert not _is_inside(client)


def test_a_locked_account_is_told_how_long(client: Client, person: Person) -> None:
    for _ in range(6):
        answer = client.post("/console/login", RIGHT | {"password": "wrong"})
    assert "请在 1 分钟后再试" in answer.content.decode()


def test_the_cookies_are_kept_from_scripts_and_other_sites(client: Client, person: Person) -> None:
    client.get("/console/login")
    client.post("/console/login", RIGHT)
    session: Morsel[str] = client.cookies["sessionid"]
    forged: Morsel[str] = client.cookies["csrftoken"]
    assert (session["httponly"], session["samesite"], session["max-age"]) == (True, "Strict", 8 * 60 * 60)
    assert (forged["httponly"], forged["samesite"]) == (True, "Strict")


def test_with_https_cookies_travel_over_it_alone(client: Client, person: Person, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client.get("/console/login")
    client.post("/console/login", RIGHT)
    assert client.cookies["sessionid"]["secure"]
    assert client.cookies["csrftoken"]["secure"]


def test_signing_in_begins_a_session_with_a_new_key(client: Client, person: Person) -> None:
    session = client.session
    session["planted"] = "by someone else"
    session.save()
    before = session.session_key
    client.post("/console/login", RIGHT)
    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_signing_in_again_as_another_takes_nothing_along(inside: Client, person: Person) -> None:
    services.person_create(login="wang", name="王", password="quite another phrase", actor=SYSTEM, now=timezone.now())
    session = inside.session
    session["mine"] = "of liu"
    session.save()
    inside.post("/console/login", {"login": "wang", "password": "quite another phrase"})
    assert "mine" not in inside.session


def test_a_session_ends_after_half_an_hour_without_use(inside: Client) -> None:
    _age(inside, **{SEEN: 30 * 60 - 5})
    assert _is_inside(inside)
    _age(inside, **{SEEN: 30 * 60 + 5})
    assert not _is_inside(inside)
    assert not Session.objects.exists()


def test_a_session_ends_after_eight_hours_however_busy(inside: Client) -> None:
    _age(inside, **{BEGUN: 8 * 60 * 60 - 5})
    assert _is_inside(inside)
    _age(inside, **{BEGUN: 10})
    assert not _is_inside(inside)


def test_use_keeps_a_session_awake(inside: Client) -> None:
    _age(inside, **{SEEN: 20 * 60})
    assert _is_inside(inside)
    _age(inside, **{SEEN: 20 * 60})
    assert _is_inside(inside)


def test_a_new_password_ends_every_session(inside: Client, person: Person) -> None:
    later = timezone.now() + timedelta(seconds=1)
    services.password_set(person=person, password="another long pass phrase", actor=SYSTEM, now=later)
    assert not _is_inside(inside)


def test_deactivation_ends_every_session(inside: Client, person: Person) -> None:
    services.person_deactivate(person=person, actor=SYSTEM, now=timezone.now())
    assert not _is_inside(inside)


def test_a_session_begun_past_the_door_counts_for_nothing(client: Client, person: Person) -> None:
    client.force_login(person)
    assert not _is_inside(client)


def test_signing_out_works_by_post_alone(inside: Client) -> None:
    assert inside.get("/console/logout").status_code == 405
    assert _is_inside(inside)
    assert inside.post("/console/logout").status_code == 302
    assert not _is_inside(inside)
    assert not Session.objects.exists()


@pytest.mark.parametrize("path", ["login", "logout", "language", "password", "authenticator"])
def test_forged_requests_are_refused_at_every_address(path: str, person: Person) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(f"/console/{path}", RIGHT).status_code == 403


def test_the_form_of_the_page_itself_is_accepted(person: Person) -> None:
    browser = Client(enforce_csrf_checks=True)
    page = browser.get("/console/login")
    token = page.context["csrf_token"]
    assert browser.post("/console/login", RIGHT | {"csrfmiddlewaretoken": str(token)}).status_code == 302


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/console/password", "/console/password"),
        ("/console/authenticator?x=1", "/console/authenticator?x=1"),
        ("", "/console/"),
        ("/", "/console/"),
        ("/consolexyz", "/console/"),
        ("//evil.example/console/", "/console/"),
        ("https://evil.example/console/", "/console/"),
        ("/\\evil.example", "/console/"),
        ("/console/\\\\evil.example", "/console/\\\\evil.example"),
        ("javascript:alert(1)", "/console/"),
        ("\t//evil.example", "/console/"),
        ("///evil.example", "/console/"),
    ],
)
def test_nobody_is_led_out_of_the_console(wanted: str, led_to: str, client: Client, person: Person) -> None:
    answer = client.post("/console/login", RIGHT, query_params={"next": wanted})
    assert answer["location"] == led_to or answer["location"].startswith("/console/")
    assert not answer["location"].startswith("//")


def test_the_address_behind_a_trusted_proxy_is_the_clients(client: Client, person: Person, settings: Settings) -> None:
    def signed_in_from() -> str:
        client.post("/console/login", RIGHT, headers={"x-forwarded-for": "1.1.1.1, 198.51.100.7"})
        return AuditEntry.objects.filter(action="person.signed_in").latest("id").address

    assert signed_in_from() == "127.0.0.1"
    settings.TRUSTED_PROXIES = networks(["127.0.0.1"])
    assert signed_in_from() == "198.51.100.7"


def test_the_console_is_never_kept_by_a_browser_and_has_nothing_inline(inside: Client) -> None:
    for path in ("", "login", "password", "authenticator"):
        answer = inside.get(f"/console/{path}")
        text = answer.content.decode()
        assert "no-store" in answer["cache-control"]
        assert "default-src 'none'" in answer["content-security-policy"]
        assert "<style" not in text
        assert " style=" not in text
        assert "<script>" not in text
        assert "noindex" in text


@pytest.mark.parametrize(("trusted", "strict"), [([], False), (["127.0.0.1"], True)])
def test_only_a_trusted_proxy_says_that_the_request_came_by_https(
    trusted: list[str], *, strict: bool, client: Client, settings: Settings
) -> None:
    settings.SECURE_HSTS_SECONDS = 31536000
    settings.TRUSTED_PROXIES = networks(trusted)
    answer = client.get("/console/login", headers={"x-forwarded-proto": "https"})
    assert ("strict-transport-security" in answer) is strict


def test_a_refused_sign_in_is_noted_with_its_address_and_without_what_was_typed(
    client: Client, person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    client.post("/console/login", RIGHT | {"password": "wrong words"})
    assert "sign-in refused from 127.0.0.1: refused" in caplog.text
    assert "wrong words" not in caplog.text
    assert RIGHT["login"] not in caplog.messages[0]
