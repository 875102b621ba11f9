"""Handing files in at the console, with and without script."""

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records.models import Intake, Record
from gongkai.backbone.records.services.intake import read_next
from gongkai.kernel.accounts.middleware import BEGUN, SEEN
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.accounts.services import memberships_grant, person_create
from gongkai.kernel.actors import SYSTEM, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public")]
NOTICE = "关于做好冬季供暖工作的通知\n\n一、提前检修管网。\n\n云川市教育局\n2026年11月2日\n"


@pytest.fixture
def editor(education: Organ, finance: Organ) -> Client:
    now = timezone.now()
    person = person_create(login="bian", name="编辑", password="a long pass phrase", actor=SYSTEM, now=now)
    memberships_grant(person=person, organ=education.code, roles=[Role.EDITOR], actor=SYSTEM, now=now)
    client = Client()
    client.force_login(Person.objects.get(pk=person.pk))
    session = client.session
    session[BEGUN] = session[SEEN] = now.timestamp() + 1
    session.save()
    return client


def send(client: Client, *files: tuple[str, str], organ: str = "yunchuan-education") -> Any:
    given = [SimpleUploadedFile(name, text.encode()) for name, text in files]
    return client.post("/console/intake", {"files": given, "organ": organ})


def read_all() -> None:
    while read_next(timezone.now()):
        pass


def test_the_form_offers_only_the_organs_one_drafts_for(editor: Client) -> None:
    page = editor.get("/console/intake").content.decode()
    assert "云川市教育局" in page
    assert "云川市财政局" not in page


def test_a_batch_tells_how_far_it_is_and_what_each_file_became(editor: Client, now: datetime) -> None:
    address = send(editor, ("通知.txt", NOTICE), ("空.txt", " "))["location"]
    assert editor.get(f"{address}/progress").json() == {"total": 2, "read": 0, "failed": 0}
    assert 'http-equiv="refresh"' in editor.get(address).content.decode()
    read_all()
    assert editor.get(f"{address}/progress").json() == {"total": 2, "read": 1, "failed": 1}
    page = editor.get(address).content.decode()
    assert Record.objects.get().index_number in page
    assert "文件是空的：请核对是否选错了文件。" in page
    assert 'http-equiv="refresh"' not in page


def test_a_failed_file_is_read_once_more_when_asked(editor: Client) -> None:
    address = send(editor, ("空.txt", " "))["location"]
    read_all()
    answer = editor.post(address, {"row": Intake.objects.get().pk}, follow=True)
    assert "重新读取 1 个文件。" in answer.content.decode()
    assert Intake.objects.get().state == "waiting"


@pytest.mark.parametrize("organ", ["yunchuan-finance", "nowhere", ""])
def test_nothing_is_kept_for_an_organ_one_does_not_draft_for(editor: Client, organ: str) -> None:
    answer = send(editor, ("通知.txt", NOTICE), organ=organ)
    assert answer.status_code in {403, 404}
    assert not Intake.objects.exists()


def test_sending_nothing_is_told_in_words(editor: Client) -> None:
    answer = editor.post("/console/intake", {"organ": "yunchuan-education"}, follow=True)
    assert "没有选择文件" in answer.content.decode()


def test_a_name_that_is_markup_stays_a_name(editor: Client) -> None:
    address = send(editor, ("<img src=x>.txt", " "))["location"]
    assert "&lt;img src=x&gt;.txt" in editor.get(address).content.decode()


def test_the_script_sends_file_by_file_and_is_answered_in_json(editor: Client) -> None:
    batch = editor.get("/console/intake").context["batch"]

    def one(name: str, text: str) -> Any:
        given = {"files": SimpleUploadedFile(name, text.encode()), "organ": "yunchuan-education", "batch": batch}
        return editor.post("/console/intake", given, headers={"accept": "application/json"})

    answers = [one("通知.txt", NOTICE), one("空.txt", " ")]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert {answer.json()["batch"] for answer in answers} == {f"/console/intake/{batch}"}
    refused = editor.post("/console/intake", {"organ": "yunchuan-education"}, headers={"accept": "application/json"})
    assert refused.status_code == 400
    assert "没有选择文件" in refused.json()["said"]
