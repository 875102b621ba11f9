"""What must hold before something may happen to a case: every reason why not is told at once."""

from collections.abc import Callable, Collection, Mapping

from gongkai.affairs.foi.rules import checks
from gongkai.affairs.foi.rules.case import CONDITIONS, Case
from gongkai.affairs.foi.rules.checks import Wish
from gongkai.affairs.foi.rules.clocks import Law
from gongkai.affairs.foi.rules.closures import CLOSURES, closure_reasons
from gongkai.affairs.foi.rules.reasons import Reason
from gongkai.affairs.foi.rules.workflow import BrokenWorkflowError, EventKind, Workflow, workflow
from gongkai.foundations.law import decisions

Guard = Callable[[Case, Wish, Law], Reason | None]

GUARDS: Mapping[str, Guard] = {
    "not_before_the_last": checks.not_before_the_last,
    "not_in_the_future": checks.not_in_the_future,
    "never_corrected": checks.never_corrected,
    "within_correction_limit": checks.within_correction_limit,
    "days_given": checks.days_given,
    "in_correction_period_or_reason": checks.in_correction_period_or_reason,
    "reasons_not_asked": checks.reasons_not_asked,
    "reasons_were_given": checks.reasons_were_given,
    "reply_not_overdue": checks.reply_not_overdue,
    "not_delayed": checks.not_delayed,
    "never_extended": checks.never_extended,
    "extension_within_cap": checks.extension_within_cap,
    "consultation_open": checks.consultation_open,
    "consultation_of_third_party": checks.consultation_of_third_party,
    "not_before_it_was_sent": checks.not_before_it_was_sent,
    "silent_only_when_due": checks.silent_only_when_due,
    "no_fee_yet": checks.no_fee_yet,
    "fee_not_received_yet": checks.fee_not_received_yet,
    "fee_by_the_table": checks.fee_by_the_table,
    "sign_off_wanted": checks.sign_off_wanted,
    "no_sign_off_wanted": checks.no_sign_off_wanted,
    "facts_carry_the_code": checks.facts_carry_the_code,
    "another_pair_of_eyes": checks.another_pair_of_eyes,
    "proposal_still_holds": checks.proposal_still_holds,
    "not_before_the_reply": checks.not_before_the_reply,
    "dispute_open": checks.dispute_open,
    "no_dispute_open": checks.no_dispute_open,
    "was_overturned": checks.was_overturned,
    "one_to_five_stars": checks.one_to_five_stars,
    "not_rated": checks.not_rated,
    "entry_exists": checks.entry_exists,
    "right_day_in_order": checks.right_day_in_order,
}


def refusals(case: Case, wish: Wish, law: Law) -> list[Reason]:
    """Every reason why this may not happen now; empty when it may."""
    flow = workflow()
    kind = flow.events[wish.kind]
    if wish.role not in kind.by:
        return [Reason("request_role", f"“{kind.zh}”不由该角色办理。", event=kind.en)]
    if case.state not in kind.origins:
        state = flow.states[case.state].zh if case.state else "尚未提交"
        return [Reason("request_state", f"案件目前“{state}”，不能“{kind.zh}”。", event=kind.en)]
    missing = [flow.facts[name] for name in kind.facts if wish.facts.get(name) in (None, "")]
    if missing:
        zh, en = "、".join(fact.zh for fact in missing), ", ".join(fact.en for fact in missing)
        return [Reason("request_facts", f"请填写：{zh}。", names=en)]
    found = [reason for name in kind.needs if (reason := GUARDS[name](case, wish, law)) is not None]
    return found + _closing(case, wish, law, kind)


# Guards that look at the case and the day alone: they can be asked before anything is told.
STANDING = frozenset(
    {
        "never_corrected", "within_correction_limit", "reasons_not_asked", "reasons_were_given", "reply_not_overdue",
        "not_delayed", "never_extended", "no_fee_yet", "fee_not_received_yet", "another_pair_of_eyes",
        "proposal_still_holds", "not_before_the_reply", "no_dispute_open", "was_overturned", "not_rated",
    }
)  # fmt: skip


def obstacles(case: Case, wish: Wish, law: Law) -> list[Reason]:
    """Every reason why this may not happen on the day of the wish, whatever is told with it."""
    needs = workflow().events[wish.kind].needs
    return [reason for name in needs if name in STANDING and (reason := GUARDS[name](case, wish, law)) is not None]


def _closing(case: Case, wish: Wish, law: Law, kind: EventKind) -> list[Reason]:
    """What is asked of a decision by its code; one joined to another is answered as that one was."""
    if "code" not in kind.facts or "lead" in kind.facts or wish.facts["code"] not in decisions(on=wish.on):
        return []
    return closure_reasons(case, wish.facts["code"], wish.facts, on=wish.on, law=law)


def check_names(table: Workflow, *, letters: Collection[str]) -> None:
    """Raise ``BrokenWorkflowError`` for a guard, condition, closure, decision or letter that does not exist, or that
    nobody asks for.
    """
    events = table.events.values()
    asked: tuple[tuple[str, set[str], set[str]], ...] = (
        ("guard", {name for e in events for name in e.needs}, set(GUARDS)),
        ("condition", {name for e in events for name in e.but}, set(CONDITIONS)),
        ("closure", {name for needs in table.closures.values() for name in needs}, set(CLOSURES)),
        ("letter", {name for e in events for name in e.letters}, set(letters)),
        ("decision", set(table.facts["code"].choices), set(decisions())),
    )
    for what, wanted, known in asked:
        for name in sorted(wanted ^ known):
            raise BrokenWorkflowError(f"{what} {name!r} is {'not known' if name in wanted else 'never asked for'}")
