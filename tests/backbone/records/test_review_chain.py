"""The chain of review: who may take which step in which state, exhaustively."""

from collections.abc import Mapping
from datetime import datetime

import pytest

from backbone.records.making import CHAIN, drafted, fresh
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import services
from gongkai.backbone.records.models import Record, Review, State
from gongkai.foundations import law
from gongkai.kernel.actors import SYSTEM, Ability, Actor, ForbiddenError, Membership, Role, may
from gongkai.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

Chain = Mapping[str, Actor]
STEP_OF = {
    "office": {Role.REVIEWER, Role.OPEN_GOVERNMENT_OFFICE},
    "legality": {Role.LEGALITY_REVIEWER},
    "secrecy": {Role.SECRECY_REVIEWER},
    "sign_off": {Role.APPROVER},
}


@pytest.fixture
def record(education: Organ, clerk: Actor, now: datetime) -> Record:
    (made,) = drafted(education, clerk, now)
    return made


def someone(role: Role, organ: str) -> Actor:
    return Actor(id=f"test:some-{role}", label=role, memberships=frozenset({Membership(organ, role)}))


def up_to(step: str, record: Record, clerk: Actor, chain: Chain, now: datetime) -> None:
    """Hand the record in and pass all steps before this one."""
    services.submit(record.index_number, actor=clerk, now=now)
    for earlier in CHAIN[: CHAIN.index(step)]:
        services.decide(record.index_number, step=earlier, passed=True, actor=chain[earlier], now=now)


def code_of(record: Record, step: str, actor: Actor, now: datetime, *, passed: bool = True, reason: str = "") -> str:
    """How a decision is answered: empty when it was taken."""
    try:
        services.decide(record.index_number, step=step, passed=passed, reason=reason, actor=actor, now=now)
    except ForbiddenError:
        return "forbidden"
    except services.ReviewRefusedError as error:
        return error.code
    return ""


def test_the_chain_is_that_of_the_rule_book() -> None:
    assert tuple(law.review_steps()) == CHAIN
    assert all(step.four_eyes for step in law.review_steps().values())


@pytest.mark.parametrize("step", CHAIN)
@pytest.mark.parametrize("role", list(Role))
def test_each_step_is_taken_by_its_role_alone(
    record: Record, clerk: Actor, chain: Chain, now: datetime, step: str, role: Role
) -> None:
    up_to(step, record, clerk, chain, now)
    own, other = someone(role, "yunchuan-education"), someone(role, "yunchuan-finance")
    city_wide = role is Role.OPEN_GOVERNMENT_OFFICE and step == "office"
    assert code_of(record, step, other, now) == ("" if city_wide else "forbidden")
    if not city_wide:
        assert code_of(record, step, own, now) == ("" if role in STEP_OF[step] else "forbidden")


@pytest.mark.parametrize("step", CHAIN)
@pytest.mark.parametrize("state", [state for state in State if state != State.IN_REVIEW])
def test_no_step_is_taken_outside_the_review(
    record: Record, chain: Chain, now: datetime, step: str, state: State
) -> None:
    Record.objects.filter(pk=record.pk).update(state=state)
    assert code_of(record, step, chain[step], now) == "not_in_review"


@pytest.mark.parametrize("reached", CHAIN)
@pytest.mark.parametrize("step", CHAIN)
def test_steps_are_taken_in_their_order_and_once(
    record: Record, clerk: Actor, chain: Chain, now: datetime, reached: str, step: str
) -> None:
    up_to(reached, record, clerk, chain, now)
    expected = {-1: "step_done", 0: "", 1: "earlier_step_open"}
    difference = CHAIN.index(step) - CHAIN.index(reached)
    assert code_of(record, step, chain[step], now) == expected[(difference > 0) - (difference < 0)]


@pytest.mark.parametrize("step", CHAIN)
def test_a_return_ends_the_round_and_the_next_begins_anew(
    record: Record, clerk: Actor, chain: Chain, now: datetime, step: str
) -> None:
    up_to(step, record, clerk, chain, now)
    assert code_of(record, step, chain[step], now, passed=False, reason=" ") == "reason_missing"
    assert code_of(record, step, chain[step], now, passed=False, reason="数字有误") == ""
    assert fresh(record.index_number).state == State.DRAFT
    services.submit(record.index_number, actor=clerk, now=now)
    for again in CHAIN:
        assert code_of(record, again, chain[again], now) == ""
    assert fresh(record.index_number).state == State.APPROVED
    assert set(Review.objects.filter(record=record, passed=False).values_list("step", "reason")) == {(step, "数字有误")}


def test_the_last_pass_approves_and_everything_is_in_the_audit(
    record: Record, clerk: Actor, chain: Chain, now: datetime
) -> None:
    up_to("sign_off", record, clerk, chain, now)
    assert fresh(record.index_number).state == State.IN_REVIEW
    services.decide(record.index_number, step="sign_off", passed=True, actor=chain["sign_off"], now=now)
    assert fresh(record.index_number).state == State.APPROVED
    entries = AuditEntry.objects.filter(subject=f"record:{record.index_number}").order_by("id")
    assert list(entries.values_list("action", "actor")) == [
        ("record.drafted", clerk.id),
        ("record.submitted", clerk.id),
        *(("record.review.passed", chain[step].id) for step in CHAIN),
    ]


def test_an_unknown_step_is_refused(record: Record, now: datetime) -> None:
    assert code_of(record, "blessing", SYSTEM, now) == "step_unknown"


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_only_a_draft_is_handed_in(record: Record, clerk: Actor, now: datetime, state: State) -> None:
    Record.objects.filter(pk=record.pk).update(state=state)
    with pytest.raises(services.ReviewRefusedError) as caught:
        services.submit(record.index_number, actor=clerk, now=now)
    assert caught.value.code == "not_a_draft"


@pytest.mark.parametrize("role", list(Role))
def test_who_may_not_draft_may_not_hand_in(record: Record, now: datetime, role: Role) -> None:
    actor = someone(role, "yunchuan-education")
    if may(actor, Ability.RECORD_DRAFT, organ="yunchuan-education"):
        services.submit(record.index_number, actor=actor, now=now)
    else:
        with pytest.raises(ForbiddenError):
            services.submit(record.index_number, actor=actor, now=now)
