"""Publishing at once, and the confirmation within 24 hours."""

from datetime import datetime, timedelta

import pytest

from backbone.records.making import draft, drafted, fresh
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import selectors, services
from gongkai.backbone.records.models import Edition
from gongkai.backbone.records.rules import Route
from gongkai.kernel.actors import Actor, ForbiddenError, Membership, Role
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.due.models import DueTime
from gongkai.kernel.due.services import fire
from gongkai.kernel.events import Lane
from gongkai.kernel.events.models import Event

pytestmark = pytest.mark.django_db

DAY = timedelta(hours=24)


@pytest.fixture
def urgent(education: Organ, clerk: Actor, approver: Actor, now: datetime) -> str:
    (record,) = drafted(education, clerk, now, draft("关于暴雪停课的紧急通知"))
    services.publish([record.index_number], actor=approver, now=now, route=Route.URGENT)
    return record.index_number


@pytest.fixture
def second() -> Actor:
    """Another who may sign off in the same organ."""
    return Actor("test:second", "second", frozenset({Membership("yunchuan-education", Role.APPROVER)}))


def test_it_is_public_at_once_and_flagged(urgent: str, approver: Actor) -> None:
    assert selectors.published_one(urgent) is not None
    assert fresh(urgent).urgent_by == approver.id
    assert Edition.objects.get().route == "urgent"
    assert Event.objects.get(kind="record.published").lane == Lane.NOW
    assert AuditEntry.objects.get(action="record.published").after["route"] == "urgent"  # type: ignore[index]


def test_a_second_person_confirms_and_nothing_is_overdue(urgent: str, second: Actor, now: datetime) -> None:
    services.confirm_urgent(urgent, actor=second, now=now + timedelta(hours=3))
    assert fresh(urgent).urgent_by == ""
    assert not DueTime.objects.filter(kind="record.urgent_confirmation").exists()
    fire(now=now + DAY)
    assert not Event.objects.filter(kind="record.urgent_overdue").exists()


def test_unconfirmed_for_24_hours_is_told_once(urgent: str, approver: Actor, now: datetime) -> None:
    fire(now=now + DAY - timedelta(seconds=1))
    assert not Event.objects.filter(kind="record.urgent_overdue").exists()
    fire(now=now + DAY)
    fire(now=now + 2 * DAY)
    assert Event.objects.filter(kind="record.urgent_overdue", subject=urgent).count() == 1
    assert AuditEntry.objects.get(action="record.urgent.overdue").after == {"by": approver.id}
    assert selectors.published_one(urgent) is not None


def test_it_can_still_be_confirmed_when_it_is_late(urgent: str, second: Actor, now: datetime) -> None:
    fire(now=now + DAY)
    services.confirm_urgent(urgent, actor=second, now=now + 2 * DAY)
    assert fresh(urgent).urgent_by == ""


def test_what_is_confirmed_or_was_never_urgent_has_nothing_to_confirm(
    urgent: str, education: Organ, clerk: Actor, second: Actor, now: datetime
) -> None:
    (other,) = drafted(education, clerk, now)
    services.confirm_urgent(urgent, actor=second, now=now)
    for number in (urgent, other.index_number):
        with pytest.raises(services.ReviewRefusedError) as caught:
            services.confirm_urgent(number, actor=second, now=now)
        assert caught.value.code == "not_urgent"


def test_who_may_not_sign_off_confirms_nothing(urgent: str, reviewer: Actor, office: Actor, now: datetime) -> None:
    for actor in (reviewer, office):
        with pytest.raises(ForbiddenError):
            services.confirm_urgent(urgent, actor=actor, now=now)


@pytest.mark.parametrize(
    "role", [Role.EDITOR, Role.REVIEWER, Role.LEGALITY_REVIEWER, Role.SECRECY_REVIEWER, Role.AUDITOR]
)
def test_only_those_who_may_publish_urgently(education: Organ, clerk: Actor, now: datetime, role: Role) -> None:
    (record,) = drafted(education, clerk, now)
    person = Actor("test:p", "p", frozenset({Membership("yunchuan-education", role)}))
    with pytest.raises(ForbiddenError):
        services.publish([record.index_number], actor=person, now=now, route=Route.URGENT)


def test_the_rules_hold_for_urgent_news_too(education: Organ, clerk: Actor, approver: Actor, now: datetime) -> None:
    (record,) = drafted(education, clerk, now, draft(disclosure="withheld"))
    with pytest.raises(services.NotPublishableError):
        services.publish([record.index_number], actor=approver, now=now, route=Route.URGENT)


def test_who_had_a_hand_in_it_cannot_confirm_it_after_a_later_correction_either(
    education: Organ, clerk: Actor, approver: Actor, second: Actor, now: datetime
) -> None:
    """A correction begins a new list of authors, but not while the urgent text waits for its second pair of eyes."""
    (record,) = drafted(education, clerk, now, draft("关于暴雪停课的紧急通知"))
    number = record.index_number
    helper = Actor(second.id, "second", second.memberships | {Membership("yunchuan-education", Role.EDITOR)})
    services.revise(number, {"summary": "补一句"}, actor=helper, now=now)
    services.publish([number], actor=approver, now=now, route=Route.URGENT)
    services.revise(number, {"summary": "再改"}, actor=clerk, now=now)
    with pytest.raises(services.ReviewRefusedError) as caught:
        services.confirm_urgent(number, actor=helper, now=now)
    assert caught.value.code == "own_work"
