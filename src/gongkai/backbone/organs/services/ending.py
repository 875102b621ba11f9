"""Organs that exist no more."""

from datetime import date, datetime

from django.db import transaction

from gongkai.backbone.organs.models import Organ
from gongkai.backbone.organs.services.access import OrganRefusedError, organ_locked
from gongkai.kernel.actors import Ability, Actor, check
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.services import emit

_FIELDS = ["abolished_on", "successor"]


def organ_abolish(*, code: str, on: date, successor: str = "", actor: Actor, now: datetime) -> Organ:
    """Note that an organ exists no more, and which one it was merged into, if any; what it published stays."""
    check(actor, Ability.ORGAN_EDIT)
    with transaction.atomic():
        organ = organ_locked(code)
        if organ.abolished_on is not None:
            raise OrganRefusedError("abolished_already", "该机构已经撤销。")
        after = organ_locked(successor) if successor else None
        if after is not None and (after == organ or after.abolished_on is not None):
            raise OrganRefusedError("successor_unfit", "承接机构须是另一个尚未撤销的机构。")
        organ.abolished_on, organ.successor = on, after
        organ.save(update_fields=_FIELDS)
        told = {"on": on.isoformat(), "successor": successor}
        write(Fact("organ.abolished", f"organ:{code}", code, after=told), actor=actor, now=now)
        emit(Emission("organ.changed", code, {"fields": _FIELDS}), lane=Lane.NOW, now=now)
    return organ


def organ_reinstate(*, code: str, actor: Actor, now: datetime) -> Organ:
    """Undo an abolition that was entered by mistake."""
    check(actor, Ability.ORGAN_EDIT)
    with transaction.atomic():
        organ = organ_locked(code)
        if organ.abolished_on is None:
            raise OrganRefusedError("not_abolished", "该机构没有撤销。")
        before = {"on": organ.abolished_on.isoformat(), "successor": organ.successor.code if organ.successor else ""}
        organ.abolished_on = organ.successor = None
        organ.save(update_fields=_FIELDS)
        write(Fact("organ.reinstated", f"organ:{code}", code, before=before), actor=actor, now=now)
        emit(Emission("organ.changed", code, {"fields": _FIELDS}), lane=Lane.NOW, now=now)
    return organ
