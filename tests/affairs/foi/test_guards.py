"""What must hold before something happens, and what each decision asks of its case."""

from typing import Any

import pytest

from affairs.foi.story import CONFIRMED, DISCLOSED, FILED, REFUSED, SEARCHED, Step, case, codes, played

ASKED: Step = ("correction_asked", "11-04", {"grounds": "form", "items": "途径", "days": 5})
THIRD = {"party_kind": "third_party", "party": "x", "concerns": "合同"}
SENT: Step = ("consultation_sent", "11-04", THIRD)
GOT: Step = ("consultation_received", "11-05", {"consultation": 1})
FEE: Step = ("fee_set", "11-04", {"mode": "item", "units": 1, "before": 10, "yuan": 100})


def said(opinion: str, on: str = "11-10", **more: Any) -> Step:
    return ("consultation_answered", on, {"consultation": 1, "opinion": opinion, **more})


def test_all_reasons_are_told_at_once() -> None:
    answered = case(FILED, ("confirmed", "11-03"), SENT, GOT, said("objects", grounded=True))
    found = codes(answered, "decided", "11-02", code="G", information="", way="")
    assert found == ["request_too_early", "decision_facts", "objection_heeded"]


def test_what_must_be_told_is_asked_for_by_name() -> None:
    assert codes(case(FILED, CONFIRMED), "correction_asked", "11-04", grounds="form") == ["request_facts"]


@pytest.mark.parametrize("code", ["P", "D1", "D8", "U1", "U3", "N2"])
def test_whatever_does_not_give_everything_is_signed_by_another(code: str) -> None:
    assert "sign_off_wanted" in codes(case(FILED, CONFIRMED), "decided", "11-05", code=code)


@pytest.mark.parametrize("code", ["G", "O1", "O2", "O3"])
def test_what_gives_everything_or_lapsed_is_not_sent_to_be_signed(code: str) -> None:
    assert "sign_off_not_wanted" in codes(case(FILED, CONFIRMED), "proposed", "11-05", code=code)


def test_nobody_signs_what_they_proposed() -> None:
    proposed = case(FILED, CONFIRMED, ("proposed", "11-10", REFUSED))
    assert codes(proposed, "signed", "11-11", by="test:officer") == ["own_proposal"]
    assert codes(proposed, "signed", "11-11") == []


GROUNDS: list[tuple[str, dict[str, str], list[Step], list[str]]] = [
    ("D1", {"reason": "x", "classification": "秘密"}, [], []),
    ("D1", {"reason": "x"}, [], ["decision_facts"]),
    ("D2", {"reason": "x", "forbidding_law": "统计法第九条"}, [], []),
    ("D3", {"reason": "x", "which_safety": "公共安全"}, [], []),
    ("D4", {"reason": "x"}, [], ["decision_facts", "third_party_not_asked"][1:]),
    ("D4", {"reason": "x"}, [SENT, GOT, said("objects", grounded=True)], []),
    ("D4", {"reason": "x"}, [SENT, GOT, said("consents")], ["third_party_not_asked"]),
    ("D5", {"reason": "x", "which_affair": "人事管理"}, [], []),
    ("D6", {"reason": "x"}, [], ["decision_facts"]),
    ("D7", {"reason": "x", "case": "某案卷"}, [], []),
    ("D8", {"reason": "x", "special_rule": "不动产登记资料查询暂行办法"}, [], []),
    ("P", {"reason": "x", "information": "x", "way": "x", "withheld_part": "x"}, [], []),
    ("P", {"reason": "x", "information": "x", "way": "x"}, [], ["decision_facts"]),
    ("U1", {}, [], ["search_missing"]),
    ("U1", {}, [SEARCHED], []),
    ("U2", {"reason": "x"}, [], []),
    ("U3", {}, [ASKED, ("corrected", "11-06", {"answer": "x"})], []),
    ("U3", {}, [], ["not_corrected_yet"]),
    ("N1", {"complaint_channel": "12345"}, [], []),
    ("N1", {}, [], ["decision_facts"]),
    ("N2", {"earlier_reply": "2026-1"}, [], []),
    ("N3", {"how_to_get": "新华书店"}, [], []),
    ("N4", {}, [("reasons_asked", "11-04", {"reason": "x", "days": 5})], []),
    ("N4", {}, [], ["reasons_never_asked"]),
    ("N5", {"reason": "x"}, [], []),
]


@pytest.mark.parametrize(("code", "facts", "steps", "wrong"), GROUNDS)
def test_a_decision_that_is_signed_needs_what_its_ground_needs(
    code: str, facts: dict[str, str], steps: list[Step], wrong: list[str]
) -> None:
    found = codes(played(FILED, CONFIRMED, *steps), "proposed", "11-12", code=code, **facts)
    assert [reason for reason in found if reason != "decision_facts" or "decision_facts" in wrong] == wrong


def test_a_grounded_objection_is_heeded_unless_the_third_party_was_told_of_the_public_interest() -> None:
    steps: list[Step] = [FILED, CONFIRMED, SENT, GOT, said("objects", grounded=True)]
    assert codes(case(*steps), "decided", "11-16", **DISCLOSED) == ["objection_heeded"]
    told: Step = ("overriding_told", "11-12", {"consultation": 1, "reason": "不公开会对公共利益造成重大影响"})
    assert codes(played(*steps, told), "decided", "11-16", **DISCLOSED) == []
    groundless = case(FILED, CONFIRMED, SENT, GOT, said("objects"))
    assert codes(groundless, "decided", "11-16", **DISCLOSED) == []


