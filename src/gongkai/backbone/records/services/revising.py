"""Changing the working copy: fields, text and attachments. Readers go on seeing the newest edition."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongkai.backbone.records.drafts import Attachment, Changes
from gongkai.backbone.records.evidence import moved
from gongkai.backbone.records.models import Record
from gongkai.backbone.records.services import findings
from gongkai.backbone.records.services.lengths import refuse_too_long
from gongkai.backbone.records.services.reopening import REOPENED_FIELDS, ChangeRefusedError, changeable, reopen
from gongkai.foundations import texts
from gongkai.foundations.canonical import canonical, digest
from gongkai.foundations.texts.document import text_of
from gongkai.kernel.actors import Actor
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.services import emit


def revise(index_number: str, changes: Changes, *, seen: datetime | None = None, actor: Actor, now: datetime) -> Record:
    """Change fields of a record's working copy; it becomes a draft again and needs its whole review.

    ``seen`` is the ``updated_at`` the person worked from. Raises ``ChangeRefusedError`` when it was changed since, when
    it was withdrawn, or for an unknown field or a value that has no place in it.
    """
    after = _stored(changes)
    with transaction.atomic():
        record = changeable(index_number, actor=actor)
        if seen is not None and record.updated_at != seen:
            raise ChangeRefusedError("changed_meanwhile", "这条信息在您编辑期间已被他人修改：请重新打开后再改。")
        before = {name: getattr(record, name) for name in after}
        changed = sorted(name for name in after if after[name] != before[name])
        if not changed:
            return record
        reopen(record, actor=actor, now=now)
        if "document" in changed:
            record.evidence = moved(record.evidence, _words(record.document), _words(after["document"]))
        for name in changed:
            setattr(record, name, after[name])
        record.save(update_fields=[*REOPENED_FIELDS, *changed, "evidence"])
        findings.after_change(record, changed, actor=actor, now=now)
        fact = Fact(
            "record.revised",
            f"record:{index_number}",
            record.organ.code,
            before={name: _told(before[name]) for name in changed},
            after={name: _told(after[name]) for name in changed},
        )
        write(fact, actor=actor, now=now)
        emit(Emission("draft.revised", index_number, {"fields": changed}), lane=Lane.DEPENDENTS, now=now)
    return record


def _stored(changes: Changes) -> dict[str, Any]:
    """The changes as the record keeps them; a new text brings its outline."""
    unknown = set(changes) - set(Changes.__annotations__)
    if unknown:
        names = "、".join(sorted(unknown))
        raise ChangeRefusedError("field_unknown", f"没有这些可修改的字段：{names}。", fields=names)
    values = {name: _plain(value) for name, value in changes.items()}
    refuse_too_long(values)
    if "document" in values:
        values["outline"] = [entry.to_data() for entry in texts.outline(texts.from_data(values["document"]))]
    return values


def _words(document: dict[str, Any]) -> list[str]:
    return [text_of(block).strip() for block in texts.from_data(document).blocks]


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [item.to_data() if isinstance(item, Attachment) else item for item in value]
    return value


def _told(value: Any) -> Any:
    """The value as the audit tells it: a whole text by the digest of its canonical JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict | list):
        return {"sha256": digest(canonical({"value": value}))} if _is_long(value) else value
    return value


def _is_long(value: dict[str, Any] | list[Any]) -> bool:
    return isinstance(value, dict) or any(isinstance(item, dict) for item in value)
