"""What the world sees of records."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any

from django.db.models import F
from django.utils import timezone

from gongkai.backbone.records.models import Edition, Record, Relation
from gongkai.backbone.records.rules import readable_forms
from gongkai.foundations import texts

# Each consumer of an event reads the same edition shortly after the other: of as many as one is given at once, twice.
EDITIONS_KEPT = 400
LONGEST_KEPT = 65_536  # bytes; long ones are read anew, so that what is kept stays below some 80 MB


@dataclass(frozen=True)
class Published:
    """A record as it is published: its newest edition, with today's validity and withdrawal.

    ``data`` is the edition's content (see ``editions.py``). ``findable`` tells whether lists and search show it.
    """

    index_number: str
    edition: int
    digest: str
    seq: int
    data: Mapping[str, Any]
    organ_code: str
    organ_name: str
    validity: str
    first_published_at: datetime
    published_at: datetime
    change_note: str
    withdrawal: str
    withdrawal_reason: str
    withdrawal_target: str
    withdrawn_at: datetime | None
    content: bytes

    @property
    def title(self) -> str:
        """The title as published."""
        return str(self.data["title"])

    @property
    def document_number(self) -> str:
        """The document number, or empty."""
        return str(self.data["document_number"])

    @property
    def issuer(self) -> str:
        """Who issued the document, in words; the publishing organ where the text names no one."""
        return str(self.data["issuer"]) or self.organ_name

    @property
    def kind(self) -> str:
        """The slug of its kind."""
        return str(self.data["kind"])

    @property
    def subject(self) -> str:
        """The code of its subject."""
        return str(self.data["subject"])

    @property
    def item(self) -> str:
        """The code of its statutory item."""
        return str(self.data["item"])

    @property
    def dated_on(self) -> date | None:
        """The date of the document."""
        return _day(self.data["dated_on"])

    @property
    def summary(self) -> str:
        """The summary, or empty."""
        return str(self.data["summary"])

    @property
    def keywords(self) -> Sequence[str]:
        """The keywords."""
        return tuple(self.data["keywords"])

    @cached_property
    def document(self) -> texts.Document:
        """The text in its structure."""
        return _document(self.content) if self._is_kept else texts.from_data(self.data["document"])

    @cached_property
    def text(self) -> str:
        """The text alone; kept, for each term explained is looked for in it."""
        return _text(self.content) if self._is_kept else texts.to_text(self.document)

    @property
    def _is_kept(self) -> bool:
        return len(self.content) <= LONGEST_KEPT

    @property
    def year(self) -> int:
        """The year it is listed under: that of the document, else of its publication."""
        return (self.dated_on or timezone.localdate(self.first_published_at)).year

    @property
    def url(self) -> str:
        """The address of its page, without site and language."""
        return address(self.index_number)

    @property
    def findable(self) -> bool:
        """Whether it stays in lists and search."""
        return self.withdrawal in readable_forms()


def address(index_number: str) -> str:
    """The address of a record's page."""
    return f"/info/{index_number}"


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def published(index_numbers: Sequence[str]) -> dict[str, Published]:
    """What the world sees of each of these records; those never published are left out."""
    rows = Edition.objects.filter(record__index_number__in=index_numbers, number=F("record__edition"))
    # Without an object for each row: three tables of them take as long as all that is in them.
    return {row["record__index_number"]: _published(row) for row in rows.values(*_PUBLISHED)}


_PUBLISHED = (
    "record__index_number", "number", "digest", "seq", "content", "published_at", "change_note",
    "record__organ__code", "record__organ__name", "record__validity", "record__first_published_at",
    "record__withdrawal", "record__withdrawal_reason", "record__withdrawal_target", "record__withdrawn_at",
)  # fmt: skip


def _published(row: Mapping[str, Any]) -> Published:
    content = bytes(row["content"])
    return Published(
        index_number=row["record__index_number"],
        edition=row["number"],
        digest=row["digest"],
        seq=row["seq"],
        data=_said(content) if len(content) <= LONGEST_KEPT else _read(content),
        organ_code=row["record__organ__code"],
        organ_name=row["record__organ__name"],
        validity=row["record__validity"],
        first_published_at=row["record__first_published_at"],
        published_at=row["published_at"],
        change_note=row["change_note"],
        withdrawal=row["record__withdrawal"],
        withdrawal_reason=row["record__withdrawal_reason"],
        withdrawal_target=row["record__withdrawal_target"],
        withdrawn_at=row["record__withdrawn_at"],
        content=content,
    )