def test_silence_counts_only_when_its_time_is_over() -> None:
    """Fifteen working days from receipt on 11-05: the last is 11-26."""
    asked = case(FILED, CONFIRMED, SENT, GOT)
    assert codes(asked, "consultation_answered", "11-26", consultation=1, opinion="silent") == ["silence_too_early"]
    assert codes(asked, "consultation_answered", "11-27", consultation=1, opinion="silent") == []
    unread = case(FILED, CONFIRMED, SENT)
    assert codes(unread, "consultation_answered", "12-20", consultation=1, opinion="silent") == [
        "consultation_not_received"
    ]


def test_a_request_lapses_only_after_the_period_of_correction() -> None:
    """Five working days from 11-04: the last is 11-11."""
    waiting = case(FILED, CONFIRMED, ASKED)
    assert codes(waiting, "decided", "11-11", code="O1") == ["correction_still_possible"]
    assert codes(waiting, "decided", "11-12", code="O1") == []
    assert codes(case(FILED, CONFIRMED), "decided", "11-12", code="O1") == ["no_correction_waited_for"]


def test_a_request_lapses_only_after_the_period_of_payment() -> None:
    """Twenty working days from 11-05: the last is 12-03."""
    told = played(FILED, CONFIRMED, FEE, ("fee_received", "11-05", {"service": "portal"}))
    assert codes(told, "decided", "12-03", code="O2") == ["fee_still_payable"]
    assert codes(told, "decided", "12-04", code="O2") == []
    assert codes(case(FILED, CONFIRMED, FEE), "decided", "12-31", code="O2") == ["no_fee_waited_for"]


def test_a_late_correction_needs_a_good_reason_noted_by_the_registrar() -> None:
    waiting = case(FILED, CONFIRMED, ASKED)
    assert codes(waiting, "corrected", "11-13", answer="x") == ["correction_period_over"]
    assert codes(waiting, "corrected", "11-13", role="registrar", answer="x", reason="住院") == []


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"mode": "item", "units": 1, "before": 10, "yuan": 100}, []),
        ({"mode": "item", "units": 1, "before": 9, "yuan": 0}, ["fee_none"]),
        ({"mode": "page", "units": 68, "yuan": 380}, []),
        ({"mode": "page", "units": 68, "yuan": 390}, ["fee_wrong"]),
        ({"mode": "page", "units": -1, "yuan": 1}, ["fee_refused"]),
    ],
)
def test_a_fee_is_what_the_table_says(facts: dict[str, Any], wrong: list[str]) -> None:
    assert codes(case(FILED, CONFIRMED), "fee_set", "11-05", **facts) == wrong


def test_withdrawal_ends_whatever_was_waited_for_and_is_answered() -> None:
    gone = played(FILED, CONFIRMED, SENT, ("withdrawn", "11-09"))
    assert codes(gone, "decided", "11-10", code="O3", reason="申请人撤回") == []
    assert codes(case(FILED, CONFIRMED), "decided", "11-10", code="O3", reason="x") == ["not_withdrawn"]


def test_a_code_that_is_not_in_force_on_the_day_is_refused() -> None:
    assert codes(case(FILED, CONFIRMED), "decided", "11-10", code="O", reason="x") == ["code_not_in_force"]


def test_days_go_forward_and_never_into_the_future() -> None:
    assert codes(case(FILED, CONFIRMED), "accepted", "11-01") == ["request_too_early"]
    assert codes(case(FILED, CONFIRMED), "accepted", "2027-01-04") == ["request_future"]


def test_an_archive_waits_for_the_courts_and_a_new_handling_for_an_overturning() -> None:
    served: list[Step] = [FILED, CONFIRMED, ("decided", "11-10", DISCLOSED)]
    served.append(("served", "11-11", {"service": "portal", "proof": "1"}))
    disputed = [*served, ("dispute_filed", "11-12", {"dispute_kind": "direct", "body": "法院"})]
    assert codes(case(*disputed), "archived", "11-13") == ["dispute_pending"]
    upheld = [*disputed, ("dispute_ended", "11-20", {"dispute": 1, "outcome": "upheld"})]
    assert codes(case(*upheld), "reopened", "11-21", reason="x") == ["not_overturned"]
    assert codes(case(*upheld), "archived", "11-23") == []
    assert codes(case(*disputed), "dispute_ended", "11-20", dispute=2, outcome="upheld") == ["dispute_unknown"]


def test_a_corrected_day_stays_between_its_neighbours() -> None:
    whole = case(FILED, ("confirmed", "11-04"), ("accepted", "11-06"))
    for right, wrong in (("2026-11-02", []), ("2026-11-06", []), ("2026-11-01", 1), ("2026-11-07", 1)):
        found = codes(whole, "entry_corrected", "11-09", entry=2, right_day=right, reason="x")
        assert found == (["right_day_wrong"] if wrong else [])
    assert codes(whole, "entry_corrected", "11-09", entry=9, right_day="2026-11-03", reason="x")[0] == "entry_unknown"
