"""Columns that must get something new again and again: each update is met by what came in, and owed anew."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from gongkai.backbone.duties import law_in_use
from gongkai.backbone.duties.models import PENDING, Duty
from gongkai.backbone.duties.services.closing import drop, meet
from gongkai.backbone.duties.services.opening import Opening, open_duties
from gongkai.backbone.duties.services.running import DutyRefusedError
from gongkai.backbone.organs.models import Organ
from gongkai.kernel.actors import Ability, Actor, check
from gongkai.kernel.events.services import take_turn

SET, CHECKED = "COLUMN_PERIOD", "COLUMN_STALE"
LONGEST = 3660


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the site: its code, its name, the organ that keeps it, and where it is read.

    ``every`` is the most days between two updates; without it ``rule`` and ``case`` say how long. ``case`` is also the
    class of column that the state's check knows (``动态要闻``, ``通知公告、政策文件``); it caps ``every``.
    """

    code: str
    title: str
    organ: Organ
    rule: str = SET
    case: str = ""
    every: int | None = None
    address: str = ""

    @property
    def subject(self) -> str:
        """What its duties are about."""
        return f"column:{self.code}"


def set_column_period(column: Column, *, updated_on: date, actor: Actor, now: datetime) -> None:
    """From now on the column is owed something new every so many days, first reckoned from its last update.

    Without ``every`` nothing is owed of it any more. Raises ``ForbiddenError`` for those who do not manage the duties
    of its organ, ``DutyRefusedError`` for a period that is no number of days or longer than the state's check allows.
    """
    check(actor, Ability.DUTY_MANAGE, organ=column.organ.code)
    if column.every is not None:
        _check_period(column.every, column.case, updated_on)
    with transaction.atomic():
        held = _pending(column.subject)
        if held is not None and (held.rule, held.length, held.organ_id) == (SET, column.every, column.organ.pk):
            return
        drop(column.subject, (), reason="栏目的更新周期有变更", actor=actor, now=now)
        if column.every is not None:
            open_duties([_opening(column, updated_on)], actor=actor, now=now)


def keep_column_current(column: Column, *, evidence: str, actor: Actor, now: datetime) -> None:
    """Something new came into the column now: what was owed is met, and owed anew from today on.

    A period that was set stands until another is set. A column for which none was set, and which names no rule
    of its own, owes nothing. ``evidence`` names what came in (``record:…/2026-00001``).
    """
    today = timezone.localdate(now)
    with transaction.atomic():
        held = _pending(column.subject)
        if held is not None and held.started_on == today:
            return
        meet(column.subject, evidence=evidence, at=now, actor=actor, now=now)
        if held is not None and held.rule == SET:
            again = _opening(column, today, rule=SET, length=held.length)
        elif column.rule != SET or column.every is not None:
            again = _opening(column, today)
        else:
            return
        open_duties([again], actor=actor, now=now)


def _pending(subject: str) -> Duty | None:
    take_turn()
    found = Duty.objects.select_for_update(of=("self",)).filter(subject=subject, state__in=PENDING)
    return found.order_by("id").first()


def _check_period(every: int, case: str, on: date) -> None:
    checked = law_in_use.rules_in_use().rule(CHECKED, on)
    most = checked.length_in(case) if case else LONGEST
    if not 0 < every <= (most or LONGEST):
        raise DutyRefusedError("column_period_wrong", f"更新周期须为 1 至 {most} 日。", most=most)


def _opening(column: Column, start: date, *, rule: str = "", length: int | None = None) -> Opening:
    ruled = rule or (SET if column.every is not None else column.rule)
    return Opening(
        rule=ruled,
        organ=column.organ,
        subject=column.subject,
        title=f"更新栏目：{column.title}",
        start=start,
        case="" if ruled == SET else column.case,
        length=length or column.every,
        public=True,
        address=column.address,
    )
