"""What happened in the demo city, as data; pure."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document the generator wrote. ``links`` names what it does to papers known by their keys."""

    key: str
    organ: str
    issuer: str
    kind: str
    subject: str
    item: str
    title: str
    lines: tuple[str, ...]
    dated_on: date
    document_number: str = ""
    effective_on: date | None = None
    expires_on: date | None = None
    summary: str = ""
    keywords: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Publish:
    """A paper came out."""

    at: datetime
    paper: Paper


@dataclass(frozen=True, slots=True)
class TakeIn:
    """A document written by hand was taken in and, unless it is a draft, published."""

    at: datetime
    file: str
    organ: str
    is_draft: bool


@dataclass(frozen=True, slots=True)
class Correct:
    """A second edition came out, with one more line and a note of what changed."""

    at: datetime
    paper: Paper
    line: str
    note: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """A published paper, or a file written by hand, was taken back; ``target`` is the key readers are led to."""

    at: datetime
    key: str
    organ: str
    form: str
    reason: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Hand:
    """A paper on someone's desk: how far it came (``draft``, ``returned``, a step of the review it waits at,
    ``approved``, ``scheduled``, ``urgent``), the team at work, and what was said or when it is to come out.
    """

    at: datetime
    paper: Paper
    reached: str
    team: str
    reason: str = ""
    out_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A text that leaves questions open was taken in as a draft."""

    at: datetime
    organ: str
    team: str
    name: str
    text: str


Act = Publish | TakeIn | Correct | Withdraw | Hand | Doubt
