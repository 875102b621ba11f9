"""The frozen form of a record: what an edition says, as data for canonical JSON."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gongkai.backbone.records.models import Record, Relation

SCHEMA = "gongkai.edition/1"

_TEXTS = ("title", "document_number", "issuer", "kind", "genre", "subject", "item", "disclosure", "summary", "note")
_DATES = ("dated_on", "printed_on", "effective_on", "expires_on")
_LISTS = ("keywords", "addressees", "copies", "outline", "attachments")


def edition_data(
    record: Record,
    relations: Sequence[Relation],
    *,
    number: int,
    change_note: str,
    published_at: datetime,
) -> dict[str, Any]:
    """What edition ``number`` of the record says. Days are ISO dates, the moment carries its offset."""
    return {
        "schema": SCHEMA,
        "index_number": record.index_number,
        "edition": number,
        "organ": {"code": record.organ.code, "name": record.organ.name},
        "change_note": change_note,
        "published_at": timezone.localtime(published_at).isoformat(timespec="seconds"),
        "document": record.document,
        "relations": [_relation(relation) for relation in relations],
        **{name: getattr(record, name) for name in _TEXTS + _LISTS},
        **{name: _iso(getattr(record, name)) for name in _DATES},
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _relation(relation: Relation) -> dict[str, str]:
    if relation.target is None:
        return {"kind": relation.kind, "title": relation.target_words}
    target = relation.target
    return {"kind": relation.kind, "index_number": target.index_number, "title": target.public_title or target.title}
