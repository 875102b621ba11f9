"""A person's calendar address: a secret by which their telephone asks what they owe, without signing in."""

import secrets
from datetime import datetime

from django.db import transaction

from gongkai.backbone.duties.models import CalendarAddress
from gongkai.backbone.duties.subscriptions import KEY_LENGTH, digest_of
from gongkai.kernel.actors import Ability, Actor, ForbiddenError, organs_for
from gongkai.kernel.audit.services import Fact, write


def calendar_address_make(*, actor: Actor, now: datetime) -> str:
    """A new secret for the person; the one before counts no more. Answered once and kept only as a digest."""
    if organs_for(actor, Ability.DUTY_SEE) == frozenset():
        raise ForbiddenError(Ability.DUTY_SEE, "")
    key, secret = secrets.token_hex(KEY_LENGTH // 2), secrets.token_urlsafe(32)
    with transaction.atomic():
        held = {"key": key, "digest": digest_of(secret), "made_at": now}
        CalendarAddress.objects.update_or_create(person=actor.id, defaults=held)
        write(Fact("calendar_address.made", actor.id), actor=actor, now=now)
    return key + secret


def calendar_address_revoke(*, actor: Actor, now: datetime) -> None:
    """The person's secret counts no more; nothing happens when there is none."""
    with transaction.atomic():
        if CalendarAddress.objects.filter(person=actor.id).delete()[0]:
            write(Fact("calendar_address.revoked", actor.id), actor=actor, now=now)
