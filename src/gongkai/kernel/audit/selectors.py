"""Reading the audit."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from gongkai.kernel.actors import Ability, Actor, check
from gongkai.kernel.audit.models import AuditEntry


def about(subject: str) -> QuerySet[AuditEntry]:
    """What was done to one thing, the oldest first; for the page of the thing, whose reader may see all of it."""
    return AuditEntry.objects.filter(subject=subject).order_by("id")


def search(
    *,
    actor: Actor,
    who: str | Sequence[str] = "",
    action: str = "",
    subject: str = "",
    organ: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[AuditEntry]:
    """Entries that fit all that is given, newest first; ``until`` is exclusive.

    ``who`` is the id of an actor, or several.
    ``action`` and ``subject`` match from their beginning, so ``record.`` finds all that was done to records.
    Raises ``ForbiddenError`` for those who may not see the audit.
    """
    check(actor, Ability.AUDIT_SEE)
    entries = AuditEntry.objects.all()
    if who:
        entries = entries.filter(actor__in=[who] if isinstance(who, str) else who)
    for field, value in (("organ", organ), ("action__startswith", action), ("subject__startswith", subject)):
        entries = entries.filter(**{field: value}) if value else entries
    if since is not None:
        entries = entries.filter(at__gte=since)
    if until is not None:
        entries = entries.filter(at__lt=until)
    return entries
