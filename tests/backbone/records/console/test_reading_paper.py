"""A PDF at the reading desk: its pages as pictures, with the place of each field on them."""

import pytest
from django.test import Client
from django.utils import timezone

from backbone.records import making
from backbone.records.console.desks import Enter, at
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records.models import Record
from gongkai.backbone.records.services.ingesting import ingest_upload
from gongkai.foundations.texts import setting
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.accounts.selectors import actor_for
from gongkai.kernel.actors import Role
from support.papers import notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public")]


@pytest.fixture
def editor(enter: Enter, education: Organ) -> Client:
    return enter("editor", Role.EDITOR)


@pytest.fixture
def record(editor: Client, education: Organ) -> Record:
    now = timezone.now()
    actor = actor_for(Person.objects.get(login="editor"), address="", now=now)
    content = setting.to_pdf(notice(3))
    done = ingest_upload([content], name="通知.pdf", organ_code=education.code, actor=actor, now=now)
    return making.fresh(done.record.index_number)


def test_a_field_leads_to_its_place_on_the_page(editor: Client, record: Record) -> None:
    page = editor.get(at(record, "/read")).content.decode()
    assert page.count('id="at-title"') == 1
    assert '<rect id="at-title"' in page
    assert f'<image href="{at(record, "/read/sheets/1")}" width="2100" height="2970"/>' in page


def test_the_page_comes_as_a_picture_to_those_who_may_see_the_record(
    editor: Client, enter: Enter, record: Record
) -> None:
    answer = editor.get(at(record, "/read/sheets/1"))
    assert (answer["content-type"], answer.content[:4]) == ("image/png", b"\x89PNG")
    stranger = enter("stranger", Role.EDITOR, organ="yunchuan-finance")
    assert stranger.get(at(record, "/read/sheets/1")).status_code == 404


@pytest.mark.parametrize("number", [0, 99])
def test_a_page_the_file_does_not_have_is_missing(editor: Client, record: Record, number: int) -> None:
    assert editor.get(at(record, f"/read/sheets/{number}")).status_code == 404
