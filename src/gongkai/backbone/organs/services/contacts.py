"""Who answers for openness in an organ."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.backbone.organs.models import CONTACT_LIMITS, Organ
from gongkai.backbone.organs.services.access import OrganRefusedError, organ_locked
from gongkai.kernel.actors import Ability, Actor, check
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.services import emit


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who answers for openness in an organ, and where to reach them (条例第十二条).

    ``None`` leaves a field as it is.
    """

    leader: str | None = None
    leader_post: str | None = None
    office_name: str | None = None
    office_address: str | None = None
    office_hours: str | None = None
    telephone: str | None = None
    fax: str | None = None
    email: str | None = None

    def to_data(self) -> dict[str, str]:
        """The fields that are given, by name."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in given.items() if value is not None}


def organ_update(*, code: str, contact: Contact, actor: Actor, now: datetime) -> Organ:
    """Change who answers for openness and how to reach them, as far as given; an organ's editors may for their own."""
    check(actor, Ability.ORGAN_CONTACT, organ=code)
    for name, value in contact.to_data().items():
        limit = CONTACT_LIMITS[name]
        if len(value) > limit:
            raise OrganRefusedError("too_long", f"字段 {name} 最多 {limit} 字：请缩短。", field=name, limit=limit)
    with transaction.atomic():
        organ = organ_locked(code)
        after = contact.to_data()
        before: dict[str, Any] = {name: getattr(organ, name) for name in after}
        changed = sorted(name for name in after if after[name] != before[name])
        if not changed:
            return organ
        for name in changed:
            setattr(organ, name, after[name])
        organ.save(update_fields=changed)
        fact = Fact(
            "organ.updated",
            f"organ:{code}",
            code,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
        write(fact, actor=actor, now=now)
        emit(Emission("organ.changed", code, {"fields": changed}), lane=Lane.NOW, now=now)
    return organ
