"""What the secret of a calendar address opens: days and rules, and no names of what is not public."""

import hashlib
import hmac
from datetime import datetime

from django.db.models import Q, QuerySet

from gongkai.backbone.duties import law_in_use
from gongkai.backbone.duties.models import OWED, CalendarAddress, Duty
from gongkai.kernel.accounts.selectors import actor_of
from gongkai.kernel.actors import Actor

KEY_LENGTH = 16
MOST = 1000
_NO_DIGEST = "0" * 64


def digest_of(secret: str) -> str:
    """How a secret is kept: it has 256 random bits, so that a plain digest cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def address_of(actor: Actor) -> CalendarAddress | None:
    """The person's calendar address, if they made one; its secret is known to nobody but them."""
    return CalendarAddress.objects.filter(person=actor.id).first()


def subscriber(token: str, *, now: datetime) -> Actor | None:
    """Whose calendar this token opens; none for a token that was revoked, replaced or never made, and for who left."""
    key, secret = token[:KEY_LENGTH], token[KEY_LENGTH:]
    row = CalendarAddress.objects.filter(key=key).first()
    # Compared also when there is none, and in a time that tells nothing of where the two differ.
    fits = hmac.compare_digest(digest_of(secret), row.digest if row else _NO_DIGEST)
    return actor_of(row.person, now) if row is not None and fits else None


def duties_of_subscriber(actor: Actor) -> "QuerySet[Duty]":
    """What the person owes, and what their organs owe as far as nobody in particular is responsible."""
    organs = {membership.organ for membership in actor.memberships}
    mine = Q(person=actor.id) | Q(person="", organ__code__in=organs)
    found = Duty.objects.select_related("organ").filter(OWED, mine, due_at__isnull=False, organ__code__in=organs)
    return found.order_by("due_at", "id")[:MOST]


def name_for_outsiders(duty: Duty) -> str:
    """What is said of a duty where others than its organ may read along: of what is not public the rule alone."""
    if duty.public:
        return duty.title
    rule = law_in_use.rules_in_use().rule(duty.rule, duty.started_on)
    return f"{rule.zh}（{duty.number}）"
