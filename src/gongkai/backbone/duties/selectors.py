"""Reading what is owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.backbone.duties import boards, law_in_use
from gongkai.backbone.duties.models import OWED, Duty
from gongkai.backbone.duties.rules import course_of
from gongkai.foundations.law.clock_rules import ClockRule
from gongkai.foundations.law.derivations import Line, derive
from gongkai.kernel.actors import Actor
from gongkai.kernel.console.waiting import Waiting


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a duty's day came about."""

    duty: Duty
    rule: ClockRule
    lines: list[Line]


def duty_by_number(number: str, *, actor: Actor | None = None) -> Duty | None:
    """The duty, if it is public or the actor may see it."""
    found = Duty.objects.select_related("organ") if actor is None else boards.seen_by(actor)
    duty = found.filter(number=number).first()
    return None if duty is None or (actor is None and not duty.public) else duty


def explain(duty: Duty) -> Explanation:
    """How the day of a duty came about, under the rule and the calendar as they are in use."""
    rule = law_in_use.rules_in_use().rule(duty.rule, duty.started_on)
    facts: dict[str, Any] = duty.__dict__
    return Explanation(duty, rule, derive(rule, course_of(facts), law_in_use.calendar_in_use()))


def duties_of(subject: str) -> QuerySet[Duty]:
    """Everything that is or was owed about a subject, oldest first."""
    return Duty.objects.filter(subject=subject).order_by("id")


def owed_about(subjects: Sequence[str]) -> QuerySet[Duty]:
    """What is owed about these subjects now."""
    return Duty.objects.filter(OWED, subject__in=subjects)


def waiting(actor: Actor, _now: datetime) -> list[Waiting]:
    """What the actor owes as a person, for the first page of the console."""
    mine = boards.owed(actor=actor, person=actor.id).filter(due_at__isnull=False)
    found = mine.aggregate(count=Count("id"), by=Min("due_at"))
    return [Waiting(_("Duties of yours"), found["count"], "/console/duties?mine=1", found["by"])]
