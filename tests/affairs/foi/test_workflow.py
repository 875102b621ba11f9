"""The workflow: who may have what happen in which state, written out once more, and what its reader refuses."""

import pytest

from affairs.foi.story import LAW, day
from gongkai.affairs.foi.rules import guards
from gongkai.affairs.foi.rules.case import Case
from gongkai.affairs.foi.rules.checks import Wish
from gongkai.affairs.foi.rules.workflow import FILE, START, BrokenWorkflowError, read, workflow

HAND = "handling correcting explaining consulting fee_due"
DONE = "served archived"
# Each event: who may, and in which states; "-" is the beginning.
EXPECTED: dict[str, tuple[str, str]] = {
    "filed": ("applicant registrar", "-"),
    "confirmed": ("registrar", "filed"),
    "discarded": ("approver", "filed"),
    "assigned": ("registrar officer approver", f"{HAND} signing"),
    "accepted": ("officer", "handling"),
    "correction_asked": ("officer", "handling"),
    "corrected": ("applicant registrar", "correcting"),
    "supplemented": ("applicant registrar", "filed handling consulting"),
    "reasons_asked": ("officer", "handling"),
    "reasons_given": ("applicant registrar", "explaining"),
    "delay_decided": ("approver", "handling"),
    "consultation_sent": ("officer", "handling consulting"),
    "consultation_received": ("officer registrar", "consulting"),
    "consultation_answered": ("officer", "consulting"),
    "overriding_told": ("officer", "handling"),
    "extended": ("approver", "handling consulting explaining"),
    "fee_set": ("officer", "handling"),
    "fee_received": ("officer registrar", "fee_due"),
    "fee_paid": ("officer registrar", "fee_due"),
    "searched": ("officer", HAND),
    "merged": ("officer", "handling"),
    "split": ("officer", "handling"),
    "transferred": ("registrar officer", "filed handling"),
    "withdrawn": ("applicant registrar", HAND),
    "proposed": ("officer", "handling explaining"),
    "sent_back": ("approver", "signing"),
    "signed": ("approver", "signing"),
    "decided": ("officer", "handling correcting fee_due"),
    "decided_with_lead": ("system", "merged"),
    "served": ("registrar officer", "decided"),
    "dispute_filed": ("registrar officer", DONE),
    "dispute_ended": ("registrar officer", DONE),
    "reopened": ("officer", DONE),
    "made_public": ("officer", DONE),
    "rated": ("applicant", DONE),
    "complained": ("applicant registrar", f"{HAND} signing decided {DONE}"),
    "archived": ("registrar", "served"),
    "erased": ("system", "archived"),
    "entry_corrected": ("approver", f"{HAND} signing decided {DONE}"),
}
ROLES = ("applicant", "registrar", "officer", "approver", "system")
TEXT = FILE.read_text("utf-8")


def test_the_table_and_its_second_writing_name_the_same_events_and_roles() -> None:
    assert set(EXPECTED) == set(workflow().events)
    assert set(ROLES) == set(workflow().roles)


@pytest.mark.parametrize("event", EXPECTED)
def test_every_role_in_every_state_may_what_is_written_and_nothing_else(event: str) -> None:
    roles, states = (set(words.replace("-", START or "\0").split()) for words in EXPECTED[event])
    for role in ROLES:
        for state in (START, *workflow().states):
            allowed = role in roles and (state or "\0") in states
            assert workflow().allows(role, state, event) is allowed, f"{role} {state}"
            wish = Wish(event, day("11-26"), day("11-26"), "test:anyone", role, {})
            first = next(iter(guards.refusals(Case(state=state), wish, LAW)), None) if not allowed else None
            wanted = "request_role" if role not in roles else "request_state"
            assert allowed or (first is not None and first.code == wanted), f"{role} {state}"


def test_nobody_but_the_system_answers_and_erases_by_itself() -> None:
    assert [e.code for e in workflow().events.values() if "system" in e.by] == ["decided_with_lead", "erased"]


def test_whoever_signs_does_not_propose() -> None:
    assert set(workflow().events["signed"].by) & set(workflow().events["proposed"].by) == set()


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('by = ["registrar"]\nfrom = ["filed"]', 'by = ["janitor"]\nfrom = ["filed"]', "role 'janitor'"),
        ('from = ["filed"]\nto = "handling"', 'from = ["field"]\nto = "handling"', "state 'field'"),
        ('from = ["merged"]\nto = "decided"', 'from = ["merged"]\nto = "decidd"', "state 'decidd'"),
        ('from = ["handling"]\nto = "merged"', 'from = ["handling"]\nto = "handling"', "merged: nothing leads"),
        ('from = ["merged"]\nto = "decided"', 'from = ["handling"]\nto = "decided"', "merged: no end"),
        ('facts = ["voucher"]', 'facts = ["voucher", "coupon"]', "fact 'coupon'"),
        ('facts = ["voucher"]', "facts = []", "voucher: no event carries it"),
        ('kind = "end" }', 'kind = "finish" }', "kind 'finish'"),
        ('from = ["served"]', 'from = ["served", "erased"]', "where nothing happens any more"),
        ('basis = "条例第三十一条"', 'basis = "条例第三十一条"\ncolour = "red"', "unknown colour"),
        ('type = "flag"', 'type = "flog"', "type 'flog'"),
        ("[roles]", "[rolls]", "roles"),
    ],
)
def test_a_slip_in_the_workflow_is_refused_by_name(right: str, wrong: str, said: str) -> None:
    assert right in TEXT
    with pytest.raises(BrokenWorkflowError, match=said):
        read(TEXT.replace(right, wrong, 1))


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('needs = ["not_in_the_future", "one_to_five_stars"', 'needs = ["one_to_six_stars"', "one_to_"),
        ("others_still_asked =", "others_asked =", "condition"),
        ('O3 = ["was_withdrawn"]', "O3 = []", "closure 'was_withdrawn' is never asked for"),
        ('"O3"]', '"O4"]', "decision 'O3' is never"),
    ],
)
def test_a_guard_that_does_not_exist_or_that_nobody_asks_for_is_refused(right: str, wrong: str, said: str) -> None:
    assert right in TEXT
    letters = {name for event in workflow().events.values() for name in event.letters}
    guards.check_names(workflow(), letters=letters)
    with pytest.raises(BrokenWorkflowError, match=said):
        guards.check_names(read(TEXT.replace(right, wrong, 1)), letters=letters)
