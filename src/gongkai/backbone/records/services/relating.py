"""Relations of the working copy. Those readers see stand in the newest edition and change with the next one."""

from datetime import datetime

from django.db import transaction

from gongkai.backbone.records.drafts import Link
from gongkai.backbone.records.models import Record, Relation
from gongkai.backbone.records.rules import readable_forms
from gongkai.backbone.records.services.access import RecordMissingError
from gongkai.backbone.records.services.lengths import refuse_too_long
from gongkai.backbone.records.services.reopening import REOPENED_FIELDS, ChangeRefusedError, changeable, reopen
from gongkai.foundations import law
from gongkai.kernel.actors import Ability, Actor, may
from gongkai.kernel.audit.services import Fact, write


def relate(index_number: str, link: Link, *, actor: Actor, now: datetime) -> Relation:
    """Note that the record does something to another, held here or known by its words alone.

    Raises ``ChangeRefusedError`` for an unknown kind, a link to itself or to nothing, or one noted already, and
    ``RecordMissingError`` for a target that is not public and that the actor may not see.
    """
    if link.kind not in law.relation_kinds():
        raise ChangeRefusedError("relation_kind_unknown", "没有这种关联类型：请重新选择。")
    words = "" if link.index_number else link.words.strip()
    if not link.index_number and not words:
        raise ChangeRefusedError("relation_empty", "请填写关联信息的索引号，或写明其名称。")
    refuse_too_long({"target_words": words})
    with transaction.atomic():
        record = changeable(index_number, actor=actor)
        target = _target(link.index_number, actor) if link.index_number else None
        if target is not None and target.pk == record.pk:
            raise ChangeRefusedError("relation_to_itself", "不能关联到这条信息自己。")
        row, fresh = Relation.objects.get_or_create(source=record, kind=link.kind, target=target, target_words=words)
        if not fresh and row.in_draft:
            raise ChangeRefusedError("relation_known", "已有这条关联。")
        row.in_draft = True
        row.save(update_fields=["in_draft"])
        _note(record, "record.related", row, actor=actor, now=now)
    return row


def unrelate(index_number: str, link: Link, *, actor: Actor, now: datetime) -> None:
    """Take a relation out of the working copy. Raises ``ChangeRefusedError`` when it is not in it."""
    with transaction.atomic():
        record = changeable(index_number, actor=actor)
        held = Relation.objects.filter(source=record, kind=link.kind, in_draft=True)
        if link.index_number:
            row = held.filter(target__index_number=link.index_number).first()
        else:
            row = held.filter(target=None, target_words=link.words.strip()).first()
        if row is None:
            raise ChangeRefusedError("relation_unknown", "没有这条关联。")
        _note(record, "record.unrelated", row, actor=actor, now=now)
        if row.in_edition:
            row.in_draft = False
            row.save(update_fields=["in_draft"])
        else:
            row.delete()


def _target(index_number: str, actor: Actor) -> Record:
    target = Record.objects.select_related("organ").filter(index_number=index_number).first()
    if target is None:
        raise RecordMissingError(index_number)
    is_public = target.edition > 0 and target.withdrawal in readable_forms()
    if not is_public and not may(actor, Ability.RECORD_SEE, organ=target.organ.code):
        raise RecordMissingError(index_number)
    return target


def _note(record: Record, action: str, row: Relation, *, actor: Actor, now: datetime) -> None:
    reopen(record, actor=actor, now=now)
    record.save(update_fields=REOPENED_FIELDS)
    told = {"kind": row.kind, "target": row.target.index_number if row.target else row.target_words}
    before, after = (told, None) if action == "record.unrelated" else (None, told)
    fact = Fact(action, f"record:{record.index_number}", record.organ.code, before=before, after=after)
    write(fact, actor=actor, now=now)
