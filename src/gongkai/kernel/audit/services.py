"""Writing the audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from gongkai.kernel.actors import Actor
from gongkai.kernel.audit.models import AuditEntry


@dataclass(frozen=True, slots=True)
class Fact:
    """What was done to one thing.

    ``action`` is a dotted word (``record.published``); ``subject`` names the thing (``record:…/2020-00001``);
    ``before`` and ``after`` hold only the fields that changed, ready for JSON, and no personal data.
    """

    action: str
    subject: str
    organ: str = ""
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    reason: str = ""


def write(*facts: Fact, actor: Actor, now: datetime) -> None:
    """Write the facts in the transaction of the change they describe; outside of one is refused."""
    write_many(facts, actor=actor, now=now)


def write_many(facts: Sequence[Fact], *, actor: Actor, now: datetime) -> None:
    """As ``write``, for the many changes of one transaction."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("the audit is written inside the transaction of the change")
    AuditEntry.objects.bulk_create(
        [
            AuditEntry(
                at=now,
                actor=actor.id,
                actor_label=actor.label,
                address=actor.address,
                action=fact.action,
                organ=fact.organ,
                subject=fact.subject,
                before=fact.before,
                after=fact.after,
                reason=fact.reason,
            )
            for fact in facts
        ],
    )
