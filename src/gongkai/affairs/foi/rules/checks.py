"""What each guard of the workflow asks; ``guards`` puts them under their names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.affairs.foi.rules import clocks
from gongkai.affairs.foi.rules.case import Case, put_right
from gongkai.affairs.foi.rules.clocks import Law
from gongkai.affairs.foi.rules.closures import closure_reasons
from gongkai.affairs.foi.rules.reasons import Reason
from gongkai.affairs.foi.rules.workflow import workflow
from gongkai.foundations.law import decisions
from gongkai.foundations.law.fees import FeeRefusedError, fee_by_items, fee_by_pages

CORRECTION_DAYS_MOST = 60


@dataclass(frozen=True, slots=True)
class Wish:
    """Something that someone wants to have happen: on which legal day, with which facts, told on which day."""

    kind: str
    on: date
    today: date
    by: str
    role: str
    facts: Mapping[str, Any]


def _last(case: Case) -> date:
    """The last legal day of what binds the order of days; notes without order do not."""
    days = [e.on for e in put_right(case.happened) if e.kind not in _WITHOUT_ORDER]
    return max(days, default=date.min)


_WITHOUT_ORDER = frozenset(
    {"assigned", "supplemented", "searched", "complained", "rated", "made_public", "entry_corrected"}
)


def not_before_the_last(case: Case, wish: Wish, _law: Law) -> Reason | None:
    last = _last(case)
    if wish.on >= last:
        return None
    return Reason("request_too_early", f"日期不能早于上一环节（{last}）：请核对。", last=last)


def not_in_the_future(_case: Case, wish: Wish, _law: Law) -> Reason | None:
    return Reason("request_future", "日期不能晚于今天：请核对。") if wish.on > wish.today else None


def never_corrected(case: Case, _wish: Wish, _law: Law) -> Reason | None:
    if case.correction_asked_on is None:
        return None
    return Reason("corrected_once", "补正只能告知一次：补正后仍不明确的，按“补正后申请内容仍不明确”答复。")


def within_correction_limit(case: Case, wish: Wish, law: Law) -> Reason | None:
    clock = clocks.named(case, clocks.CORRECT)
    due = law.due(clock) if clock is not None else None
    if due is None or wish.on <= due:
        return None
    return Reason("correction_too_late", f"告知补正的期限是 {due}，已经届满：不能再要求补正。", due=due)


def days_given(_case: Case, wish: Wish, _law: Law) -> Reason | None:
    if 1 <= wish.facts["days"] <= CORRECTION_DAYS_MOST:
        return None
    return Reason("days_wrong", f"工作日数应为 1 至 {CORRECTION_DAYS_MOST}。", most=CORRECTION_DAYS_MOST)


def in_correction_period_or_reason(case: Case, wish: Wish, law: Law) -> Reason | None:
    clock = clocks.named(case, clocks.CORRECTION_PERIOD)
    due = law.due(clock) if clock is not None else None
    if due is None or wish.on <= due or wish.facts.get("reason"):
        return None
    return Reason("correction_period_over", f"补正期限 {due} 已过：有正当理由的，由登记员写明理由后登记。", due=due)


def reasons_not_asked(case: Case, _wish: Wish, _law: Law) -> Reason | None:
    return Reason("reasons_asked_once", "已经要求申请人说明过理由。") if case.reasons_asked_on else None


def reasons_were_given(case: Case, _wish: Wish, _law: Law) -> Reason | None:
    if case.reasons_given_on is not None:
        return None
    return Reason("reasons_not_given", "延迟答复须先要求申请人说明理由，且理由合理。")


def reply_not_overdue(case: Case, wish: Wish, law: Law) -> Reason | None:
    clock = clocks.reply_clock(case)
    due = law.due(clock) if clock is not None else None
    if due is None or wish.on <= due:
        return None
    return Reason("reply_overdue", f"答复期限 {due} 已经届满：不能再延长、中止或者收费，请尽快答复。", due=due)


def not_delayed(case: Case, _wish: Wish, _law: Law) -> Reason | None:
    return Reason("delayed_already", "已经依照条例第三十五条确定了延迟答复的期限。") if case.delayed_on else None


def never_extended(case: Case, _wish: Wish, _law: Law) -> Reason | None:
    return Reason("request_extended", "答复期限只能延长一次。") if case.extended_on else None


def extension_within_cap(case: Case, wish: Wish, law: Law) -> Reason | None:
    rule = law.book.rule(clocks.REPLY, case.began_on or wish.on)
    most = rule.extend.most if rule.extend is not None else 0
    if 1 <= wish.facts["days"] <= most:
        return None
    return Reason("extension_beyond_cap", f"延长的期限为 1 至 {most} 个工作日。", most=most)


def consultation_open(case: Case, wish: Wish, _law: Law) -> Reason | None:
    number = wish.facts["consultation"]
    if 1 <= number <= len(case.consultations) and case.consultations[number - 1].answered_on is None:
        return None
    return Reason("consultation_unknown", f"没有第 {number} 次征求意见，或者已有结果：请核对。", number=number)


def consultation_of_third_party(case: Case, wish: Wish, _law: Law) -> Reason | None:
    number = wish.facts["consultation"]
    if 1 <= number <= len(case.consultations) and case.consultations[number - 1].kind == "third_party":
        return None
    return Reason("consultation_not_third", f"第 {number} 次征求意见的对象不是第三方：请核对。", number=number)


def not_before_it_was_sent(case: Case, wish: Wish, _law: Law) -> Reason | None:
    number = wish.facts["consultation"]
    if not 1 <= number <= len(case.consultations) or wish.on >= case.consultations[number - 1].sent_on:
        return None
    sent = case.consultations[number - 1].sent_on
    return Reason("answered_before_sent", f"日期早于发出征求意见书之日（{sent}）：请核对。", sent=sent)


def silent_only_when_due(case: Case, wish: Wish, law: Law) -> Reason | None:
    """Silence counts only when its time has run out; another organ, which the law gives no time, may be given up on."""
    number = wish.facts["consultation"]
    if wish.facts["opinion"] != "silent" or not 1 <= number <= len(case.consultations):
        return None
    one = case.consultations[number - 1]
    if one.kind == "other_organ":
        return None
    if one.received_on is None:
        return Reason("consultation_not_received", "尚未登记对方收到征求意见书之日，期限没有起算。")
    key = f"round-{case.round}-{number}" if case.round > 1 else str(number)
    clock = next(c for c in clocks.clocks(case) if c.key == key and c.rule in {"THIRD_PARTY", "CO_ORGAN"})
    due = law.due(clock)
    if due is not None and wish.on > due:
        return None
    return Reason("silence_too_early", f"提出意见的期限到 {due} 为止：届满后才算逾期。", due=due)


def no_fee_yet(case: Case, _wish: Wish, _law: Law) -> Reason | None:
    return Reason("fee_set_once", "一件申请只能发出一次收费通知。") if case.fee is not None else None


def fee_not_received_yet(case: Case, _wish: Wish, _law: Law) -> Reason | None:
    received = case.fee is not None and case.fee.received_on is not None
    return Reason("fee_received_once", "已经登记申请人收到收费通知之日。") if received else None


def fee_by_the_table(_case: Case, wish: Wish, _law: Law) -> Reason | None:
    facts = wish.facts
    try:
        if facts["mode"] == "item":
            fee = fee_by_items(facts["units"], on=wish.on, before=facts.get("before") or 0)
        else:
            fee = fee_by_pages(facts["units"], on=wish.on)
    except FeeRefusedError as error:
        return Reason("fee_refused", error.message, why=error.english())
    if fee.yuan == 0:
        return Reason("fee_none", "按标准不收费：不需要收费通知。")
    if fee.yuan != facts["yuan"]:
        return Reason("fee_wrong", f"按标准应收 {fee.yuan} 元：请核对。", yuan=fee.yuan)
    return None


def _needs_sign_off(wish: Wish) -> bool:
    found = decisions(on=wish.on).get(wish.facts["code"])
    return found is not None and found.group in workflow().signed


def sign_off_wanted(_case: Case, wish: Wish, _law: Law) -> Reason | None:
    return None if _needs_sign_off(wish) else Reason("sign_off_not_wanted", "这类答复不需要送签，可以直接作出。")


def no_sign_off_wanted(_case: Case, wish: Wish, _law: Law) -> Reason | None:
    return Reason("sign_off_wanted", "这类答复须送工作机构负责人签发。") if _needs_sign_off(wish) else None


def facts_carry_the_code(_case: Case, wish: Wish, _law: Law) -> Reason | None:
    code = wish.facts["code"]
    if code in decisions(on=wish.on):
        return None
    return Reason("code_not_in_force", f"{wish.on} 没有编号为 {code} 的决定类型：请核对。", code=code, day=wish.on)


def another_pair_of_eyes(case: Case, wish: Wish, _law: Law) -> Reason | None:
    proposed = case.proposal.by if case.proposal is not None else ""
    return Reason("own_proposal", "签发人不能是拟定答复的人。") if proposed == wish.by else None


def proposal_still_holds(case: Case, wish: Wish, law: Law) -> Reason | None:
    proposal = case.proposal
    if proposal is None:
        return Reason("nothing_proposed", "没有待签发的答复。")
    found = closure_reasons(case, proposal.code, proposal.facts, on=wish.on, law=law)
    return found[0] if found else None


def not_before_the_reply(case: Case, wish: Wish, _law: Law) -> Reason | None:
    if case.served_on is None or wish.on >= case.served_on:
        return None
    return Reason("before_the_reply", f"日期不能早于答复送达之日（{case.served_on}）：请核对。", served=case.served_on)


def dispute_open(case: Case, wish: Wish, _law: Law) -> Reason | None:
    number = wish.facts["dispute"]
    if 1 <= number <= len(case.disputes) and not case.disputes[number - 1].outcome:
        one = case.disputes[number - 1]
        return None if wish.on >= one.filed_on else Reason("dispute_ended_early", "审结日期早于提起日期：请核对。")
    return Reason("dispute_unknown", f"没有第 {number} 次复议诉讼，或者已经审结：请核对。", number=number)


def no_dispute_open(case: Case, _wish: Wish, _law: Law) -> Reason | None:
    still = any(not one.outcome for one in case.disputes)
    return Reason("dispute_pending", "还有没有审结的复议或者诉讼。") if still else None


def was_overturned(case: Case, _wish: Wish, _law: Law) -> Reason | None:
    corrected = any(one.outcome == "corrected" for one in case.disputes)
    return None if corrected else Reason("not_overturned", "没有被纠正的复议或者诉讼结果，不能重新办理。")


def one_to_five_stars(_case: Case, wish: Wish, _law: Law) -> Reason | None:
    return None if 1 <= wish.facts["stars"] <= 5 else Reason("stars_wrong", "评分为一至五分。")


def not_rated(case: Case, _wish: Wish, _law: Law) -> Reason | None:
    return Reason("rated_once", "已经评价过。") if case.rated else None


def entry_exists(case: Case, wish: Wish, _law: Law) -> Reason | None:
    found = next((e for e in case.happened if e.number == wish.facts["entry"]), None)
    if found is not None and found.kind != "entry_corrected":
        return None
    return Reason("entry_unknown", "没有这条记录：请核对序号。")


def right_day_in_order(case: Case, wish: Wish, _law: Law) -> Reason | None:
    day, number = date.fromisoformat(wish.facts["right_day"]), wish.facts["entry"]
    ordered = [e for e in put_right(case.happened) if e.kind not in _WITHOUT_ORDER]
    before = max((e.on for e in ordered if e.number < number), default=date.min)
    after = min((e.on for e in ordered if e.number > number), default=wish.today)
    if before <= day <= after:
        return None
    return Reason("right_day_wrong", f"正确日期应在 {before} 与 {after} 之间：请核对。", before=before, after=after)
