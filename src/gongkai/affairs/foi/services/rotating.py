"""New keys: everything sealed is sealed anew under the first key of the ring."""

from datetime import datetime

from django.db import transaction

from gongkai.affairs.foi.models import DisclosureRequest, Sealed
from gongkai.affairs.foi.rules.application import Application
from gongkai.affairs.foi.sealing import rotated, senders, unseal
from gongkai.kernel.actors import Ability, Actor, check
from gongkai.kernel.audit.services import Fact, write

AT_ONCE = 200


def keys_rotate(*, actor: Actor, now: datetime) -> int:
    """Seal every token, and find every keyed digest, anew; answers how many tokens there were.

    In portions, each in a transaction of its own: broken off, it is begun again and does no harm.
    """
    check(actor, Ability.ACCOUNT_MANAGE)
    last, done = 0, 0
    while True:
        with transaction.atomic():
            rows = list(Sealed.objects.select_for_update().filter(pk__gt=last).order_by("pk")[:AT_ONCE])
            if not rows:
                write(Fact("request.keys_rotated", "requests", after={"tokens": done}), actor=actor, now=now)
                return done
            _rotate(rows)
            last, done = rows[-1].pk, done + len(rows)


def _rotate(rows: list[Sealed]) -> None:
    for row in rows:
        row.token = rotated(row.token)
    Sealed.objects.bulk_update(rows, ["token"])
    numbers = dict(DisclosureRequest.objects.filter(pk__in=[r.request_id for r in rows]).values_list("pk", "number"))
    for row in rows:
        if row.slot == "applicant":
            values = unseal(f"{numbers[row.request_id]} applicant", row.token)
            sender = senders(Application.sender_of(values["document"], values["document_number"]))[0]
            DisclosureRequest.objects.filter(pk=row.request_id).update(sender=sender)
