"""From a file to a record: read it, find its fields, keep the original, register it, and publish if asked."""

import hashlib
import io
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any

from django.db import transaction

from gongkai.backbone.organs import selectors as organs
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.organs.services import organ_locked
from gongkai.backbone.records import originals, selectors
from gongkai.backbone.records.classification import Guess, kind_of, subject_of
from gongkai.backbone.records.drafts import Attachment, Draft, Link
from gongkai.backbone.records.mentions import mentions
from gongkai.backbone.records.models import Record
from gongkai.backbone.records.rules import Route
from gongkai.backbone.records.services import findings
from gongkai.backbone.records.services.drafting import draft_many
from gongkai.backbone.records.services.publishing import publish
from gongkai.foundations import texts
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import Ability, Actor, check
from gongkai.kernel.events import Lane
from gongkai.kernel.files.models import StoredFile
from gongkai.kernel.files.services import file_store


class IngestRefusedError(GongkaiError):
    """The file was read but cannot become a record: no organ to hold it, or a mark of secrecy."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """The record a file became; ``fresh`` is False when the same file had been taken in before."""

    record: Record
    fresh: bool


def ingest(
    path: Path,
    *,
    name: str = "",
    organ_code: str = "",
    publish_now: bool = False,
    actor: Actor,
    now: datetime,
    lane: Lane = Lane.NOW,
) -> Ingested:
    """Take one file in. All or nothing: a file that is refused leaves no trace but its line in the answer.

    ``name`` is what it was called where it came from, when that is not its name here. Raises ``UnreadableFileError``,
    ``IngestRefusedError``, ``NotPublishableError``, ``OrganMissingError`` or ``ForbiddenError``.
    """
    name = name or path.name
    document = texts.read(path, name=name)
    official = texts.parse_official(document)
    organ, organ_guess = _organ(organ_code, official)
    check(actor, Ability.RECORD_DRAFT, organ=organ.code)
    if official.classification is not None:
        mark = official.classification.value
        raise IngestRefusedError("classified", f"文件标有“{mark}”，不得在本平台处理。", mark=mark)
    draft = _draft(name, document, official, organ_guess)
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    evidence = originals.on_paper(content, document, draft.evidence)
    with transaction.atomic():
        # Two who take in the same file at once queue here, and the second finds what the first made.
        organ_locked(organ.code)
        record = known = selectors.by_source(organ.code, digest)
        if record is None:
            pictures = [_store(medium.content, organ, actor, now) for medium in document.media]
            original = _store(content, organ, actor, now)
            draft = replace(
                draft,
                evidence=evidence,
                document=draft.document
                | {"media": [{"sha256": p.sha256, "media_type": p.media_type} for p in pictures]},
                attachments=(Attachment(name, original.sha256, original.media_type, original.size),),
                source_sha256=digest,
            )
            (record,) = draft_many([draft], organ=organ, actor=actor, now=now)
            findings.note(record, document, size=len(content), actor=actor, now=now)
        if publish_now and not record.edition:
            route = Route.IMPORTED if actor.is_system else Route.REVIEWED
            publish([record.index_number], actor=actor, now=now, route=route, lane=lane)
            record.refresh_from_db()
    return Ingested(record, fresh=known is None)


def ingest_upload(chunks: Iterable[bytes], *, name: str, organ_code: str, actor: Actor, now: datetime) -> Ingested:
    """Take in a document that comes over the network, as a draft; raises what ``ingest`` raises."""
    with tempfile.TemporaryDirectory(prefix="gongkai-upload-") as folder:
        # Its own name may be longer than any file system takes: a Chinese character is three bytes.
        path = Path(folder) / "upload"
        with path.open("wb") as file:
            file.writelines(chunks)
        return ingest(path, name=PurePath(name).name, organ_code=organ_code, actor=actor, now=now)


def _store(content: bytes, organ: Organ, actor: Actor, now: datetime) -> StoredFile:
    return file_store(io.BytesIO(content), organ=organ.code, actor=actor, now=now)


def _organ(code: str, official: texts.OfficialDocument[Any]) -> tuple[Organ, Guess]:
    if code:
        return organs.organ_by_code(code), Guess(code, 100)
    for found in (official.issuer, official.signature):
        organ = organs.organ_by_name(found.value) if found else None
        if organ is not None:
            return organ, Guess(organ.code, 95)
    root = organs.root()
    if root is None:
        raise IngestRefusedError(
            "no_organ", "还没有登记任何机构：请先用 gongkai organ create 登记，或用 --organ 指明。"
        )
    return root, Guess(root.code, 20)


def _draft(name: str, document: texts.Document, official: texts.OfficialDocument[Any], organ: Guess) -> Draft:
    def value(field: str, default: Any) -> Any:
        found = getattr(official, field)
        return default if found is None else found.value

    title = str(value("title", PurePath(name).stem))
    kind, subject = kind_of(value("kind", ""), title), subject_of(title, str(value("issuer", "")))
    guesses = {"organ": organ, "kind": kind, "subject": subject}
    evidence = official.evidence() | {
        field: official.evidence().get(field, {}) | {"confidence": guess.confidence} for field, guess in guesses.items()
    }
    if official.attachments is not None:
        evidence["attachments"]["named"] = list(official.attachments.value)
    data = texts.to_data(document)
    links, proposals = _links(data["blocks"])
    if proposals:
        evidence["relations"] = {"confidence": max(p["confidence"] for p in proposals), "found": proposals}
    return Draft(
        title=title[:500],
        kind=kind.code,
        document=data,
        links=links,
        outline=[entry.to_data() for entry in texts.outline(document)],
        evidence=evidence,
        document_number=value("document_number", "")[:60],
        issuer=value("issuer", "")[:300],
        subject=subject.code,
        item="20.1" if official.document_number is not None else "20.15",
        disclosure=value("disclosure", "proactive"),
        disclosure_reason=value("note", ""),
        dated_on=value("dated_on", None),
        printed_on=value("printed_on", None),
        effective_on=value("effective_on", None),
        expires_on=value("expires_on", None),
        addressees=value("addressees", ()),
        copies=value("copies", ()),
        note=value("note", "")[:200],
        source_name=name[:255],
    )


def _links(blocks: Sequence[Any]) -> tuple[tuple[Link, ...], list[dict[str, Any]]]:
    """What the text says it does to other documents: those known here by their number become relations of the draft,
    all of them are kept as proposals with their evidence.
    """
    found = mentions(blocks)
    held = selectors.by_document_number(mention.document_number for mention in found)
    links = {Link(m.kind, held[m.document_number]): None for m in found if m.document_number in held}
    return tuple(links), [m.to_data() | {"index_number": held.get(m.document_number)} for m in found]
