"""What can be done with a duty by a person, when, and by whom: one table for pages and their tests."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from gongkai.backbone.duties import law_in_use
from gongkai.backbone.duties.models import PENDING, Duty
from gongkai.foundations.law.clock_rules import ClockRule
from gongkai.kernel.actors import Ability, Actor, may

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done: its name in addresses, its words, what it takes, and whether the duty allows it."""

    name: str
    label: "StrOrPromise"
    ability: Ability
    fits: Callable[[Duty, ClockRule, datetime], bool]


def _stands(duty: Duty) -> bool:
    return any(not one["last"] for one in duty.suspensions)


_ACTS = (
    Act("hand-over", _("Hand over"), Ability.DUTY_MANAGE, lambda _duty, _rule, _now: True),
    Act("assistance", _("Ask another organ to help"), Ability.DUTY_MANAGE, lambda _duty, _rule, _now: True),
    Act("suspend", _("Stop the clock"), Ability.DUTY_MANAGE, lambda d, r, _now: bool(r.suspend) and not _stands(d)),
    Act("resume", _("Let the clock go on"), Ability.DUTY_MANAGE, lambda d, _rule, _now: _stands(d)),
    Act("restart", _("Begin the clock anew"), Ability.DUTY_MANAGE, lambda _duty, r, _now: bool(r.restart)),
    Act(
        "extend",
        _("Extend the time"),
        Ability.DUTY_MANAGE,
        lambda d, r, now: r.extend is not None and not d.extension and (d.due_at is None or now < d.due_at),
    ),
    Act("excuse", _("Excuse for a reason"), Ability.DUTY_EXCUSE, lambda _duty, _rule, _now: True),
)
ACTS = {act.name: act for act in _ACTS}


def acts_for(duty: Duty, actor: Actor, now: datetime) -> list[Act]:
    """What this actor can do with the duty now."""
    if duty.state not in PENDING:
        return []
    rule = law_in_use.rules_in_use().rule(duty.rule, duty.started_on)
    return [act for act in _ACTS if may(actor, act.ability, organ=duty.organ.code) and act.fits(duty, rule, now)]


def asked_of(duty: Duty, actor: Actor) -> list[str]:
    """The organs in whose name the actor can answer a request for help with the duty."""
    asked = duty.assistance.filter(answered_at=None).values_list("organ__code", flat=True)
    return [code for code in asked if may(actor, Ability.DUTY_MANAGE, organ=code)]
