"""What people say to one another about a record: comments, a step handed over, a reminder."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gongkai.backbone.records.models import Record, Remark, State
from gongkai.backbone.records.services.access import locked_one
from gongkai.backbone.records.services.lengths import refuse_too_long
from gongkai.backbone.records.services.reviewing import passed_steps
from gongkai.foundations import law
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.accounts.selectors import actor_of
from gongkai.kernel.actors import Ability, Actor, may
from gongkai.kernel.audit.services import Fact, write

LONGEST_COMMENT = 2000


class RemarkRefusedError(GongkaiError):
    """Such a thing cannot be said or handed over now, or not by this person."""


def comment(index_number: str, *, text: str, actor: Actor, now: datetime) -> Remark:
    """Say something about a record to those who handle it. Raises ``RemarkRefusedError`` for no or too many words."""
    words = text.strip()
    if not words:
        raise RemarkRefusedError("comment_empty", "请写下意见再提交。")
    if len(words) > LONGEST_COMMENT:
        message = f"意见最多 {LONGEST_COMMENT} 字：请精简。"
        raise RemarkRefusedError("comment_too_long", message, most=LONGEST_COMMENT)
    refuse_too_long({"text": words})
    with transaction.atomic():
        record = locked_one(index_number, actor=actor, ability=Ability.RECORD_COMMENT)
        made = _remark(record, Remark.Kind.COMMENT, actor=actor, now=now, text=words)
        # What was said stays with the record; the audit tells that something was.
        write(_fact(record, "record.commented", {"remark": made.pk}), actor=actor, now=now)
    return made


def hand_over(index_number: str, *, to: str, text: str = "", actor: Actor, now: datetime) -> Remark:
    """Hand the open step to a colleague, by the id of their actor; it stands in their inbox as theirs.

    Raises ``RemarkRefusedError`` when no step is open, it is not the actor's to take, or the colleague could not
    take it: who lacks the role, or wrote, changed or submitted the record.
    """
    refuse_too_long({"text": text})
    with transaction.atomic():
        record = locked_one(index_number, actor=actor, ability=Ability.RECORD_SEE)
        step = _open_step(record)
        colleague = actor_of(to, now)
        if not _may_take(actor, record, step):
            raise RemarkRefusedError("step_not_yours", "这个环节不由您办理，不能转交。")
        if colleague is None or colleague.id == actor.id or not _may_take(colleague, record, step):
            raise RemarkRefusedError(
                "colleague_unfit", "这位同事不能办理这个环节：请选择担任该角色、未参与起草的同事。"
            )
        made = _remark(
            record, Remark.Kind.HANDED_OVER, actor=actor, now=now, step=step, text=text.strip(), to=colleague
        )
        write(_fact(record, "record.review.handed_over", {"step": step, "to": colleague.id}), actor=actor, now=now)
    return made


def remind(index_number: str, *, actor: Actor, now: datetime) -> Remark:
    """Remind those whose step is open; once a day. Raises ``RemarkRefusedError`` when none is, or for the second."""
    with transaction.atomic():
        record = locked_one(index_number, actor=actor, ability=Ability.RECORD_DRAFT)
        step, day = _open_step(record), timezone.localdate(now)
        reminders = Remark.objects.filter(record=record, kind=Remark.Kind.REMINDER, round=record.review_round)
        if reminders.filter(step=step, day=day).exists():
            raise RemarkRefusedError("reminded_today", "今天已经催办过：请明天再催。")
        made = _remark(record, Remark.Kind.REMINDER, actor=actor, now=now, step=step)
        write(_fact(record, "record.review.reminded", {"step": step}), actor=actor, now=now)
    return made


def _open_step(record: Record) -> str:
    if record.state != State.IN_REVIEW:
        raise RemarkRefusedError("not_in_review", "这条信息不在审核中。")
    passed = passed_steps(record)
    return next(code for code in law.review_steps() if code not in passed)


def _may_take(actor: Actor, record: Record, step: str) -> bool:
    is_own = actor.id in {*record.authors, record.submitted_by}
    return may(actor, Ability(law.review_steps()[step].ability), organ=record.organ.code) and not is_own


def _remark(
    record: Record,
    kind: Remark.Kind,
    *,
    actor: Actor,
    now: datetime,
    step: str = "",
    text: str = "",
    to: Actor | None = None,
) -> Remark:
    return Remark.objects.create(
        record=record,
        kind=kind,
        round=record.review_round,
        step=step,
        by=actor.id,
        by_label=actor.label,
        to=to.id if to else "",
        to_label=to.label if to else "",
        text=text,
        at=now,
        day=timezone.localdate(now),
    )


def _fact(record: Record, action: str, after: dict[str, object]) -> Fact:
    return Fact(action, f"record:{record.index_number}", record.organ.code, after=after)
