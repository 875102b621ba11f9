"""An organ's names through time."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from gongkai.backbone.organs.models import Organ, OrganName
from gongkai.backbone.organs.selectors import name_on
from gongkai.backbone.organs.services.access import OrganRefusedError, organ_locked
from gongkai.kernel.actors import Ability, Actor, check
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.due import services as due
from gongkai.kernel.due.registry import Due
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.services import emit

NAME = "organ.name"


def organ_rename(*, code: str, name: str, since: date, actor: Actor, now: datetime) -> Organ:
    """Give an organ a new name from a day on; the old one stays in its history.

    From a day that is still to come, the present name stays until then.
    """
    check(actor, Ability.ORGAN_EDIT)
    with transaction.atomic():
        organ = organ_locked(code)
        last = OrganName.objects.get(organ=organ, valid_to=None)
        if name == last.name or not name.strip() or len(name) > 120:
            raise OrganRefusedError("name_same", "新名称为空、过长（最多 120 字）或与现名称相同。")
        if since <= last.valid_from:
            raise OrganRefusedError("since_too_early", "启用日期须晚于现名称的启用日期。")
        last.valid_to = since
        last.save(update_fields=["valid_to"])
        OrganName.objects.create(organ=organ, name=name, valid_from=since)
        after = {"name": name, "since": since.isoformat()}
        fact = Fact("organ.renamed", f"organ:{code}", code, before={"name": last.name}, after=after)
        write(fact, actor=actor, now=now)
        if since > timezone.localdate(now):
            due.schedule(Due(NAME, code, timezone.make_aware(datetime.combine(since, time.min)), {}))
        _bear(organ, now)
    return organ


def organ_name_take_back(*, code: str, actor: Actor, now: datetime) -> Organ:
    """Undo the last renaming, as if it had never been entered; the audit keeps it."""
    check(actor, Ability.ORGAN_EDIT)
    with transaction.atomic():
        organ = organ_locked(code)
        names = list(OrganName.objects.filter(organ=organ).order_by("-valid_from")[:2])
        if len(names) == 1:
            raise OrganRefusedError("no_earlier_name", "该机构没有更早的名称，无法撤回更名。")
        last, before = names
        last.delete()
        before.valid_to = None
        before.save(update_fields=["valid_to"])
        due.cancel(code, NAME)
        fact = Fact(
            "organ.name_taken_back", f"organ:{code}", code, before={"name": last.name}, after={"name": before.name}
        )
        write(fact, actor=actor, now=now)
        _bear(organ, now)
    return organ


def on_the_day(moment: Due, now: datetime) -> None:
    """The day has come from which an organ bears another name."""
    _bear(organ_locked(moment.subject), now)


def _bear(organ: Organ, now: datetime) -> None:
    """Have the organ bear the name of today, and tell of it when that is another than before."""
    name = name_on(organ.code, timezone.localdate(now)) or organ.name
    if name != organ.name:
        organ.name = name
        organ.save(update_fields=["name"])
        emit(Emission("organ.changed", organ.code, {"fields": ["name"]}), lane=Lane.DEPENDENTS, now=now)
