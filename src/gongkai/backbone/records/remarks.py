"""What was said about a record on its way, and what of it waits for whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongkai.backbone.records.desk import is_own, may_decide, open_step, open_steps
from gongkai.backbone.records.models import Record, Remark, Review, State
from gongkai.foundations import law
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.accounts.selectors import holders
from gongkai.kernel.actors import Ability, Actor, may
from gongkai.kernel.console.waiting import Waiting


@dataclass(frozen=True, slots=True)
class Said:
    """Something said or decided: ``kind`` is that of a remark, ``passed`` or ``returned``."""

    kind: str
    step: str
    by: str
    to: str
    text: str
    at: datetime


def conversation(record: Record, language: str) -> list[Said]:
    """Everything that was said and decided about a record, newest first."""
    steps = law.review_steps()

    def name(code: str) -> str:
        return steps[code].name(language) if code in steps else code

    decisions = [
        Said("passed" if row.passed else "returned", name(row.step), row.by_label, "", row.reason, row.at)
        for row in Review.objects.filter(record=record)
    ]
    remarks = [
        Said(row.kind, name(row.step), row.by_label, row.to_label, row.text, row.at)
        for row in Remark.objects.filter(record=record)
    ]
    return sorted([*decisions, *remarks], key=lambda said: said.at, reverse=True)


def returned(record: Record) -> Review | None:
    """Why a draft came back, if it did."""
    last = Review.objects.filter(record=record).order_by("-at", "-id").first()
    return last if last is not None and not last.passed and record.state == State.DRAFT else None


def colleagues(record: Record, step: str, actor: Actor, now: datetime) -> list[Person]:
    """To whom the actor can hand over this step."""
    ability = Ability(law.review_steps()[step].ability)
    away = {actor.id, record.drafted_by, record.submitted_by, *record.changed_by}
    held = holders(ability, organ=record.organ.code, now=now)
    return [person for person in held if f"person:{person.pk}" not in away]


def shown(record: Record, actor: Actor, language: str, now: datetime) -> dict[str, Any]:
    """What the desk shows of it: what was said, why it came back, and what this person can say or hand over."""
    organ, step = record.organ.code, open_step(record)
    return {
        "conversation": conversation(record, language),
        "returned": returned(record),
        "may_comment": may(actor, Ability.RECORD_COMMENT, organ=organ),
        "may_remind": bool(step) and may(actor, Ability.RECORD_DRAFT, organ=organ),
        "colleagues": colleagues(record, step, actor, now) if may_decide(record, step, actor) else [],
    }


@dataclass(frozen=True, slots=True)
class Standing:
    """What an inbox says of a record beside its step: who handed it to whom, and when it was last reminded of."""

    handed_by: str = ""
    handed_to: str = ""
    is_mine: bool = False
    reminded_at: datetime | None = None

    @property
    def rank(self) -> int:
        """Its place in the inbox: what was handed to me, what was reminded of, the rest, what I handed on."""
        if self.is_mine:
            return 0
        return 3 if self.handed_to else 1 if self.reminded_at else 2


def standings(rows: Iterable[tuple[Record, str]], actor: Actor) -> dict[int, Standing]:
    """The standing of each record at its open step, by the record's id; only the last of a kind counts."""
    wanted = {record.pk: (record.review_round, step) for record, step in rows}
    found: dict[int, Standing] = {}
    remarks = Remark.objects.filter(record__in=wanted).exclude(kind=Remark.Kind.COMMENT).order_by("at", "id")
    for row in remarks:
        if (row.round, row.step) != wanted[row.record_id]:
            continue
        held = found.get(row.record_id, Standing())
        if row.kind == Remark.Kind.REMINDER:
            found[row.record_id] = Standing(held.handed_by, held.handed_to, held.is_mine, row.at)
        else:
            found[row.record_id] = Standing(row.by_label, row.to_label, row.to == actor.id, held.reminded_at)
    return found


def handed_to(actor: Actor) -> list[Record]:
    """Records in review whose open step a colleague handed to the actor."""
    rows = Remark.objects.filter(
        kind=Remark.Kind.HANDED_OVER,
        to=actor.id,
        record__state=State.IN_REVIEW,
        record__review_round=F("round"),
    ).select_related("record__organ")
    held = {row.record_id: row for row in rows.order_by("at")[:200]}
    steps = open_steps([row.record for row in held.values()])
    return [row.record for row in held.values() if row.step == steps[row.record_id] and not is_own(row.record, actor)]


def waiting(actor: Actor, _now: datetime) -> list[Waiting]:
    """What colleagues handed to the actor."""
    return [Waiting(_("Handed to you by colleagues"), len(handed_to(actor)), reverse("console-records:inbox"))]
