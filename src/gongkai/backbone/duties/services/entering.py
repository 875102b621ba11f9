"""Entering a year's notice of holidays: first a trial that lists what would change, then for good."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongkai.backbone.duties import law_in_use
from gongkai.backbone.duties.models import EnteredNotice
from gongkai.backbone.duties.services.recomputing import Recomputation, recomputation, recompute
from gongkai.foundations.errors import GongkaiError
from gongkai.foundations.law.notices import Notice, read_notice
from gongkai.foundations.law.tables import BrokenRuleBookError
from gongkai.kernel.actors import Ability, Actor, check
from gongkai.kernel.audit.services import Fact, write


class NoticeRefusedError(GongkaiError):
    """The notice cannot be true as it was entered."""


@dataclass(frozen=True, slots=True)
class NoticeTrial:
    """A notice, and what entering it would change."""

    notice: Notice
    replaces: bool
    changes: Recomputation


def notice_try(text: str, *, actor: Actor) -> NoticeTrial:
    """What the notice says and would change; nothing is written. Raises ``NoticeRefusedError``."""
    check(actor, Ability.CALENDAR_EDIT)
    notice = _read(text)
    calendar = law_in_use.calendar_in_use(also=notice)
    replaces = notice.year in law_in_use.calendar_in_use().announced
    return NoticeTrial(notice, replaces, recomputation(calendar))


def notice_enter(text: str, *, actor: Actor, now: datetime) -> NoticeTrial:
    """Enter the notice and bring all that is owed in step with it, in one transaction."""
    check(actor, Ability.CALENDAR_EDIT)
    notice = _read(text)
    with transaction.atomic():
        replaces = notice.year in law_in_use.calendar_in_use().announced
        EnteredNotice.objects.update_or_create(
            year=notice.year,
            defaults={
                "text": text,
                "entered_by": actor.id,
                "entered_by_label": actor.label,
                "entered_at": now,
            },
        )
        fact = Fact(
            "calendar.notice_entered",
            f"calendar:{notice.year}",
            after={"source": notice.source, "off": len(notice.off), "work": [str(day) for day in notice.work]},
        )
        write(fact, actor=actor, now=now)
        changes = recompute(actor=actor, now=now, why=notice.source)
    return NoticeTrial(notice, replaces, changes)


def _read(text: str) -> Notice:
    try:
        return read_notice(text)
    except BrokenRuleBookError as error:
        raise NoticeRefusedError("notice_wrong", f"放假通知有误：{error.what}", what=error.what) from error
