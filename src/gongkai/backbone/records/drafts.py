"""What a new record is made of; pure."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypedDict


@dataclass(frozen=True, slots=True)
class Attachment:
    """A stored file that belongs to a record: the name readers see, its SHA-256, media type and size in bytes."""

    name: str
    sha256: str
    media_type: str
    size: int

    def to_data(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {"name": self.name, "sha256": self.sha256, "media_type": self.media_type, "size": self.size}


@dataclass(frozen=True, slots=True)
class Link:
    """A relation to be noted: its kind, and the other record by index number or, not held here, by its words."""

    kind: str
    index_number: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything known of a record before it has an index number. Codes are those of the rule book."""

    title: str
    kind: str
    document: dict[str, Any]
    outline: list[dict[str, Any]] = field(default_factory=list)
    evidence: dict[str, Any] = field(default_factory=dict)
    document_number: str = ""
    issuer: str = ""
    genre: str = ""
    subject: str = "22"
    item: str = "20.15"
    disclosure: str = "proactive"
    disclosure_reason: str = ""
    dated_on: date | None = None
    printed_on: date | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    summary: str = ""
    keywords: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    note: str = ""
    attachments: tuple[Attachment, ...] = ()
    links: tuple[Link, ...] = ()
    source_sha256: str = ""
    source_name: str = ""


class Changes(TypedDict, total=False):
    """Fields of a working copy to be changed; those left out stay as they are."""

    title: str
    document_number: str
    issuer: str
    kind: str
    genre: str
    subject: str
    item: str
    disclosure: str
    disclosure_reason: str
    dated_on: date | None
    printed_on: date | None
    effective_on: date | None
    expires_on: date | None
    summary: str
    keywords: tuple[str, ...]
    addressees: tuple[str, ...]
    copies: tuple[str, ...]
    note: str
    document: dict[str, Any]
    attachments: tuple[Attachment, ...]
