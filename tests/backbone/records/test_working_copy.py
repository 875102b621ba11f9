"""A published record is changed: readers see the old edition until the new one was reviewed."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from backbone.records.making import draft, drafted, fresh, imported
from gongkai.backbone.channels import selectors as channels
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import selectors, services
from gongkai.backbone.records.drafts import Attachment, Changes, Link
from gongkai.backbone.records.models import Edition, State
from gongkai.backbone.records.services.lengths import ValueRefusedError
from gongkai.backbone.records.validity import validity_of
from gongkai.kernel.actors import Actor, ForbiddenError
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.due.models import DueTime

pytestmark = pytest.mark.django_db

Chain = Mapping[str, Actor]
WorkOff = Callable[..., list[str]]


def pass_all(number: str, chain: Chain, clerk: Actor, now: datetime) -> None:
    services.submit(number, actor=clerk, now=now)
    for step, person in chain.items():
        services.decide(number, step=step, passed=True, actor=person, now=now)


def refusal(number: str, actor: Actor, now: datetime, note: str = "") -> set[str]:
    with pytest.raises(services.NotPublishableError) as caught:
        services.publish([number], actor=actor, now=now, change_note=note)
    return {reason.code for reason in caught.value.reasons[number]}


def test_a_change_is_told_in_the_audit_before_and_after(education: Organ, clerk: Actor, now: datetime) -> None:
    (record,) = drafted(education, clerk, now)
    changes: Changes = {
        "title": "关于做好冬季供暖保障工作的通知",
        "effective_on": date(2026, 12, 1),
        "keywords": ("供暖",),
    }
    services.revise(record.index_number, changes, actor=clerk, now=now)
    entry = AuditEntry.objects.get(action="record.revised")
    assert entry.before == {"title": record.title, "effective_on": None, "keywords": []}
    assert entry.after == {"title": changes["title"], "effective_on": "2026-12-01", "keywords": ["供暖"]}
    assert fresh(record.index_number).keywords == ["供暖"]


def test_a_text_is_told_by_its_digest_and_brings_its_outline(education: Organ, clerk: Actor, now: datetime) -> None:
    (record,) = drafted(education, clerk, now)
    document = {"blocks": ["一、总体要求", "二、保障措施"], "format": "txt"}
    services.revise(record.index_number, {"document": document}, actor=clerk, now=now)
    entry = AuditEntry.objects.get(action="record.revised")
    assert entry.after is not None
    assert len(entry.after["document"]["sha256"]) == 64
    assert "总体要求" not in str(entry.after)
    assert [line["title"] for line in fresh(record.index_number).outline] == ["总体要求", "保障措施"]


def test_attachments_are_changed_like_any_field(education: Organ, clerk: Actor, now: datetime) -> None:
    (record,) = drafted(education, clerk, now)
    file = Attachment("附件.pdf", "0" * 64, "application/pdf", 12)
    services.revise(record.index_number, {"attachments": (file,)}, actor=clerk, now=now)
    assert fresh(record.index_number).attachments == [file.to_data()]


def test_nothing_happens_when_nothing_is_changed(education: Organ, clerk: Actor, now: datetime) -> None:
    (number,) = imported(education, now)
    services.revise(number, {"title": fresh(number).title}, actor=clerk, now=now)
    assert fresh(number).state == State.PUBLISHED
    assert not AuditEntry.objects.filter(action="record.revised").exists()


def test_readers_see_the_old_edition_while_the_copy_is_changed(
    education: Organ, clerk: Actor, now: datetime, work_off: WorkOff, client: Any
) -> None:
    (number,) = imported(education, now, draft("关于供暖的通知", effective_on=date(2026, 12, 1)))
    work_off()
    before = selectors.published_one(number)
    changes: Changes = {
        "title": "尚未公开的标题",
        "document": {"blocks": ["尚未公开的正文"]},
        "effective_on": date(2026, 1, 1),
        "expires_on": date(2026, 2, 1),
    }
    services.revise(number, changes, actor=clerk, now=now + timedelta(hours=1))
    services.submit(number, actor=clerk, now=now)
    assert work_off() == []
    assert selectors.published_one(number) == before
    today = now.date()
    assert selectors.taking_effect_soon(today) == [(number, "关于供暖的通知", date(2026, 12, 1))]
    assert validity_of(number, today) == fresh(number).validity == "not_yet"
    for address in (f"/info/{number}", f"/en/info/{number}", f"/info/{number}.txt", f"/api/v1/records/{number}", "/"):
        assert "尚未公开" not in client.get(address).content.decode(), address
    assert [row.title for row in channels.newest("all")] == ["关于供暖的通知"]


def test_no_due_day_takes_a_date_from_the_working_copy(education: Organ, clerk: Actor, now: datetime) -> None:
    from gongkai.kernel.due.services import fire

    (number,) = imported(education, now, draft(effective_on=date(2026, 12, 1)))
    services.revise(number, {"effective_on": None, "expires_on": date(2026, 11, 30)}, actor=clerk, now=now)
    fire(now=now + timedelta(days=6))
    assert fresh(number).validity == "in_force"


def test_a_correction_needs_its_whole_review_and_a_note(
    education: Organ, clerk: Actor, approver: Actor, chain: Chain, now: datetime
) -> None:
    (number,) = imported(education, now)
    services.revise(number, {"summary": "更正后的摘要"}, actor=clerk, now=now)
    assert refusal(number, approver, now, "更正摘要") == {"review_incomplete"}
    pass_all(number, chain, clerk, now)
    assert refusal(number, approver, now) == {"change_note_missing"}
    (done,) = services.publish([number], actor=approver, now=now, change_note="更正摘要")
    assert done.edition == 2
    found = selectors.published_one(number)
    assert found is not None
    assert (found.summary, found.change_note) == ("更正后的摘要", "更正摘要")
    assert [line.number for line in selectors.histories([number])[number]] == [2, 1]


def test_a_published_record_is_not_published_again_unchanged(
    education: Organ, clerk: Actor, approver: Actor, chain: Chain, now: datetime
) -> None:
    (record,) = drafted(education, clerk, now)
    pass_all(record.index_number, chain, clerk, now)
    services.publish([record.index_number], actor=approver, now=now)
    assert refusal(record.index_number, approver, now, "再发一次") == {"review_incomplete"}
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("after", ["office", "legality", "secrecy", "sign_off"])
def test_a_change_takes_back_every_pass(
    education: Organ, clerk: Actor, approver: Actor, chain: Chain, now: datetime, after: str
) -> None:
    (record,) = drafted(education, clerk, now)
    number = record.index_number
    services.submit(number, actor=clerk, now=now)
    for step, person in chain.items():
        services.decide(number, step=step, passed=True, actor=person, now=now)
        if step == after:
            break
    services.revise(number, {"summary": "改过"}, actor=clerk, now=now)
    assert fresh(number).state == State.DRAFT
    assert refusal(number, approver, now) == {"review_incomplete"}
    with pytest.raises(services.ReviewRefusedError):
        services.decide(number, step="office", passed=True, actor=chain["office"], now=now)


def test_changing_a_scheduled_record_takes_it_off_the_schedule(
    education: Organ, clerk: Actor, approver: Actor, chain: Chain, now: datetime
) -> None:
    (record,) = drafted(education, clerk, now)
    pass_all(record.index_number, chain, clerk, now)
    services.schedule(record.index_number, at=now + timedelta(days=1), actor=approver, now=now)
    services.revise(record.index_number, {"summary": "改过"}, actor=clerk, now=now)
    assert not DueTime.objects.filter(kind="record.publish").exists()
    assert fresh(record.index_number).state == State.DRAFT


def test_who_changes_a_record_becomes_its_author(
    education: Organ, clerk: Actor, office: Actor, chain: Chain, now: datetime
) -> None:
    """The office may draft and review for the whole city, but not both on one record."""
    (record,) = drafted(education, clerk, now)
    services.revise(record.index_number, {"summary": "市办改过"}, actor=office, now=now)
    services.submit(record.index_number, actor=clerk, now=now)
    with pytest.raises(services.ReviewRefusedError) as caught:
        services.decide(record.index_number, step="office", passed=True, actor=office, now=now)
    assert caught.value.code == "own_work"
    services.decide(record.index_number, step="office", passed=True, actor=chain["office"], now=now)


def test_authors_of_an_earlier_edition_may_pass_the_next(
    education: Organ, clerk: Actor, office: Actor, chain: Chain, approver: Actor, now: datetime
) -> None:
    (record,) = drafted(education, clerk, now)
    services.revise(record.index_number, {"summary": "市办改过"}, actor=office, now=now)
    pass_all(record.index_number, chain, clerk, now)
    services.publish([record.index_number], actor=approver, now=now)
    services.revise(record.index_number, {"summary": "本局改过"}, actor=clerk, now=now)
    services.submit(record.index_number, actor=clerk, now=now)
    services.decide(record.index_number, step="office", passed=True, actor=office, now=now)


def test_of_two_who_edit_at_once_the_second_is_told(education: Organ, clerk: Actor, now: datetime) -> None:
    (record,) = drafted(education, clerk, now)
    seen = record.updated_at
    later = now + timedelta(minutes=1)
    services.revise(record.index_number, {"summary": "甲"}, seen=seen, actor=clerk, now=later)
    with pytest.raises(services.ChangeRefusedError) as caught:
        services.revise(record.index_number, {"summary": "乙"}, seen=seen, actor=clerk, now=later)
    assert caught.value.code == "changed_meanwhile"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": "题" * 501}, "too_long"),
        ({"document_number": "号" * 61}, "too_long"),
        ({"title": "有\x00字"}, "control_characters"),
        ({"index_number": "011100012/2026-00009"}, "field_unknown"),
        ({"state": "published"}, "field_unknown"),
    ],
)
def test_what_has_no_place_is_refused(education: Organ, clerk: Actor, now: datetime, changes: Any, code: str) -> None:
    (record,) = drafted(education, clerk, now)
    with pytest.raises((services.ChangeRefusedError, ValueRefusedError)) as caught:
        services.revise(record.index_number, changes, actor=clerk, now=now)
    assert caught.value.code == code


def test_strangers_change_nothing(
    education: Organ, clerk: Actor, now: datetime, citizen: Actor, other_officer: Actor, approver: Actor, auditor: Actor
) -> None:
    (record,) = drafted(education, clerk, now)
    for actor in (citizen, other_officer, approver, auditor):
        with pytest.raises(ForbiddenError):
            services.revise(record.index_number, {"title": "不许"}, actor=actor, now=now)
        with pytest.raises(ForbiddenError):
            services.relate(record.index_number, Link("implements", words="某件"), actor=actor, now=now)


def test_a_withdrawn_record_is_changed_no_more(education: Organ, clerk: Actor, approver: Actor, now: datetime) -> None:
    (number,) = imported(education, now)
    services.withdraw(number, form="withdrawn", reason="含个人信息", actor=approver, now=now)
    with pytest.raises(services.ChangeRefusedError) as caught:
        services.revise(number, {"title": "再来"}, actor=clerk, now=now)
    assert caught.value.code == "was_withdrawn"
