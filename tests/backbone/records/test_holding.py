"""Two at one working copy: one holds it, the other may take it over, and nothing typed is lost."""

from datetime import datetime, timedelta

import pytest

from backbone.records import making
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import services
from gongkai.backbone.records.models import EditHold, Record, Unsaved
from gongkai.backbone.records.services import holding
from gongkai.kernel.actors import Actor, ForbiddenError, Membership, Role
from gongkai.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague() -> Actor:
    """Another who drafts for the education bureau."""
    return Actor("test:colleague", "小周", frozenset({Membership("yunchuan-education", Role.EDITOR)}))


@pytest.fixture
def record(education: Organ, clerk: Actor, now: datetime) -> Record:
    (made,) = making.drafted(education, clerk, now)
    return made


def test_who_comes_first_holds_it_until_it_lapses(
    record: Record, clerk: Actor, colleague: Actor, now: datetime
) -> None:
    number, later = record.index_number, now + timedelta(minutes=4)
    assert holding.hold(number, actor=clerk, now=now).by == clerk.id
    assert holding.hold(number, actor=colleague, now=later).by == clerk.id
    assert holding.hold(number, actor=clerk, now=later).until == later + holding.HOLD_LASTS
    assert holding.hold(number, actor=colleague, now=later + holding.HOLD_LASTS).by == colleague.id


def test_what_is_typed_is_kept_for_its_author_alone_and_renews_the_hold(
    record: Record, clerk: Actor, colleague: Actor, now: datetime
) -> None:
    later = now + timedelta(minutes=4)
    holding.keep_unsaved(record.index_number, {"title": "甲", "text": "乙"}, actor=clerk, now=now)
    holding.keep_unsaved(record.index_number, {"title": "丙"}, actor=clerk, now=later)
    row = Unsaved.objects.get()
    assert (row.by, row.values, row.at) == (clerk.id, {"title": "丙", "text": "乙"}, later)
    assert EditHold.objects.get().until == later + holding.HOLD_LASTS
    assert making.fresh(record.index_number).title == record.title


def test_nobody_types_over_another(record: Record, clerk: Actor, colleague: Actor, now: datetime) -> None:
    holding.hold(record.index_number, actor=clerk, now=now)
    with pytest.raises(holding.HeldByAnotherError) as refused:
        holding.keep_unsaved(record.index_number, {"title": "甲"}, actor=colleague, now=now)
    assert "clerk正在编辑" in refused.value.message
    with pytest.raises(holding.HeldByAnotherError):
        holding.correct(record.index_number, {"title": "甲"}, seen=record.updated_at, actor=colleague, now=now)
    assert not Unsaved.objects.exists()


def test_taking_over_is_audited_and_the_other_is_told_when_keeping(
    record: Record, clerk: Actor, colleague: Actor, now: datetime
) -> None:
    holding.keep_unsaved(record.index_number, {"title": "甲"}, actor=clerk, now=now)
    holding.take_over(record.index_number, actor=colleague, now=now)
    entry = AuditEntry.objects.get(action="record.hold_taken_over")
    assert (entry.before, entry.after) == ({"by": clerk.id}, {"by": colleague.id})
    with pytest.raises(holding.HeldByAnotherError):
        holding.correct(record.index_number, {"title": "甲"}, seen=record.updated_at, actor=clerk, now=now)
    assert Unsaved.objects.get(by=clerk.id).values == {"title": "甲"}


def test_taking_over_what_nobody_holds_needs_no_entry(record: Record, clerk: Actor, now: datetime) -> None:
    for _ in range(2):
        assert holding.take_over(record.index_number, actor=clerk, now=now).by == clerk.id
    assert not AuditEntry.objects.filter(action="record.hold_taken_over").exists()


def test_keeping_gives_back_the_hold_and_forgets_what_was_unsaved(
    record: Record, clerk: Actor, colleague: Actor, now: datetime
) -> None:
    holding.keep_unsaved(record.index_number, {"title": "甲"}, actor=clerk, now=now)
    holding.correct(record.index_number, {"title": "甲"}, seen=record.updated_at, actor=clerk, now=now)
    assert making.fresh(record.index_number).title == "甲"
    assert not Unsaved.objects.exists()
    assert holding.hold(record.index_number, actor=colleague, now=now).by == colleague.id


def test_a_change_seen_too_late_is_refused_and_what_was_typed_stays(
    record: Record, clerk: Actor, now: datetime
) -> None:
    services.revise(record.index_number, {"summary": "先。"}, actor=clerk, now=now + timedelta(seconds=1))
    holding.keep_unsaved(record.index_number, {"summary": "后。"}, actor=clerk, now=now)
    with pytest.raises(services.ChangeRefusedError) as refused:
        holding.correct(record.index_number, {"summary": "后。"}, seen=record.updated_at, actor=clerk, now=now)
    assert refused.value.code == "changed_meanwhile"
    assert Unsaved.objects.exists()


def test_discarding_undoes_what_was_typed(record: Record, clerk: Actor, now: datetime) -> None:
    holding.keep_unsaved(record.index_number, {"title": "甲"}, actor=clerk, now=now)
    holding.discard_unsaved(record.index_number, actor=clerk, now=now)
    assert not Unsaved.objects.exists()
    assert not EditHold.objects.exists()


def test_who_does_not_draft_for_the_organ_holds_nothing(
    record: Record, other_officer: Actor, reviewer: Actor, now: datetime
) -> None:
    for actor in (other_officer, reviewer):
        for ask in (holding.hold, holding.take_over, holding.discard_unsaved):
            with pytest.raises(ForbiddenError):
                ask(record.index_number, actor=actor, now=now)
        with pytest.raises(ForbiddenError):
            holding.keep_unsaved(record.index_number, {"title": "甲"}, actor=actor, now=now)
    assert not EditHold.objects.exists()
