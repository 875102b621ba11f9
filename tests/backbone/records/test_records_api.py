"""Records through the interface for programs: read by anyone, written with a token that has the scope."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from backbone.records.making import draft, drafted, fresh, imported
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import services
from gongkai.backbone.records.models import Record
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.accounts.services import memberships_grant, person_create
from gongkai.kernel.accounts.tokens import token_create
from gongkai.kernel.actors import SYSTEM, Ability, Actor, Role
from gongkai.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
NOTICE = """云川市教育局关于做好校车安全工作的通知

云教发〔2026〕7号

各学校：

一、开学前完成车辆检查。

二、每季度开展应急演练。

云川市教育局
2026年11月2日
"""


@pytest.fixture
def person(education: Organ) -> Person:
    now = timezone.now() - timedelta(days=1)
    made = person_create(login="liu", name="刘", password="a long enough phrase", actor=SYSTEM, now=now)
    roles = [Role.EDITOR, Role.APPROVER]
    memberships_grant(person=made, organ=education.code, roles=roles, actor=SYSTEM, now=now)
    return made


@pytest.fixture
def token(person: Person, public: Path) -> Callable[..., dict[str, str]]:
    """A token of the person for these scopes, as the header of a call."""

    def make(*scopes: Ability) -> dict[str, str]:
        now = timezone.now()
        made = token_create(person=person, name="x", scopes=scopes, life=timedelta(days=1), actor=SYSTEM, now=now)
        return {"authorization": f"Bearer {made}"}

    return make


def _send(client: Client, headers: Mapping[str, str], content: bytes = NOTICE.encode(), **fields: str) -> Any:
    file = SimpleUploadedFile("../通知.txt", content)
    return client.post("/api/v1/records", {"file": file, **fields}, headers=dict(headers))


def _post(client: Client, address: str, headers: Mapping[str, str], **body: str) -> Any:
    return client.post(address, json.dumps(body), content_type="application/json", headers=dict(headers))


def test_a_document_is_drafted_once(client: Client, education: Organ, token: Callable[..., dict[str, str]]) -> None:
    headers = token(Ability.RECORD_DRAFT)
    first, again = _send(client, headers), _send(client, headers)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["title"] == "云川市教育局关于做好校车安全工作的通知"
    assert again.json() == first.json() | {"fresh": False}
    record = Record.objects.get()
    assert (record.organ, record.state, record.edition) == (education, "draft", 0)
    assert record.source_name == "通知.txt"
    assert client.get(f"/api/v1/records/{record.index_number}").status_code == 404


def test_a_draft_for_another_organ_is_refused(
    client: Client, finance: Organ, token: Callable[..., dict[str, str]]
) -> None:
    answer = _send(client, token(Ability.RECORD_DRAFT), organ=finance.code)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    ("content", "fields", "status", "code"),
    [
        (b"", {}, 400, "empty_file"),
        (bytes(range(32)) * 10, {}, 400, "binary_as_text"),
        (NOTICE.encode(), {"organ": "nobody"}, 404, "organ_missing"),
        (NOTICE.encode(), {"orgam": "x"}, 422, "parameter_unknown"),
    ],
)
def test_what_cannot_be_drafted_leaves_nothing_behind(
    content: bytes,
    fields: dict[str, str],
    status: int,
    code: str,
    client: Client,
    token: Callable[..., dict[str, str]],
) -> None:
    answer = _send(client, token(Ability.RECORD_DRAFT), content, **fields)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Record.objects.exists()


def test_publishing_tells_everything_against_it_in_the_callers_language(
    client: Client, education: Organ, clerk: Actor, now: datetime, token: Callable[..., dict[str, str]]
) -> None:
    (record,) = drafted(education, clerk, now)
    headers = token(Ability.RECORD_PUBLISH) | {"accept-language": "en"}
    answer = _post(client, f"/api/v1/records/{record.index_number}/publish", headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_publishable")
    assert "The review is not complete" in answer.json()["message"]


def test_a_reviewed_record_is_published_read_by_anyone_and_withdrawn(
    client: Client,
    education: Organ,
    chain: Mapping[str, Actor],
    clerk: Actor,
    now: datetime,
    token: Callable[..., dict[str, str]],
) -> None:
    (record,) = drafted(education, clerk, now)
    number = record.index_number
    services.submit(number, actor=clerk, now=now)
    for step, reviewer in chain.items():
        services.decide(number, step=step, passed=True, actor=reviewer, now=now)
    headers = token(Ability.RECORD_PUBLISH, Ability.RECORD_WITHDRAW)
    done = _post(client, f"/api/v1/records/{number}/publish", headers)
    assert (done.status_code, done.json()["edition"], done.json()["url"]) == (200, 1, f"/info/{number}")
    read = client.get(f"/api/v1/records/{number}").json()
    assert (read["digest"], read["content"]["title"]) == (done.json()["digest"], record.title)
    gone = _post(client, f"/api/v1/records/{number}/withdraw", headers, form="withdrawn", reason="内容有误")
    assert (gone.status_code, gone.json()["withdrawal"]) == (200, "withdrawn")
    assert client.get(f"/api/v1/records/{number}").json()["content"] is None
    by = AuditEntry.objects.filter(action__in=["record.published", "record.withdrawn"])
    assert {entry.actor_label for entry in by} == {"刘"}


@pytest.mark.parametrize("act", ["publish", "withdraw"])
def test_each_act_needs_its_own_scope(
    act: str, client: Client, education: Organ, now: datetime, token: Callable[..., dict[str, str]]
) -> None:
    (number,) = imported(education, now, draft())
    other = {"publish": Ability.RECORD_WITHDRAW, "withdraw": Ability.RECORD_PUBLISH}[act]
    body = {} if act == "publish" else {"form": "withdrawn", "reason": "x"}
    for headers, status in (({}, 401), (token(other), 403), (token(Ability.RECORD_DRAFT), 403)):
        assert _post(client, f"/api/v1/records/{number}/{act}", headers, **body).status_code == status
    assert _send(client, token(other)).status_code == 403
    assert (fresh(number).edition, fresh(number).withdrawal) == (1, "")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"form": "withdrawn"}, 422, "parameter_wrong"),
        ({"form": "nonsense", "reason": "x"}, 400, "form_unknown"),
        ({"form": "moved", "reason": "x"}, 400, "target_missing"),
        ({"form": "withdrawn", "reason": "x", "why": "y"}, 422, "parameter_wrong"),
    ],
)
def test_a_withdrawal_says_what_it_lacks(
    body: dict[str, str],
    status: int,
    code: str,
    client: Client,
    education: Organ,
    now: datetime,
    token: Callable[..., dict[str, str]],
) -> None:
    (number,) = imported(education, now, draft())
    answer = _post(client, f"/api/v1/records/{number}/withdraw", token(Ability.RECORD_WITHDRAW), **body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_name_longer_than_a_file_system_takes_is_kept_whole(
    client: Client, education: Organ, token: Callable[..., dict[str, str]]
) -> None:
    name = "关于印发" * 25 + ".txt"
    file = SimpleUploadedFile(name, NOTICE.encode())
    answer = client.post("/api/v1/records", {"file": file}, headers=token(Ability.RECORD_DRAFT))
    assert answer.status_code == 201
    record = Record.objects.get()
    assert (record.source_name, record.attachments[0]["name"]) == (name, name)
