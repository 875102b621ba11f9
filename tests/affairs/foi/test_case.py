"""A case is what its events say."""

from datetime import date

from affairs.foi.story import CONFIRMED, DISCLOSED, FILED, REFUSED, case, events, played
from gongkai.affairs.foi.rules.case import Case, fold


def test_before_anything_happened_there_is_nothing() -> None:
    assert fold([]) == Case()
    assert Case().kind == ""


def test_a_form_waits_for_confirmation_and_a_signed_letter_does_not() -> None:
    assert case(FILED).state == "filed"
    assert case(FILED).received_on is None
    signed = case(("filed", "11-02", {"channel": "signed_mail"}))
    assert (signed.state, signed.received_on) == ("handling", date(2026, 11, 2))
    assert case(FILED, ("confirmed", "11-03")).received_on == date(2026, 11, 3)


def test_a_case_waits_until_the_last_opinion_is_in() -> None:
    third = {"party_kind": "third_party", "party": "x", "concerns": "合同"}
    asked = [FILED, CONFIRMED, ("consultation_sent", "11-04", third), ("consultation_sent", "11-05", third)]
    said = ("consultation_answered", "11-10", {"consultation": 1, "opinion": "consents"})
    assert case(*asked, said).state == "consulting"
    last = ("consultation_answered", "11-12", {"consultation": 2, "opinion": "objects", "grounded": True})
    whole = case(*asked, said, last)
    assert whole.state == "handling"
    assert [one.opinion for one in whole.consultations] == ["consents", "objects"]


def test_a_refusal_is_proposed_sent_back_proposed_and_signed() -> None:
    whole = played(
        FILED,
        CONFIRMED,
        ("proposed", "11-10", REFUSED),
        ("sent_back", "11-11", {"reason": "理由不充分"}),
        ("proposed", "11-12", REFUSED | {"reason": "会议讨论记录"}),
        ("signed", "11-13"),
        ("served", "11-16", {"service": "post", "proof": "挂号"}),
    )
    assert whole.decision is not None
    assert (whole.decision.code, whole.decision.facts["reason"]) == ("D6", "会议讨论记录")
    assert (whole.state, whole.served_on) == ("served", date(2026, 11, 16))


def test_what_is_handled_anew_keeps_its_first_decision_for_the_statistics() -> None:
    served = {"service": "post", "proof": "挂号"}
    whole = played(
        FILED,
        CONFIRMED,
        ("proposed", "11-10", REFUSED),
        ("signed", "11-11"),
        ("served", "11-12", served),
        ("dispute_filed", "11-20", {"dispute_kind": "review", "body": "云川市人民政府"}),
        ("dispute_ended", "12-10", {"dispute": 1, "outcome": "corrected"}),
        ("reopened", "12-11", {"reason": "复议决定撤销"}),
        ("decided", "12-15", DISCLOSED),
        ("served", "12-16", served),
    )
    assert whole.first is not None
    assert whole.decision is not None
    assert (whole.first.code, whole.decision.code, whole.round) == ("D6", "G", 2)


def test_a_wrong_day_is_put_right_by_an_event_and_nothing_written_is_lost() -> None:
    wrong = events(FILED, ("confirmed", "11-04"), ("accepted", "11-05"))
    right = {"entry": 2, "right_day": "2026-11-03", "reason": "回执日期登记有误"}
    corrected = fold([*wrong, *events(FILED, FILED, FILED, ("entry_corrected", "11-06", right))[3:]])
    assert corrected.received_on == date(2026, 11, 3)
    assert [e.kind for e in corrected.happened] == ["filed", "confirmed", "accepted", "entry_corrected"]
    assert wrong[1].on == date(2026, 11, 4)


def test_the_same_events_always_make_the_same_case() -> None:
    told = events(FILED, CONFIRMED, ("accepted", "11-04"))
    assert fold(told) == fold(list(told))
