"""Who takes care of a duty: handing it over, and asking another organ to help."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from gongkai.backbone.duties.models import Assistance, Duty
from gongkai.backbone.duties.services.access import DutyMissingError, locked_pending
from gongkai.backbone.duties.services.running import DutyRefusedError
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.organs.selectors import organ_by_code
from gongkai.kernel.actors import Ability, Actor, check
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.services import emit


def hand_over(number: str, *, organ: str, person: str, why: str, actor: Actor, now: datetime) -> Duty:
    """Another person, or another organ, owes the duty from now on; its clock goes on as it was."""
    with transaction.atomic():
        duty = locked_pending(number, actor=actor)
        if not why.strip():
            raise DutyRefusedError("reason_missing", "请写明移交的理由。")
        before = {"organ": duty.organ.code, "person": duty.person}
        if organ != duty.organ.code:
            # To another organ only someone above both may give work.
            check(actor, Ability.DUTY_MANAGE, organ=organ)
            duty.organ = organ_by_code(organ)
        duty.person = person
        duty.save(update_fields=["organ", "person"])
        after = {"organ": organ, "person": person}
        fact = Fact("duty.handed_over", f"duty:{number}", organ, before=before, after=after, reason=why)
        write(fact, actor=actor, now=now)
        emit(Emission("duty.changed", number, {"state": str(duty.state)}), lane=Lane.DEPENDENTS, now=now)
    return duty


def assistance_ask(number: str, *, organ: str, what: str, due_on: date, actor: Actor, now: datetime) -> Assistance:
    """Ask another organ to help by a day, which may not be later than the duty's own."""
    with transaction.atomic():
        duty = locked_pending(number, actor=actor)
        helper = organ_by_code(organ)
        if helper.pk == duty.organ.pk or not what.strip():
            raise DutyRefusedError("assistance_wrong", "协办机构须为其他机构，并写明协办内容。")
        if duty.due_on is not None and due_on > duty.due_on:
            raise DutyRefusedError("assistance_too_late", "协办期限不能晚于主办期限。")
        try:
            with transaction.atomic():
                asked = Assistance.objects.create(duty=duty, organ=helper, what=what, due_on=due_on, asked_at=now)
        except IntegrityError as error:
            raise DutyRefusedError("assistance_asked", "已经请该机构协办。") from error
        fact = Fact("duty.assistance_asked", f"duty:{number}", organ, after={"what": what, "due_on": str(due_on)})
        write(fact, actor=actor, now=now)
        emit(Emission("duty.assistance_asked", number, {"organ": organ}), lane=Lane.NOW, now=now)
    return asked


def assistance_answer(number: str, *, organ: str, answer: str, actor: Actor, now: datetime) -> Assistance:
    """What the other organ answers."""
    check(actor, Ability.DUTY_MANAGE, organ=organ)
    with transaction.atomic():
        asked = (
            Assistance.objects.select_for_update(of=("self",)).filter(duty__number=number, organ__code=organ).first()
        )
        if asked is None:
            raise DutyMissingError(number)
        if not answer.strip():
            raise DutyRefusedError("answer_missing", "请写明协办意见。")
        asked.answer, asked.answered_at = answer, now
        asked.save(update_fields=["answer", "answered_at"])
        write(Fact("duty.assistance_answered", f"duty:{number}", organ), actor=actor, now=now)
        emit(Emission("duty.assistance_answered", number, {"organ": organ}), lane=Lane.NOW, now=now)
    return asked


def above(organ: Organ) -> Organ:
    """Who is told when an organ does not do what it owes: the organ above it, or itself at the top."""
    return organ.parent or organ
