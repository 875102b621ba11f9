"""Who calls, how often, and how errors are told."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone
from ninja import Router, Schema
from pydantic import ConfigDict
from pytest_django import Settings

from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.accounts import services, tokens
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.actors import SYSTEM, Ability, Role
from gongkai.kernel.api.shell import Token, make_api

pytestmark = pytest.mark.django_db
router = Router()


class NoteIn(Schema):
    model_config = ConfigDict(extra="forbid")
    text: str


@router.get("/greet")
def greet(request: object, name: str, times: int = 1) -> dict[str, str]:
    return {"said": f"hello {name}" * times}


@router.get("/fail")
def fail(request: object, how: str) -> dict[str, str]:
    raise GongkaiError("locked", "请在 3 分钟后再试。", minutes=3) if how == "known" else ZeroDivisionError("secret")


@router.post("/notes", auth=Token(Ability.RECORD_DRAFT))
def note(request: object, given: NoteIn) -> dict[str, str]:
    return {"text": given.text, "by": request.auth.id}  # type: ignore[attr-defined]


api = make_api()
api.add_router("", router)
urlpatterns = [path("api/v1/", api.urls)]


@pytest.fixture(autouse=True)
def here(settings: Settings, tmp_path: Path) -> None:
    settings.ROOT_URLCONF = __name__
    settings.RUN = tmp_path


@pytest.fixture
def person() -> Person:
    now = timezone.now()
    made = services.person_create(login="liu", name="刘", password="a long enough phrase", actor=SYSTEM, now=now)
    services.memberships_grant(person=made, organ="edu", roles=[Role.EDITOR, Role.APPROVER], actor=SYSTEM, now=now)
    return made


@pytest.fixture
def token(person: Person) -> Callable[[Ability], dict[str, str]]:
    def make(scope: Ability) -> dict[str, str]:
        made = tokens.token_create(
            person=person, name="x", scopes=[scope], life=timedelta(days=1), actor=SYSTEM, now=timezone.now()
        )
        return {"authorization": f"Bearer {made}"}

    return make


def _note(client: Client, headers: dict[str, str], **body: str) -> tuple[int, dict[str, object]]:
    answer = client.post("/api/v1/notes", json.dumps(body), content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def test_anyone_reads_what_is_public(client: Client) -> None:
    assert client.get("/api/v1/greet?name=you").json() == {"said": "hello you"}


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer gk_wrong"}, {"authorization": "Basic bGl1Og=="}])
def test_writing_without_a_token_that_counts_is_refused(headers: dict[str, str], client: Client) -> None:
    status, said = _note(client, headers, text="x")
    assert (status, said["code"]) == (401, "token_missing_or_wrong")


def test_a_wrong_token_is_told_even_where_none_is_needed(client: Client) -> None:
    answer = client.get("/api/v1/greet?name=you", headers={"authorization": "Bearer gk_wrong"})
    assert (answer.status_code, answer["www-authenticate"]) == (401, "Bearer")


def test_a_token_with_the_scope_writes_for_its_person(
    client: Client, person: Person, token: Callable[[Ability], dict[str, str]]
) -> None:
    assert _note(client, token(Ability.RECORD_DRAFT), text="x") == (200, {"text": "x", "by": f"person:{person.pk}"})


def test_a_token_without_the_scope_is_refused(client: Client, token: Callable[[Ability], dict[str, str]]) -> None:
    status, said = _note(client, token(Ability.RECORD_PUBLISH), text="x")
    assert (status, said["code"]) == (403, "forbidden")


def test_a_session_of_the_console_is_no_token(client: Client, person: Person) -> None:
    client.force_login(person)
    assert _note(client, {}, text="x")[0] == 401


@pytest.mark.parametrize(
    ("query", "code", "parameters"),
    [
        ("name=you&nmae=me", "parameter_unknown", {"nmae": "unknown"}),
        ("", "parameter_wrong", {"name": "missing"}),
        ("name=you&times=often", "parameter_wrong", {"times": "int_parsing"}),
    ],
)
def test_wrong_parameters_are_named(query: str, code: str, parameters: dict[str, str], client: Client) -> None:
    answer = client.get(f"/api/v1/greet?{query}")
    said = answer.json()
    assert (answer.status_code, said["code"], said["parameters"]) == (422, code, parameters)


def test_unknown_fields_of_a_body_are_errors(client: Client, token: Callable[[Ability], dict[str, str]]) -> None:
    headers = token(Ability.RECORD_DRAFT)
    status, said = _note(client, headers, text="x", texxt="y")
    assert (status, said["parameters"]) == (422, {"given.texxt": "extra_forbidden"})
    answer = client.post("/api/v1/notes", "{", content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "body_malformed")


@pytest.mark.parametrize(
    ("accepted", "said"),
    [
        ("", "请在 3 分钟后再试。"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "请在 3 分钟后再试。"),
        ("fr", "请在 3 分钟后再试。"),
        ("en", "Too many tries: try again in 3 min."),
        ("fr, en-GB;q=0.7, zh;q=0.3", "Too many tries: try again in 3 min."),
        ("en;q=0, zh", "请在 3 分钟后再试。"),
        (";;;,,=q", "请在 3 分钟后再试。"),
    ],
)
def test_errors_are_told_in_the_language_accepted_and_codes_stay(accepted: str, said: str, client: Client) -> None:
    answer = client.get("/api/v1/fail?how=known", headers={"accept-language": accepted})
    assert (answer.status_code, answer.json()) == (400, {"code": "locked", "message": said})
    assert "Accept-Language" in answer["vary"]


def test_an_unexpected_error_tells_nothing_of_itself(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    answer = client.get("/api/v1/fail?how=unknown")
    assert (answer.status_code, answer.json()["code"]) == (500, "unexpected")
    assert "secret" not in answer.content.decode()
    assert "ZeroDivisionError" in caplog.text


@override_settings(API_CALLS_PER_ADDRESS=3, API_CALLS_PER_TOKEN=5)
def test_calls_are_limited_by_address_and_by_token(
    client: Client, token: Callable[[Ability], dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: 1_000_040.0)
    headers = token(Ability.RECORD_DRAFT)

    def calls(count: int, **given: dict[str, str]) -> list[int]:
        return [client.get("/api/v1/greet?name=you", **given).status_code for _ in range(count)]  # type: ignore[arg-type]

    assert calls(5) == [200] * 3 + [429] * 2
    assert calls(7, headers=headers) == [200] * 5 + [429] * 2
    # What the caller says of proxies makes no new caller.
    assert calls(1, headers={"x-forwarded-for": "1.2.3.4"}) == [429]
    refused = client.get("/api/v1/greet?name=you", headers={"accept-language": "en"})
    assert (refused.json()["code"], refused["retry-after"]) == ("too_many_calls", "40")
    monkeypatch.setattr("time.time", lambda: 1_000_080.0)
    assert calls(1) == [200]


@override_settings(API_CALLS_PER_ADDRESS=3)
def test_guessing_tokens_is_limited_by_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 1_000_000.0)
    said = [_note(client, {"authorization": f"Bearer gk_{n}"}, text="x")[0] for n in range(5)]
    assert said == [401] * 3 + [429] * 2


def test_a_counter_that_cannot_count_stops_nobody(client: Client, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "elsewhere" / "api-calls.sqlite3").mkdir(parents=True)
    settings.RUN = tmp_path / "elsewhere"
    assert client.get("/api/v1/greet?name=you").status_code == 200


@override_settings(API_CALLS_PER_TOKEN=3)
def test_spelling_the_header_otherwise_makes_no_new_caller(
    client: Client, token: Callable[[Ability], dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: 1_000_000.0)
    written = token(Ability.RECORD_DRAFT)["authorization"]
    ways = [written, written.replace(" ", "   "), f"{written}  ", written.removeprefix("Bearer ")]
    said = [client.get("/api/v1/greet?name=you", headers={"authorization": way}).status_code for way in ways]
    assert said == [200] * 3 + [429]


def test_more_than_is_read_is_told_as_a_mistake_of_the_caller(
    client: Client, token: Callable[[Ability], dict[str, str]]
) -> None:
    many = client.get("/api/v1/greet?" + "&".join(f"name={n}" for n in range(1001)))
    headers = token(Ability.RECORD_DRAFT)
    long = client.post("/api/v1/notes", "x" * 2_500_000, content_type="application/json", headers=headers)
    torn = client.post("/api/v1/notes", "x", content_type="multipart/form-data", headers=headers)
    assert [(a.status_code, a.json()["code"]) for a in (many, long, torn)] == [(400, "body_malformed")] * 3
