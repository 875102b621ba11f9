"""Nobody brings their own work to the public, whatever the path."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from backbone.records.making import CHAIN, drafted, fresh
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import services
from gongkai.backbone.records.drafts import Link
from gongkai.backbone.records.models import Edition, Record, State
from gongkai.backbone.records.rules import Route
from gongkai.kernel.actors import Actor, ForbiddenError, Membership, Role
from gongkai.kernel.due.services import fire

pytestmark = pytest.mark.django_db

Chain = Mapping[str, Actor]


@pytest.fixture
def everything() -> Actor:
    """Somebody who holds every role of the education bureau."""
    held = frozenset(Membership("yunchuan-education", role) for role in Role)
    return Actor(id="test:everything", label="everything", memberships=held)


def decide(number: str, step: str, actor: Actor, now: datetime) -> str:
    try:
        services.decide(number, step=step, passed=True, actor=actor, now=now)
    except services.ReviewRefusedError as error:
        return error.code
    return ""


@pytest.mark.parametrize("step", CHAIN)
@pytest.mark.parametrize("part", ["drafted", "submitted", "revised", "related"])
def test_whoever_had_a_hand_in_it_passes_no_step(
    education: Organ, clerk: Actor, everything: Actor, chain: Chain, now: datetime, part: str, step: str
) -> None:
    (record,) = drafted(education, everything if part == "drafted" else clerk, now)
    number = record.index_number
    if part == "revised":
        services.revise(number, {"summary": "改过"}, actor=everything, now=now)
    if part == "related":
        services.relate(number, Link("implements", words="某规划"), actor=everything, now=now)
    services.submit(number, actor=everything if part == "submitted" else clerk, now=now)
    for earlier in CHAIN[: CHAIN.index(step)]:
        services.decide(number, step=earlier, passed=True, actor=chain[earlier], now=now)
    assert decide(number, step, everything, now) == "own_work"
    assert decide(number, step, chain[step], now) == ""


def test_having_returned_a_draft_one_may_still_pass_it(
    education: Organ, clerk: Actor, chain: Chain, now: datetime
) -> None:
    (record,) = drafted(education, clerk, now)
    services.submit(record.index_number, actor=clerk, now=now)
    services.decide(record.index_number, step="office", passed=False, reason="补日期", actor=chain["office"], now=now)
    services.submit(record.index_number, actor=clerk, now=now)
    assert decide(record.index_number, "office", chain["office"], now) == ""


@pytest.mark.parametrize("part", ["drafted", "submitted", "revised"])
def test_whoever_had_a_hand_in_it_does_not_publish_it_urgently(
    education: Organ, clerk: Actor, everything: Actor, approver: Actor, now: datetime, part: str
) -> None:
    (record,) = drafted(education, everything if part == "drafted" else clerk, now)
    number = record.index_number
    if part == "revised":
        services.revise(number, {"summary": "改过"}, actor=everything, now=now)
    services.submit(number, actor=everything if part == "submitted" else clerk, now=now)
    with pytest.raises(services.NotPublishableError) as caught:
        services.publish([number], actor=everything, now=now, route=Route.URGENT)
    assert {r.code for r in caught.value.reasons[number]} == {"urgent_own_work"}
    services.publish([number], actor=approver, now=now, route=Route.URGENT)


@pytest.mark.parametrize("who", ["publisher", "drafter", "submitter", "reviser"])
def test_an_urgent_publication_is_confirmed_by_another(
    education: Organ, clerk: Actor, approver: Actor, everything: Actor, now: datetime, who: str
) -> None:
    (record,) = drafted(education, everything if who == "drafter" else clerk, now)
    number = record.index_number
    if who == "reviser":
        services.revise(number, {"summary": "改过"}, actor=everything, now=now)
    services.submit(number, actor=everything if who == "submitter" else clerk, now=now)
    services.publish([number], actor=approver, now=now, route=Route.URGENT)
    with pytest.raises(services.ReviewRefusedError) as caught:
        services.confirm_urgent(number, actor=approver if who == "publisher" else everything, now=now)
    assert caught.value.code == "own_work"
    assert fresh(number).urgent_by == approver.id


@pytest.mark.parametrize("role", list(Role))
def test_no_person_publishes_past_the_review_as_an_import(
    education: Organ, clerk: Actor, now: datetime, role: Role
) -> None:
    (record,) = drafted(education, clerk, now)
    person = Actor("test:p", "p", frozenset({Membership("yunchuan-education", role)}))
    with pytest.raises(ForbiddenError):
        services.publish([record.index_number], actor=person, now=now, route=Route.IMPORTED)
    assert not Edition.objects.exists()


def test_the_schedule_publishes_only_what_was_passed_by_others(
    education: Organ, clerk: Actor, approver: Actor, chain: Chain, now: datetime
) -> None:
    """Somebody takes the record out of the review behind the services: the moment refuses it, and says so."""
    (record,) = drafted(education, clerk, now)
    number = record.index_number
    services.submit(number, actor=clerk, now=now)
    for step in CHAIN:
        services.decide(number, step=step, passed=True, actor=chain[step], now=now)
    services.schedule(number, at=now + timedelta(hours=1), actor=approver, now=now)
    Record.objects.filter(pk=record.pk).update(drafted_by=chain["office"].id)
    fire(now=now + timedelta(hours=1))
    assert fresh(number).state == State.APPROVED
    assert not Edition.objects.exists()
