"""The review chain: office, legality, secrecy and personal data, sign-off. The steps are rows of the rule book."""

from datetime import datetime

from django.db import transaction

from gongkai.backbone.records.models import Record, Review, State
from gongkai.backbone.records.services import findings
from gongkai.backbone.records.services.access import locked_one
from gongkai.backbone.records.services.lengths import refuse_too_long
from gongkai.foundations import law
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import Ability, Actor
from gongkai.kernel.audit.services import Fact, write


class ReviewRefusedError(GongkaiError):
    """The step cannot be taken now or not by this person."""


def submit(index_number: str, *, actor: Actor, now: datetime) -> Record:
    """Hand a draft in for review; a new round begins and earlier passes no longer count."""
    with transaction.atomic():
        record = locked_one(index_number, actor=actor, ability=Ability.RECORD_DRAFT)
        if record.state != State.DRAFT:
            raise ReviewRefusedError("not_a_draft", "只有草稿可以提交审核；更正已发布的信息，请先修改。")
        if findings.blocking([record]):
            raise ReviewRefusedError("findings_open", "还有须在发布前核对的事项：请在核对页逐项确认或改正。")
        before = record.state
        record.state, record.submitted_by, record.updated_at = State.IN_REVIEW, actor.id, now
        record.review_round += 1
        record.save(update_fields=["state", "submitted_by", "updated_at", "review_round"])
        write(_fact(record, "record.submitted", before={"state": before}), actor=actor, now=now)
    return record


def decide(
    index_number: str,
    *,
    step: str,
    passed: bool,
    reason: str = "",
    seen_round: int | None = None,
    actor: Actor,
    now: datetime,
) -> Record:
    """Pass or return a record at one step of the chain.

    ``seen_round`` is the round of the text the person read: what was changed and handed in anew since is not passed
    unread. Raises ``ReviewRefusedError`` for that, when it is not in review, an earlier step is open, the step was
    passed already, a return has no reason, or the actor wrote, changed or submitted it (four eyes).
    """
    chain = law.review_steps()
    if step not in chain:
        raise ReviewRefusedError("step_unknown", "没有这个审核环节。")
    refuse_too_long({"reason": reason})
    with transaction.atomic():
        record = locked_one(index_number, actor=actor, ability=Ability(chain[step].ability))
        if seen_round is not None and record.review_round != seen_round:
            raise ReviewRefusedError("read_another_text", "这条信息在您审阅期间已被修改并重新提交：请重新打开后再审。")
        _refuse(record, list(chain), step, passed=passed, reason=reason, actor=actor)
        Review.objects.create(
            record=record,
            round=record.review_round,
            step=step,
            passed=passed,
            by=actor.id,
            by_label=actor.label,
            at=now,
            reason=reason,
        )
        if not passed:
            record.state = State.DRAFT
        elif step == list(chain)[-1]:
            record.state = State.APPROVED
        record.updated_at = now
        record.save(update_fields=["state", "updated_at"])
        word = "record.review.passed" if passed else "record.review.returned"
        write(_fact(record, word, after={"step": step}, reason=reason), actor=actor, now=now)
    return record


def _refuse(record: Record, chain: list[str], step: str, *, passed: bool, reason: str, actor: Actor) -> None:
    if record.state != State.IN_REVIEW:
        raise ReviewRefusedError("not_in_review", "这条信息不在审核中。")
    if law.review_steps()[step].four_eyes and actor.id in {*record.authors, record.submitted_by}:
        raise ReviewRefusedError("own_work", "起草人、提交人不能审核或签发自己的稿件：请由他人办理。")
    done = passed_steps(record)
    if step in done:
        raise ReviewRefusedError("step_done", "这个环节已经通过。")
    open_before = [earlier for earlier in chain[: chain.index(step)] if earlier not in done]
    if open_before:
        raise ReviewRefusedError("earlier_step_open", "前面的审核环节还没有完成。")
    if not passed and not reason.strip():
        raise ReviewRefusedError("reason_missing", "退回须写明理由。")


def passed_steps(record: Record) -> dict[str, str]:
    """The steps passed in the running round, with the id of who passed them."""
    rows = Review.objects.filter(record=record, round=record.review_round, passed=True)
    return dict(rows.values_list("step", "by"))


def _fact(
    record: Record,
    action: str,
    *,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
    reason: str = "",
) -> Fact:
    return Fact(
        action,
        f"record:{record.index_number}",
        record.organ.code,
        before=before,
        after=(after or {}) | {"state": record.state},
        reason=reason,
    )
