"""Two at one form: who works at it is named, what was typed is remembered, taken up again or undone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from backbone.records import making
from backbone.records.console.desks import Enter, at
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records.models import EditHold, Record, Unsaved
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.accounts.services import actor_id
from gongkai.kernel.actors import Actor, Role


@pytest.fixture
def zhou(enter: Enter) -> Client:
    return enter("小周", Role.EDITOR)


@pytest.fixture
def wu(enter: Enter) -> Client:
    return enter("小吴", Role.EDITOR)


@pytest.fixture
def record(zhou: Client, education: Organ) -> Record:
    author = Actor(id=actor_id(Person.objects.get(login="小周")), label="小周", is_system=True)
    (made,) = making.drafted(education, author, timezone.now())
    return made


def typed(client: Client, record: Record, **changes: str) -> dict[str, str]:
    form = client.get(at(record, "/edit")).context["form"]
    given = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    return given | changes


def test_the_second_at_the_form_is_told_who_works_at_it_and_can_take_over(
    zhou: Client, wu: Client, record: Record
) -> None:
    mine = typed(zhou, record, summary="周。")
    page = wu.get(at(record, "/edit")).content.decode()
    assert "小周 自" in page
    assert "<fieldset disabled>" in page
    assert wu.post(at(record, "/edit/autosave"), {"title": "吴"}).status_code == 409
    answer = wu.post(at(record, "/edit/take-over"), follow=True)
    assert answer.redirect_chain[-1][0] == at(record, "/edit")
    assert "<fieldset>" in answer.content.decode()
    refused = zhou.post(at(record, "/edit"), mine)
    assert refused.status_code == 400
    assert "小吴正在编辑" in refused.content.decode()
    assert "周。" in refused.content.decode()


def test_a_hold_nobody_renews_lapses(zhou: Client, wu: Client, record: Record) -> None:
    zhou.get(at(record, "/edit"))
    EditHold.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert "<fieldset>" in wu.get(at(record, "/edit")).content.decode()


@pytest.mark.parametrize("page", ["/edit", "/read"])
def test_what_was_typed_is_offered_again_and_taken_up(page: str, zhou: Client, record: Record) -> None:
    answer = zhou.post(
        at(record, "/edit/autosave"), {"title": "打了一半的标题", "seen": "x", "csrfmiddlewaretoken": "y"}
    )
    assert "已自动暂存" in answer.json()["said"]
    assert Unsaved.objects.get().values == {"title": "打了一半的标题"}
    offered, taken = zhou.get(at(record, page)), zhou.get(at(record, f"{page}?unsaved"))
    assert "继续修改" in offered.content.decode()
    assert "打了一半的标题" not in offered.content.decode()
    assert "打了一半的标题" in taken.content.decode()
    assert making.fresh(record.index_number).title == record.title


def test_what_was_taken_up_is_kept_like_anything_typed(zhou: Client, record: Record) -> None:
    zhou.post(at(record, "/edit/autosave"), {"summary": "暂存的概述。"})
    form = zhou.get(at(record, "/edit?unsaved")).context["form"]
    given = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    assert zhou.post(at(record, "/edit"), given).status_code == 302
    assert making.fresh(record.index_number).summary == "暂存的概述。"
    assert not Unsaved.objects.exists()


@pytest.mark.parametrize("page", ["edit", "read"])
def test_discarding_leads_back_to_work(page: str, zhou: Client, record: Record) -> None:
    zhou.post(at(record, "/edit/autosave"), {"summary": "暂存。"})
    answer = zhou.post(at(record, "/edit/discard"), {"at": page}, follow=True)
    assert answer.redirect_chain[-1][0] == at(record, f"/{page}")
    assert "暂存。" not in zhou.get(at(record, f"/{page}?unsaved")).content.decode()


def test_going_on_renews_the_hold_and_remembers_nothing(zhou: Client, record: Record) -> None:
    assert zhou.post(at(record, "/edit/autosave?renew"), {"title": "x"}).status_code == 200
    assert EditHold.objects.exists()
    assert not Unsaved.objects.exists()


def test_nobody_sees_what_another_typed(zhou: Client, wu: Client, record: Record) -> None:
    zhou.post(at(record, "/edit/autosave"), {"title": "只给自己看"})
    wu.post(at(record, "/edit/take-over"))
    assert "只给自己看" not in wu.get(at(record, "/edit?unsaved")).content.decode()


@pytest.mark.parametrize("value", ["甲" * 501, "甲\x00"])
def test_what_has_no_place_in_a_field_is_told_while_typing(zhou: Client, record: Record, value: str) -> None:
    answer = zhou.post(at(record, "/edit/autosave"), {"title": value})
    assert answer.status_code == 409
    assert "title" in answer.json()["said"]