def _read(content: bytes) -> Mapping[str, Any]:
    return MappingProxyType(json.loads(content))


@lru_cache(maxsize=EDITIONS_KEPT)
def _said(content: bytes) -> Mapping[str, Any]:
    return _read(content)


@lru_cache(maxsize=EDITIONS_KEPT)
def _document(content: bytes) -> texts.Document:
    return texts.from_data(_said(content)["document"])


@lru_cache(maxsize=EDITIONS_KEPT)
def _text(content: bytes) -> str:
    return texts.to_text(_document(content))


def published_one(index_number: str) -> Published | None:
    """What the world sees of this record, ``None`` when it was never published."""
    return published([index_number]).get(index_number)


def edition_content(index_number: str, number: int) -> bytes | None:
    """The frozen bytes of an edition, unless the record is withdrawn in a form that takes the text away."""
    row = Edition.objects.filter(
        record__index_number=index_number, number=number, record__withdrawal__in=readable_forms()
    ).first()
    return None if row is None else bytes(row.content)


@dataclass(frozen=True, slots=True)
class EditionLine:
    """A line in the history of a record."""

    number: int
    published_at: datetime
    change_note: str
    digest: str


def histories(index_numbers: Sequence[str]) -> dict[str, list[EditionLine]]:
    """The editions of each record that has more than one, newest first."""
    rows = (
        Edition.objects.filter(record__index_number__in=index_numbers, record__edition__gt=1)
        .order_by("-number")
        .values_list("record__index_number", "number", "published_at", "change_note", "digest")
    )
    lines: dict[str, list[EditionLine]] = {}
    for index_number, number, published_at, note, digest in rows:
        lines.setdefault(index_number, []).append(EditionLine(number, published_at, note, digest))
    return lines


@dataclass(frozen=True, slots=True)
class Inverse:
    """A published record that does something to this one."""

    kind: str
    index_number: str
    title: str


def inverse_relations(index_numbers: Sequence[str]) -> dict[str, list[Inverse]]:
    """What the newest editions of other records do to each of these, as far as readers can see them."""
    rows = (
        Relation.objects.filter(
            target__index_number__in=index_numbers, in_edition=True, source__withdrawal__in=readable_forms()
        )
        .order_by("id")
        .values_list("target__index_number", "kind", "source__index_number", "source__public_title")
    )
    found: dict[str, list[Inverse]] = {}
    for target, kind, index_number, title in rows:
        found.setdefault(target, []).append(Inverse(kind, index_number, title))
    return found


def by_document_number(numbers: Iterable[str]) -> dict[str, str]:
    """The index numbers of the public records that bear these document numbers; one borne by several is left out."""
    rows = Record.objects.filter(
        document_number__in={number for number in numbers if number},
        edition__gt=0,
        withdrawal__in=readable_forms(),
    ).values_list("document_number", "index_number")
    found: dict[str, list[str]] = {}
    for document_number, index_number in rows:
        found.setdefault(document_number, []).append(index_number)
    return {number: held[0] for number, held in found.items() if len(held) == 1}


def targets(index_numbers: Sequence[str]) -> set[str]:
    """The published records to which the newest editions of these do something."""
    rows = Relation.objects.filter(
        source__index_number__in=index_numbers, in_edition=True, target__edition__gt=0
    ).values_list("target__index_number", flat=True)
    return set(rows)


def by_source(organ_code: str, sha256: str) -> Record | None:
    """The record made from a file with this digest in this organ, if there is one."""
    return Record.objects.filter(organ__code=organ_code, source_sha256=sha256).first()


def taking_effect_soon(today: date, limit: int = 8) -> list[tuple[str, str, date]]:
    """Published records that are not yet in force: index number, title, day of effect; the soonest first."""
    rows = (
        Record.objects.filter(edition__gt=0, withdrawal="", validity="not_yet", valid_from__gt=today)
        .order_by("valid_from", "id")
        .values_list("index_number", "public_title", "valid_from")[:limit]
    )
    return [(number, title, day) for number, title, day in rows if day is not None]
