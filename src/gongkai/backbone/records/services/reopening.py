"""What every change of a working copy begins with."""

from datetime import datetime

from gongkai.backbone.records.models import Record, State
from gongkai.backbone.records.rules import readable_forms
from gongkai.backbone.records.services.access import locked_one
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import Ability, Actor
from gongkai.kernel.due import services as due

# The moment in the due table at which a record is to be published.
SCHEDULED = "record.publish"

REOPENED_FIELDS = ("state", "review_round", "changed_by", "updated_at")


class ChangeRefusedError(GongkaiError):
    """The working copy cannot be changed, or not in this way."""


def changeable(index_number: str, *, actor: Actor) -> Record:
    """The record, locked, for one who may change its working copy."""
    record = locked_one(index_number, actor=actor, ability=Ability.RECORD_DRAFT)
    if record.withdrawal not in readable_forms():
        raise ChangeRefusedError("was_withdrawn", "该信息已撤下，不能再修改：请另建一条信息。")
    return record


def reopen(record: Record, *, actor: Actor, now: datetime) -> None:
    """Make the working copy a draft again: what was passed or scheduled before counts no more.

    Whoever changes it becomes one of its authors; those of a text that was published count until it is confirmed, where
    that was urgent. What readers see stays. Save ``REOPENED_FIELDS`` with the change.
    """
    if record.state in {State.PUBLISHED, State.WITHDRAWN} and not record.urgent_by:
        record.changed_by = []
    if record.state == State.SCHEDULED:
        due.cancel(record.index_number, SCHEDULED)
    record.changed_by = sorted({*record.changed_by, actor.id})
    record.state, record.updated_at = State.DRAFT, now
    record.review_round += 1
