"""The versions of a record that can be set side by side: its working copy and its editions, in one form."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from gongkai.backbone.records.editions import edition_data
from gongkai.backbone.records.models import Edition, Record, Relation
from gongkai.foundations import law
from gongkai.foundations.errors import GongkaiError

WORKING_COPY = 0


class EditionMissingError(GongkaiError):
    """The record has no such edition."""


@dataclass(frozen=True, slots=True)
class Version:
    """What a record says in one edition, or in its working copy (number 0); ``data`` is of the form of an edition."""

    number: int
    data: Mapping[str, Any]

    def relations(self, language: str) -> list[str]:
        """What it does to others, each in words."""
        kinds = law.relation_kinds()
        return [f"{kinds[r['kind']].name(language)}：{r['title']}" for r in self.data["relations"]]

    def attachments(self) -> list[str]:
        """Its files, each with the beginning of its digest: another file of the same name is another file."""
        return [f"{file['name']}（{file['sha256'][:8]}）" for file in self.data["attachments"]]


def version(record: Record, number: int, *, now: datetime) -> Version:
    """The working copy (0) or an edition. Raises ``EditionMissingError``."""
    if number == WORKING_COPY:
        relations = Relation.objects.filter(source=record, in_draft=True).select_related("target").order_by("id")
        data = edition_data(record, list(relations), number=0, change_note="", published_at=now)
        return Version(0, json.loads(json.dumps(data)))
    row = Edition.objects.filter(record=record, number=number).first()
    if row is None:
        raise EditionMissingError("edition_missing", "没有这一版：请从历史中选择。")
    return Version(number, json.loads(bytes(row.content)))


def has_changed(record: Record) -> bool:
    """Whether the working copy may say something else than the newest edition."""
    return record.edition > 0 and record.updated_at != record.published_at


def editions(record: Record) -> QuerySet[Edition]:
    """Every edition, newest first, without its content."""
    return Edition.objects.filter(record=record).defer("content").order_by("-number")
