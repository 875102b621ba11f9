"""Taking a record back, in one of five forms. Nothing is deleted and no address is used again."""

from datetime import datetime

from django.db import transaction

from gongkai.backbone.records.models import Record, Relation, State
from gongkai.backbone.records.rules import readable_forms
from gongkai.backbone.records.services import validity
from gongkai.backbone.records.services.access import locked_with_targets
from gongkai.backbone.records.services.lengths import refuse_too_long
from gongkai.backbone.records.services.reopening import SCHEDULED
from gongkai.foundations import law
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import Ability, Actor
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.due import services as due
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.services import emit


class WithdrawalRefusedError(GongkaiError):
    """The record cannot be withdrawn in this way."""


def withdraw(index_number: str, *, form: str, reason: str, target: str = "", actor: Actor, now: datetime) -> Record:
    """Withdraw a published record. ``form`` is a code of the rule book; ``target`` the index number that readers
    are led to, for the forms that need one.

    Raises ``WithdrawalRefusedError`` for an unknown form, a missing reason or target, or a record never published.
    """
    forms = law.withdrawal_forms()
    if form not in forms:
        message = f"没有这种撤回方式；可用：{'、'.join(forms)}。"
        raise WithdrawalRefusedError("form_unknown", message, forms=", ".join(forms))
    if not reason.strip():
        raise WithdrawalRefusedError("reason_missing", "撤回须写明理由。")
    refuse_too_long({"withdrawal_reason": reason, "withdrawal_target": target})
    with transaction.atomic():
        (record,) = locked_with_targets([index_number], actor=actor, ability=Ability.RECORD_WITHDRAW)
        if not record.edition or record.withdrawal not in readable_forms() or record.withdrawal == form:
            raise WithdrawalRefusedError("not_published", "这条信息没有公开，无须撤回。")
        if forms[form].needs_target:
            _refuse_target(record, target)
        record.state, record.withdrawal, record.withdrawal_reason = State.WITHDRAWN, form, reason.strip()
        record.withdrawal_target = target if forms[form].needs_target else ""
        record.withdrawn_at = record.updated_at = now
        due.cancel(index_number, SCHEDULED)
        if forms[form].text_stays:
            validity.lapse(record, now=now)
        record.save(update_fields=_FIELDS)
        after = {"form": form, "target": record.withdrawal_target}
        fact = Fact(
            "record.withdrawn",
            f"record:{index_number}",
            record.organ.code,
            after=after,
            reason=record.withdrawal_reason,
        )
        write(fact, actor=actor, now=now)
        # What it did to others, such as repealing them, is undone with its text.
        targets = validity.changing(Relation.objects.filter(source=record, in_edition=True))
        changed = validity.change(targets, now=now)
        emit(Emission("record.withdrawn", index_number, {"form": form}), *changed, lane=Lane.NOW, now=now)
    return record


_FIELDS = (
    "state", "withdrawal", "withdrawal_reason", "withdrawal_target", "withdrawn_at", "updated_at", "valid_to",
    "validity",
)  # fmt: skip


def _refuse_target(record: Record, target: str) -> None:
    if not target:
        raise WithdrawalRefusedError("target_missing", "这种方式须指明读者应转到哪条信息（索引号）。")
    held = Record.objects.filter(index_number=target, edition__gt=0, withdrawal="").exclude(pk=record.pk)
    if not held.exists():
        raise WithdrawalRefusedError("target_unknown", f"{target} 不是一条公开的信息：请核对索引号。", target=target)
