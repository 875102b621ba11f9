"""Comments, handing over and reminding at the desk, and how the inbox shows them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from backbone.records import making
from backbone.records.console.desks import Enter, at
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import services
from gongkai.backbone.records.models import Record
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.accounts.services import actor_id
from gongkai.kernel.actors import Actor, Role


@pytest.fixture
def submitted(education: Organ, clerk: Actor, now: datetime) -> Record:
    (made,) = making.drafted(education, clerk, now)
    return services.submit(made.index_number, actor=clerk, now=now)


def body(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_comment_is_seen_by_those_who_handle_the_record_and_is_no_markup(submitted: Record, enter: Enter) -> None:
    enter("office", Role.REVIEWER).post(at(submitted, "/comment"), {"text": "请核对<script>日期"})
    page = body(enter("legality", Role.LEGALITY_REVIEWER), at(submitted))
    assert "请核对&lt;script&gt;日期" in page


def test_the_author_reads_why_it_came_back(submitted: Record, enter: Enter, reviewer: Actor, now: datetime) -> None:
    services.decide(
        submitted.index_number, step="office", passed=False, reason="缺少联系电话。", actor=reviewer, now=now
    )
    page = body(enter("editor", Role.EDITOR), at(submitted))
    notice = page[page.index('class="notice"') :][:400]
    assert "reviewer" in notice
    assert "缺少联系电话。" in notice
    assert "退回：信息公开审核" in page


def test_a_step_handed_over_stands_first_in_the_inbox_of_the_colleague(
    submitted: Record, education: Organ, clerk: Actor, enter: Enter, now: datetime
) -> None:
    office, colleague = enter("office", Role.REVIEWER), enter("colleague", Role.REVIEWER)
    (other,) = making.drafted(education, clerk, now, making.draft("更早的一条"))
    services.submit(other.index_number, actor=clerk, now=now.replace(hour=1))
    assert '<option value="' in body(office, at(submitted))
    to = Person.objects.get(login="colleague").pk
    answer = office.post(at(submitted, "/hand-over"), {"to": str(to), "text": "请您来看。"}, follow=True)
    assert "已转交给colleague。" in answer.content.decode()
    inbox = body(colleague, "/console/inbox")
    assert "由office转交给您" in inbox
    assert inbox.index(submitted.title) < inbox.index("更早的一条")
    assert "同事转交给您的" in body(colleague, "/console/")
    assert "已转交colleague" in body(office, "/console/inbox")


def test_a_reminder_is_shown_in_the_inbox_and_a_second_one_is_refused(submitted: Record, enter: Enter) -> None:
    editor = enter("editor", Role.EDITOR)
    editor.post(at(submitted, "/remind"))
    assert "催办" in body(enter("office", Role.REVIEWER), "/console/inbox")
    answer = editor.post(at(submitted, "/remind"), follow=True)
    assert "今天已经催办过：请明天再催。" in answer.content.decode()


def test_who_handles_nothing_is_offered_nothing(submitted: Record, enter: Enter) -> None:
    page = body(enter("administrator", Role.ADMINISTRATOR), at(submitted))
    assert "/comment" not in page
    assert "/remind" not in page
    assert "/hand-over" not in page


def test_the_author_is_not_offered_to_hand_over_their_own(education: Organ, enter: Enter, now: datetime) -> None:
    client = enter("author", Role.EDITOR, Role.REVIEWER)
    enter("colleague", Role.REVIEWER)
    author = Actor(id=actor_id(Person.objects.get(login="author")), label="author", is_system=True)
    (made,) = making.drafted(education, author, now)
    client.post(at(made, "/submit"))
    assert "/hand-over" not in body(client, at(made))


def test_the_inbox_asks_as_little_for_many_records_as_for_one(
    education: Organ, clerk: Actor, enter: Enter, now: datetime, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for made in making.drafted(education, clerk, now, *(making.draft(f"第{number}号通知") for number in range(30))):
        services.submit(made.index_number, actor=clerk, now=now)
    client = enter("office", Role.REVIEWER)
    with django_assert_max_num_queries(30):
        page = body(client, "/console/inbox")
    assert page.count("号通知</a>") == 30
