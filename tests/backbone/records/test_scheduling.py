"""Publication at a time to come."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from backbone.records.making import drafted, fresh
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.organs.services import organ_abolish
from gongkai.backbone.records import selectors, services
from gongkai.backbone.records.models import Edition, State
from gongkai.backbone.records.rules import Route
from gongkai.kernel.actors import SYSTEM, Actor, ForbiddenError
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.due.models import DueTime
from gongkai.kernel.due.services import fire

pytestmark = pytest.mark.django_db

Chain = Mapping[str, Actor]
HOUR = timedelta(hours=1)


@pytest.fixture
def approved(education: Organ, clerk: Actor, chain: Chain, now: datetime) -> str:
    (record,) = drafted(education, clerk, now)
    pass_all(record.index_number, clerk, chain, now)
    return record.index_number


def pass_all(number: str, clerk: Actor, chain: Chain, now: datetime) -> None:
    services.submit(number, actor=clerk, now=now)
    for step, person in chain.items():
        services.decide(number, step=step, passed=True, actor=person, now=now)


def test_it_comes_out_at_its_time_and_not_before(approved: str, approver: Actor, now: datetime) -> None:
    services.schedule(approved, at=now + HOUR, actor=approver, now=now)
    fire(now=now + HOUR - timedelta(seconds=1))
    assert fresh(approved).state == State.SCHEDULED
    fire(now=now + HOUR)
    assert fresh(approved).state == State.PUBLISHED
    assert fresh(approved).first_published_at == now + HOUR
    fire(now=now + 2 * HOUR)
    assert Edition.objects.count() == 1


def test_a_correction_is_scheduled_with_its_note(
    approved: str, clerk: Actor, approver: Actor, chain: Chain, now: datetime
) -> None:
    services.publish([approved], actor=approver, now=now)
    services.revise(approved, {"summary": "改过"}, actor=clerk, now=now)
    pass_all(approved, clerk, chain, now)
    with pytest.raises(services.NotPublishableError):
        services.schedule(approved, at=now + HOUR, actor=approver, now=now)
    services.schedule(approved, at=now + HOUR, change_note="更正摘要", actor=approver, now=now)
    before = selectors.published_one(approved)
    assert before is not None
    assert before.edition == 1
    fire(now=now + HOUR)
    after = selectors.published_one(approved)
    assert after is not None
    assert (after.edition, after.change_note) == (2, "更正摘要")


def test_what_is_not_approved_is_not_scheduled(education: Organ, clerk: Actor, approver: Actor, now: datetime) -> None:
    (record,) = drafted(education, clerk, now)
    with pytest.raises(services.NotPublishableError):
        services.schedule(record.index_number, at=now + HOUR, actor=approver, now=now)
    assert not DueTime.objects.filter(kind="record.publish").exists()


def test_the_past_is_no_time_to_publish(approved: str, approver: Actor, now: datetime) -> None:
    with pytest.raises(services.NotPublishableError) as caught:
        services.schedule(approved, at=now, actor=approver, now=now)
    assert [r.code for r in caught.value.reasons[approved]] == ["past"]


def test_who_may_not_publish_may_not_schedule(approved: str, clerk: Actor, other_officer: Actor, now: datetime) -> None:
    for actor in (clerk, other_officer):
        with pytest.raises(ForbiddenError):
            services.schedule(approved, at=now + HOUR, actor=actor, now=now)


def test_what_speaks_against_it_by_then_goes_back_to_the_people(approved: str, approver: Actor, now: datetime) -> None:
    services.schedule(approved, at=now + HOUR, actor=approver, now=now)
    organ_abolish(code="yunchuan-education", on=now.date(), actor=SYSTEM, now=now)
    fire(now=now + HOUR)
    assert fresh(approved).state == State.APPROVED
    entry = AuditEntry.objects.get(action="record.schedule_refused")
    assert entry.after == {"reasons": ["organ_abolished"]}


def test_a_changed_and_rescheduled_record_comes_out_once_at_the_new_time(
    approved: str, clerk: Actor, approver: Actor, chain: Chain, now: datetime
) -> None:
    services.schedule(approved, at=now + HOUR, actor=approver, now=now)
    services.revise(approved, {"summary": "改过"}, actor=clerk, now=now)
    fire(now=now + HOUR)
    assert fresh(approved).state == State.DRAFT
    pass_all(approved, clerk, chain, now + HOUR)
    services.schedule(approved, at=now + 3 * HOUR, actor=approver, now=now + HOUR)
    fire(now=now + 2 * HOUR)
    assert not Edition.objects.exists()
    fire(now=now + 3 * HOUR)
    assert Edition.objects.count() == 1


def test_publishing_urgently_takes_it_off_the_schedule(approved: str, approver: Actor, now: datetime) -> None:
    services.schedule(approved, at=now + HOUR, actor=approver, now=now)
    services.publish([approved], actor=approver, now=now, route=Route.URGENT)
    assert not DueTime.objects.filter(kind="record.publish").exists()
    fire(now=now + HOUR)
    assert Edition.objects.count() == 1


def test_a_withdrawn_record_is_not_brought_back_by_its_schedule(
    approved: str, clerk: Actor, approver: Actor, chain: Chain, now: datetime
) -> None:
    services.publish([approved], actor=approver, now=now)
    services.revise(approved, {"summary": "改过"}, actor=clerk, now=now)
    pass_all(approved, clerk, chain, now)
    services.schedule(approved, at=now + HOUR, change_note="更正", actor=approver, now=now)
    services.withdraw(approved, form="withdrawn", reason="撤下", actor=approver, now=now)
    fire(now=now + HOUR)
    assert fresh(approved).state == State.WITHDRAWN
    assert Edition.objects.count() == 1
