"""Each date of a case, by the calendar of 2026: counted by hand, start days excluded."""

from datetime import date
from typing import Any

import pytest

from affairs.foi.story import CONFIRMED, DISCLOSED, FILED, LAW, Step, case, codes, day, played
from gongkai.affairs.foi.rules import clocks
from gongkai.affairs.foi.rules.case import Case

THIRD = {"party_kind": "third_party", "party": "x", "concerns": "合同"}


def due(whole: Case, rule: str = clocks.REPLY, key: str = "") -> date | None:
    clock = clocks.named(whole, rule, key)
    assert clock is not None
    return LAW.due(clock)


@pytest.mark.parametrize(
    ("channel", "filed", "confirmed", "ends"),
    [
        ("counter", "11-02", "", "11-30"),
        ("signed_mail", "11-06", "", "12-04"),
        ("mail", "11-02", "11-03", "12-01"),
        ("portal", "11-02", "11-02", "11-30"),
        ("fax", "11-07", "11-09", "12-07"),
    ],
)
def test_the_reply_is_owed_twenty_working_days_after_receipt_by_channel(
    channel: str, filed: str, confirmed: str, ends: str
) -> None:
    """条例第三十一条: the counter's day, the day of signing, the day of confirmation."""
    steps: list[Step] = [("filed", filed, {"channel": channel})]
    if confirmed:
        assert clocks.reply_clock(case(*steps)) is None
        steps.append(("confirmed", confirmed))
    assert due(case(*steps)) == day(ends)


def test_an_ordinary_letter_is_confirmed_on_the_day_it_comes() -> None:
    came = case(("filed", "11-02", {"channel": "mail"}))
    assert due(came, clocks.MAIL) == day("11-02")
    late = clocks.named(case(("filed", "11-02", {"channel": "mail"}), ("confirmed", "11-04")), clocks.MAIL)
    assert late is not None
    assert late.ended_on == day("11-04")


def test_correction_stops_the_reply_and_its_time_begins_anew() -> None:
    asked: list[Step] = [FILED, CONFIRMED, ("correction_asked", "11-11", _correction())]
    assert due(case(*asked)) is None
    assert due(case(*asked), clocks.CORRECTION_PERIOD) == day("11-25")
    assert due(case(*asked, ("corrected", "11-20", {"answer": "x"}))) == day("12-18")


def test_correction_is_asked_within_seven_working_days_and_once() -> None:
    received = case(FILED, CONFIRMED)
    assert due(received, clocks.CORRECT) == day("11-11")
    assert codes(received, "correction_asked", "11-11", **_correction()) == []
    assert codes(received, "correction_asked", "11-12", **_correction()) == ["correction_too_late"]
    again = case(
        FILED, CONFIRMED, ("correction_asked", "11-09", _correction()), ("corrected", "11-10", {"answer": "x"})
    )
    assert codes(again, "correction_asked", "11-11", **_correction()) == ["corrected_once"]


def test_the_days_from_asking_a_third_party_to_its_answer_do_not_count() -> None:
    """Neither the day of sending nor that of the answer nor any between (条例第三十三条)."""
    sent: list[Step] = [FILED, CONFIRMED, ("consultation_sent", "11-09", THIRD)]
    assert due(case(*sent)) is None
    received = ("consultation_received", "11-10", {"consultation": 1})
    assert due(case(*sent, received), "THIRD_PARTY", "1") == day("12-01")
    answered = ("consultation_answered", "11-18", {"consultation": 1, "opinion": "consents"})
    # Four working days ran before; eight do not count.
    assert due(case(*sent, received, answered)) == day("12-10")


def test_two_consultations_at_once_take_out_their_union_alone() -> None:
    steps: list[Step] = [
        FILED,
        CONFIRMED,
        ("consultation_sent", "11-09", THIRD),
        ("consultation_sent", "11-11", THIRD | {"party_kind": "co_organ"}),
        ("consultation_answered", "11-13", {"consultation": 1, "opinion": "consents"}),
    ]
    assert due(case(*steps)) is None
    last = ("consultation_answered", "11-18", {"consultation": 2, "opinion": "consents"})
    assert due(case(*steps, last)) == day("12-10")


def test_extension_adds_at_most_twenty_working_days_once_and_in_time() -> None:
    whole = case(FILED, CONFIRMED)
    assert codes(whole, "extended", "11-30", days=20, reason="x") == []
    assert codes(whole, "extended", "12-01", days=20, reason="x") == ["reply_overdue"]
    assert codes(whole, "extended", "11-30", days=21, reason="x") == ["extension_beyond_cap"]
    longer = case(FILED, CONFIRMED, ("extended", "11-20", {"days": 15, "reason": "x"}))
    assert due(longer) == day("12-21")
    assert codes(longer, "extended", "11-21", days=5, reason="x") == ["request_extended"]


def test_a_fee_stops_the_reply_which_begins_anew_the_day_after_payment() -> None:
    fee = {"mode": "page", "units": 68, "yuan": 380}
    asked: list[Step] = [FILED, CONFIRMED, ("fee_set", "11-09", fee)]
    assert due(case(*asked)) is None
    told: list[Step] = [*asked, ("fee_received", "11-10", {"service": "portal"})]
    assert due(case(*told), clocks.FEE) == day("12-08")
    assert due(case(*told, ("fee_paid", "11-20", {"voucher": "1"}))) == day("12-18")


def test_unreasonably_many_requests_get_a_day_of_their_own() -> None:
    steps: list[Step] = [
        FILED,
        CONFIRMED,
        ("reasons_asked", "11-05", {"reason": "本月第四十件", "days": 5}),
        ("reasons_given", "11-10", {"answer": "x"}),
        ("delay_decided", "11-11", {"days": 30, "reason": "数量大"}),
    ]
    whole = played(*steps)
    clock = clocks.reply_clock(whole)
    assert clock is not None
    assert (clock.rule, LAW.due(clock)) == (clocks.DELAY, day("12-23"))
    fallen = clocks.named(whole, clocks.REPLY)
    assert fallen is not None
    assert (fallen.ended_on, fallen.met) == (day("11-11"), False)


def test_the_clock_ends_on_the_day_of_service_not_of_decision() -> None:
    decided: list[Step] = [FILED, CONFIRMED, ("decided", "11-25", DISCLOSED)]
    running = clocks.reply_clock(case(*decided))
    assert running is not None
    assert running.ended_on is None
    ended = clocks.reply_clock(case(*decided, ("served", "11-27", {"service": "post", "proof": "1"})))
    assert ended is not None
    assert ended.ended_on == day("11-27")


def test_a_request_passed_on_keeps_its_day_of_receipt_where_it_goes() -> None:
    whole = {"channel": "portal", "origin": "x", "received_on": "2026-11-02", "counted_on": "2026-11-09"}
    child = case(("filed", "11-09", whole))
    assert (child.state, due(child), child.counted_on) == ("handling", day("11-30"), day("11-09"))


def _correction() -> dict[str, Any]:
    return {"grounds": "description", "items": "年度", "days": 10}
