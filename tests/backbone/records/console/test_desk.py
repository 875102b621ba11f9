"""A record's way through the console: handed in, passed or returned, published, corrected, withdrawn."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from backbone.records import making
from gongkai.backbone.records import services
from gongkai.backbone.records.models import Edition, Record, Review, State
from gongkai.kernel.accounts.middleware import BEGUN, SEEN
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.accounts.services import actor_id, memberships_grant, person_create
from gongkai.kernel.actors import SYSTEM, Actor, Role

EDUCATION = "yunchuan-education"
REVIEWERS = (
    ("office", Role.REVIEWER),
    ("legality", Role.LEGALITY_REVIEWER),
    ("secrecy", Role.SECRECY_REVIEWER),
    ("sign_off", Role.APPROVER),
)
Enter = Callable[..., Client]


@pytest.fixture
def enter(db: None) -> Enter:
    """Signs a new person of the education bureau in, with these roles."""

    def signed_in(login: str, *roles: Role) -> Client:
        now = timezone.now()
        person = person_create(login=login, name=login, password="a long pass phrase", actor=SYSTEM, now=now)
        memberships_grant(person=person, organ=EDUCATION, roles=roles, actor=SYSTEM, now=now)
        client = Client()
        client.force_login(Person.objects.get(pk=person.pk))
        session = client.session
        session[BEGUN] = session[SEEN] = now.timestamp() + 1
        session.save()
        return client

    return signed_in


@pytest.fixture
def clerk_at_desk(enter: Enter) -> Client:
    return enter("clerk", Role.EDITOR)


@pytest.fixture
def record(clerk_at_desk: Client, now: datetime) -> Record:
    """A draft the clerk made."""
    city = making.make_organ("yunchuan", "云川市人民政府", "YC0000013", now)
    education = making.make_organ(EDUCATION, "云川市教育局", "YC0000030", now, parent=city.code)
    author = Actor(id=actor_id(Person.objects.get(login="clerk")), label="clerk", is_system=True)
    (made,) = making.drafted(education, author, now, making.draft("关于做好课后服务工作的通知"))
    return made


def at(record: Record, what: str = "") -> str:
    return f"/console/records/{record.index_number}{what}"


def decision(record: Record, step: str = "office", **given: str) -> dict[str, object]:
    """What the form of a step sends, of the text as it stands now."""
    return {"step": step, "decision": "pass", "round": making.fresh(record.index_number).review_round} | given


def pass_every_step(record: Record, enter: Enter) -> None:
    for step, role in REVIEWERS:
        enter(step, role).post(at(record, "/decide"), decision(record, step))


def test_a_draft_goes_through_the_chain_and_is_published(record: Record, clerk_at_desk: Client, enter: Enter) -> None:
    assert clerk_at_desk.post(at(record, "/submit")).status_code == 302
    pass_every_step(record, enter)
    assert making.fresh(record.index_number).state == State.APPROVED
    enter("publisher", Role.APPROVER).post(at(record, "/publish"))
    assert making.fresh(record.index_number).state == State.PUBLISHED
    assert Edition.objects.filter(record=record).count() == 1


def test_the_inbox_shows_a_reviewer_only_what_waits_at_their_step(
    record: Record, clerk_at_desk: Client, enter: Enter
) -> None:
    clerk_at_desk.post(at(record, "/submit"))
    office, approver = enter("office", Role.REVIEWER), enter("approver", Role.APPROVER)
    assert record.title in office.get("/console/inbox").content.decode()
    assert record.title not in approver.get("/console/inbox").content.decode()
    assert "/console/inbox" in office.get("/console/").content.decode()


def test_a_record_is_returned_with_a_reason_and_waits_for_its_author(
    record: Record, clerk_at_desk: Client, enter: Enter
) -> None:
    clerk_at_desk.post(at(record, "/submit"))
    enter("office", Role.REVIEWER).post(
        at(record, "/decide"), decision(record, decision="return", reason="缺少联系电话。")
    )
    assert making.fresh(record.index_number).state == State.DRAFT
    assert "被退回的稿件" in clerk_at_desk.get("/console/").content.decode()


def test_a_return_without_a_reason_is_refused_where_the_person_was(
    record: Record, clerk_at_desk: Client, enter: Enter
) -> None:
    clerk_at_desk.post(at(record, "/submit"))
    answer = enter("office", Role.REVIEWER).post(
        at(record, "/decide"), decision(record, decision="return"), follow=True
    )
    assert "退回须写明理由。" in answer.content.decode()
    assert making.fresh(record.index_number).state == State.IN_REVIEW


def test_the_author_cannot_decide_even_with_every_role(record: Record, enter: Enter, clerk_at_desk: Client) -> None:
    clerk = Person.objects.get(login="clerk")
    memberships_grant(
        person=clerk, organ=EDUCATION, roles=[role for _, role in REVIEWERS], actor=SYSTEM, now=timezone.now()
    )
    clerk_at_desk.post(at(record, "/submit"))
    page = clerk_at_desk.get(at(record)).content.decode()
    assert 'name="decision"' not in page
    for step, _role in REVIEWERS:
        clerk_at_desk.post(at(record, "/decide"), decision(record, step))
    for way in ("/publish", "/publish-urgently"):
        clerk_at_desk.post(at(record, way))
    assert making.fresh(record.index_number).state == State.IN_REVIEW
    assert not Edition.objects.exists()


def test_a_correction_keeps_what_was_typed_when_another_was_faster(
    record: Record, clerk_at_desk: Client, enter: Enter
) -> None:
    form = clerk_at_desk.get(at(record, "/edit")).context["form"]
    mine = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    theirs = mine | {"summary": "先改的一方。"}
    colleague = enter("colleague", Role.EDITOR)
    colleague.post(at(record, "/edit/take-over"))
    assert colleague.post(at(record, "/edit"), theirs).status_code == 302
    answer = clerk_at_desk.post(at(record, "/edit"), mine | {"summary": "后改的一方。"})
    assert answer.status_code == 400
    assert "后改的一方。" in answer.content.decode()
    assert making.fresh(record.index_number).summary == "先改的一方。"


def test_an_edited_text_gets_its_outline_anew(record: Record, clerk_at_desk: Client) -> None:
    form = clerk_at_desk.get(at(record, "/edit")).context["form"]
    given = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    answer = clerk_at_desk.post(
        at(record, "/edit"), given | {"text": "一、总体要求\n（一）自愿。坚持自愿原则。\n二、安排"}
    )
    assert answer.status_code == 302
    assert [entry["title"] for entry in making.fresh(record.index_number).outline] == ["总体要求", "自愿", "安排"]


def test_a_published_record_is_withdrawn_with_a_reason_readers_see(
    record: Record, clerk_at_desk: Client, enter: Enter
) -> None:
    clerk_at_desk.post(at(record, "/submit"))
    pass_every_step(record, enter)
    approver = enter("publisher", Role.APPROVER)
    approver.post(at(record, "/publish"))
    assert "不再显示" in approver.get(at(record, "/withdraw")).content.decode()
    approver.post(at(record, "/withdraw"), {"form": "withdrawn", "reason": "内容有误，另行公布。"})
    assert Client().get(f"/info/{record.index_number}").status_code == 410


def test_a_time_that_cannot_be_read_is_told_in_words(record: Record, clerk_at_desk: Client, enter: Enter) -> None:
    clerk_at_desk.post(at(record, "/submit"))
    pass_every_step(record, enter)
    answer = enter("publisher", Role.APPROVER).post(at(record, "/schedule"), {"at": "tomorrow"}, follow=True)
    assert "请填写定时发布的日期和时间。" in answer.content.decode()


def test_a_text_changed_since_it_was_read_is_not_passed_unread(
    record: Record, clerk_at_desk: Client, enter: Enter
) -> None:
    clerk_at_desk.post(at(record, "/submit"))
    office = enter("office", Role.REVIEWER)
    read = decision(record)
    assert f'name="round" value="{read["round"]}"' in office.get(at(record)).content.decode()
    author = Actor(id=actor_id(Person.objects.get(login="clerk")), label="clerk", is_system=True)
    services.revise(record.index_number, {"title": "换了内容"}, actor=author, now=timezone.now())
    clerk_at_desk.post(at(record, "/submit"))
    for given in (read, read | {"round": ""}, read | {"round": "x"}):
        answer = office.post(at(record, "/decide"), given, follow=True)
        assert "已被修改并重新提交" in answer.content.decode()
    assert not Review.objects.exists()
    office.post(at(record, "/decide"), decision(record))
    assert Review.objects.get().passed
