"""What people say to one another about a record: comments, a step handed over, a reminder once a day."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from backbone.records import making
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import remarks, services
from gongkai.backbone.records.models import Record, Remark
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.accounts.selectors import actor_for
from gongkai.kernel.accounts.services import memberships_grant, person_create
from gongkai.kernel.actors import SYSTEM, Actor, ForbiddenError, Role
from gongkai.kernel.audit.models import AuditEntry


@pytest.fixture
def submitted(education: Organ, clerk: Actor, now: datetime) -> Record:
    (made,) = making.drafted(education, clerk, now)
    return services.submit(made.index_number, actor=clerk, now=now)


def person(login: str, role: Role, now: datetime, organ: str = "yunchuan-education") -> Actor:
    made = person_create(login=login, name=login, password="a long pass phrase", actor=SYSTEM, now=now)
    memberships_grant(person=made, organ=organ, roles=[role], actor=SYSTEM, now=now)
    return actor_for(Person.objects.get(pk=made.pk), address="", now=now)


def code_of(refusal: pytest.ExceptionInfo[services.RemarkRefusedError]) -> str:
    return refusal.value.code


def test_a_comment_is_kept_and_audited_without_its_words(submitted: Record, reviewer: Actor, now: datetime) -> None:
    services.comment(submitted.index_number, text="  请补充联系电话。 ", actor=reviewer, now=now)
    (said,) = remarks.conversation(submitted, "zh-hans")
    assert (said.kind, said.by, said.text) == ("comment", "reviewer", "请补充联系电话。")
    entry = AuditEntry.objects.get(action="record.commented")
    assert "联系电话" not in str(entry.after)


@pytest.mark.parametrize(("text", "code"), [("  ", "comment_empty"), ("长" * 2001, "comment_too_long")])
def test_a_comment_says_something_and_not_too_much(
    submitted: Record, reviewer: Actor, now: datetime, text: str, code: str
) -> None:
    with pytest.raises(services.RemarkRefusedError) as refusal:
        services.comment(submitted.index_number, text=text, actor=reviewer, now=now)
    assert code_of(refusal) == code


def test_an_officer_of_another_organ_and_an_auditor_say_nothing(
    submitted: Record, other_officer: Actor, auditor: Actor, now: datetime
) -> None:
    for actor in (other_officer, auditor):
        with pytest.raises(ForbiddenError):
            services.comment(submitted.index_number, text="意见", actor=actor, now=now)


def test_what_was_said_is_never_changed_or_deleted(submitted: Record, reviewer: Actor, now: datetime) -> None:
    said = services.comment(submitted.index_number, text="意见", actor=reviewer, now=now)
    with pytest.raises(DatabaseError), transaction.atomic():
        Remark.objects.filter(pk=said.pk).update(text="另一个意见")
    with pytest.raises(DatabaseError), transaction.atomic():
        Remark.objects.filter(pk=said.pk).delete()


def test_a_step_is_handed_to_a_colleague_who_holds_the_role(submitted: Record, reviewer: Actor, now: datetime) -> None:
    colleague = person("colleague", Role.REVIEWER, now)
    services.hand_over(submitted.index_number, to=colleague.id, text="请您来看。", actor=reviewer, now=now)
    assert remarks.handed_to(colleague) == [submitted]
    assert [each.count for each in remarks.waiting(colleague, now)] == [1]
    standing = remarks.standings([(submitted, "office")], colleague)[submitted.pk]
    assert (standing.is_mine, standing.handed_by, standing.rank) == (True, "reviewer", 0)
    assert AuditEntry.objects.get(action="record.review.handed_over").after == {"step": "office", "to": colleague.id}


def test_what_was_handed_over_waits_no_more_once_the_step_is_passed(
    submitted: Record, reviewer: Actor, now: datetime
) -> None:
    colleague = person("colleague", Role.REVIEWER, now)
    services.hand_over(submitted.index_number, to=colleague.id, actor=reviewer, now=now)
    services.decide(submitted.index_number, step="office", passed=True, actor=colleague, now=now)
    assert remarks.handed_to(colleague) == []


def test_a_step_is_not_handed_to_one_who_could_not_take_it(submitted: Record, reviewer: Actor, now: datetime) -> None:
    legality = person("legality", Role.LEGALITY_REVIEWER, now)
    elsewhere = person("elsewhere", Role.REVIEWER, now, organ="yunchuan-finance")
    for to in (legality.id, elsewhere.id, reviewer.id, "person:999999", "nobody"):
        with pytest.raises(services.RemarkRefusedError) as refusal:
            services.hand_over(submitted.index_number, to=to, actor=reviewer, now=now)
        assert code_of(refusal) == "colleague_unfit"


def test_the_author_is_never_handed_a_step_of_their_own_work(education: Organ, reviewer: Actor, now: datetime) -> None:
    author = person("author", Role.REVIEWER, now)
    memberships_grant(
        person=Person.objects.get(login="author"),
        organ="yunchuan-education",
        roles=[Role.EDITOR],
        actor=SYSTEM,
        now=now,
    )
    author = actor_for(Person.objects.get(login="author"), address="", now=now)
    (made,) = making.drafted(education, author, now)
    services.submit(made.index_number, actor=author, now=now)
    assert remarks.colleagues(making.fresh(made.index_number), "office", reviewer, now) == []
    with pytest.raises(services.RemarkRefusedError) as refusal:
        services.hand_over(made.index_number, to=author.id, actor=reviewer, now=now)
    assert code_of(refusal) == "colleague_unfit"


def test_who_could_not_take_a_step_cannot_hand_it_over(submitted: Record, clerk: Actor, now: datetime) -> None:
    colleague = person("colleague", Role.REVIEWER, now)
    with pytest.raises(services.RemarkRefusedError) as refusal:
        services.hand_over(submitted.index_number, to=colleague.id, actor=clerk, now=now)
    assert code_of(refusal) == "step_not_yours"


def test_reminding_is_done_once_a_day_and_audited(
    submitted: Record, clerk: Actor, reviewer: Actor, now: datetime
) -> None:
    services.remind(submitted.index_number, actor=clerk, now=now)
    with pytest.raises(services.RemarkRefusedError) as refusal:
        services.remind(submitted.index_number, actor=clerk, now=now + timedelta(hours=10))
    assert code_of(refusal) == "reminded_today"
    services.remind(submitted.index_number, actor=clerk, now=now + timedelta(days=1))
    assert AuditEntry.objects.filter(action="record.review.reminded").count() == 2
    standing = remarks.standings([(submitted, "office")], reviewer)[submitted.pk]
    assert (standing.reminded_at, standing.rank) == (now + timedelta(days=1), 1)


def test_nobody_is_reminded_of_a_draft(education: Organ, clerk: Actor, now: datetime) -> None:
    (made,) = making.drafted(education, clerk, now)
    with pytest.raises(services.RemarkRefusedError) as refusal:
        services.remind(made.index_number, actor=clerk, now=now)
    assert code_of(refusal) == "not_in_review"
