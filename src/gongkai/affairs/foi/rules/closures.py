"""Whether a decision fits the facts of a case: what its letter must state, and what must have been done."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from gongkai.affairs.foi.rules import clocks
from gongkai.affairs.foi.rules.case import Case, others_still_asked
from gongkai.affairs.foi.rules.clocks import Law
from gongkai.affairs.foi.rules.reasons import Reason
from gongkai.affairs.foi.rules.workflow import workflow
from gongkai.foundations.law import decisions
from gongkai.foundations.law.replies import facts_missing

Closure = Callable[[Case, date, Law], Reason | None]

# What a letter's fact is called where an event carries it under another name.
_CARRIED_AS = {"channel": "complaint_channel"}


def closure_reasons(case: Case, code: str, facts: Mapping[str, Any], *, on: date, law: Law) -> list[Reason]:
    """Every reason why the case cannot end with this decision on this day."""
    found = []
    given = {name for name, value in facts.items() if value not in (None, "")} | _known(case)
    given |= {fact for fact, carried in _CARRIED_AS.items() if carried in given}
    missing = [_CARRIED_AS.get(fact, fact) for fact in facts_missing(code, given, on=on)]
    told = workflow().facts
    if names := [name for name in missing if name in told]:
        zh, en = "、".join(told[n].zh for n in names), ", ".join(told[n].en for n in names)
        found.append(Reason("decision_facts", f"“{decisions(on=on)[code].zh}”须写明：{zh}。", names=en))
    checks = [CLOSURES[name](case, on, law) for name in workflow().closures.get(code, ())]
    return found + [reason for reason in checks if reason is not None]


def obstacles_of(case: Case, code: str, *, on: date, law: Law) -> list[Reason]:
    """Every reason why the case cannot end with this decision, whatever its letter says."""
    return closure_reasons(case, code, dict.fromkeys(workflow().facts, "told"), on=on, law=law)


def facts_of(case: Case, code: str, *, on: date) -> tuple[str, ...]:
    """The facts that must be told with a decision, beside what the case itself tells."""
    missing = facts_missing(code, _known(case), on=on)
    return tuple(name for fact in missing if (name := _CARRIED_AS.get(fact, fact)) in workflow().facts)


def _known(case: Case) -> set[str]:
    """The facts of a letter that the case itself tells."""
    known = {
        "search": case.searches > 0,
        # Who holds it is told where it is known (条例第三十六条第（五）项).
        "right_organ": case.searches > 0,
        "consultation": bool(case.consultations),
        "correction": case.correction_asked_on is not None,
        "asked_for_reasons": case.reasons_asked_on is not None,
        "fee_notice": case.fee is not None,
    }
    return {name for name, holds in known.items() if holds}


def _every_opinion_in(case: Case, _on: date, _law: Law) -> Reason | None:
    return Reason("opinions_open", "还有没有结果的征求意见。") if others_still_asked(case) else None


def _objections_overridden(case: Case, _on: date, _law: Law) -> Reason | None:
    """A third party with reasonable grounds is heeded, unless the public interest overrides and it was told so."""
    open_ones = [
        number
        for number, one in enumerate(case.consultations, 1)
        if one.kind == "third_party" and one.opinion == "objects" and one.grounded and one.override_told_on is None
    ]
    if not open_ones:
        return None
    numbers = "、".join(map(str, open_ones))
    message = (
        f"第三方反对公开且理由合理（第 {numbers} 次征求意见）：不能全部公开；因公共利益公开的，须先书面告知第三方。"
    )
    return Reason("objection_heeded", message, numbers=numbers)


def _third_party_was_asked(case: Case, _on: date, _law: Law) -> Reason | None:
    asked = [one for one in case.consultations if one.kind == "third_party"]
    if any(one.opinion in {"objects", "silent"} for one in asked):
        return None
    return Reason(
        "third_party_not_asked", "以保护第三方合法权益为由不予公开的，须书面征求过第三方意见，且其没有同意公开。"
    )


def _search_was_made(case: Case, _on: date, _law: Law) -> Reason | None:
    return None if case.searches else Reason("search_missing", "须先有检索记录：在哪里、由谁、怎样检索。")


def _was_corrected_once(case: Case, _on: date, _law: Law) -> Reason | None:
    return None if case.corrected_on else Reason("not_corrected_yet", "申请人没有补正过，不能以补正后仍不明确答复。")


def _reasons_were_asked(case: Case, _on: date, _law: Law) -> Reason | None:
    return None if case.reasons_asked_on else Reason("reasons_never_asked", "须先要求申请人说明理由。")


def _correction_period_over(case: Case, on: date, law: Law) -> Reason | None:
    clock = clocks.named(case, clocks.CORRECTION_PERIOD)
    if clock is None or case.corrected_on is not None:
        return Reason("no_correction_waited_for", "没有在等待申请人补正。")
    due = law.due(clock)
    if due is not None and on > due:
        return None
    return Reason("correction_still_possible", f"补正期限到 {due} 为止，尚未届满。", due=due)


def _fee_period_over(case: Case, on: date, law: Law) -> Reason | None:
    clock = clocks.named(case, clocks.FEE)
    if clock is None or (case.fee is not None and case.fee.paid_on is not None):
        return Reason("no_fee_waited_for", "没有在等待缴费，或者没有登记申请人收到收费通知之日。")
    due = law.due(clock)
    if due is not None and on > due:
        return None
    return Reason("fee_still_payable", f"缴费期限到 {due} 为止，尚未届满。", due=due)


def _was_withdrawn(case: Case, _on: date, _law: Law) -> Reason | None:
    return None if case.withdrawn_on else Reason("not_withdrawn", "申请人没有撤回申请。")


CLOSURES: Mapping[str, Closure] = {
    "every_opinion_in": _every_opinion_in,
    "objections_overridden": _objections_overridden,
    "third_party_was_asked": _third_party_was_asked,
    "search_was_made": _search_was_made,
    "was_corrected_once": _was_corrected_once,
    "reasons_were_asked": _reasons_were_asked,
    "correction_period_over": _correction_period_over,
    "fee_period_over": _fee_period_over,
    "was_withdrawn": _was_withdrawn,
}
