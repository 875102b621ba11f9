"""New records."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records.drafts import Draft, Link
from gongkai.backbone.records.models import Record, Relation
from gongkai.backbone.records.services.lengths import refuse_too_long
from gongkai.foundations import law
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import Ability, Actor, check
from gongkai.kernel.audit.services import Fact, write_many
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.services import emit
from gongkai.kernel.numbers.services import issue


class RelationTargetMissingError(GongkaiError):
    """A relation names an index number nobody holds."""


def draft_many(drafts: Sequence[Draft], *, organ: Organ, actor: Actor, now: datetime) -> list[Record]:
    """Register the drafts for the organ and give each its index number; all or none."""
    check(actor, Ability.RECORD_DRAFT, organ=organ.code)
    with transaction.atomic():
        records = register(drafts, organ=organ, actor=actor, now=now)
        save_new(records, relations_of(records, drafts))
        write_many(
            [Fact("record.drafted", f"record:{r.index_number}", organ.code, after={"title": r.title}) for r in records],
            actor=actor,
            now=now,
        )
        emit(*(Emission("draft.registered", r.index_number) for r in records), lane=Lane.DEPENDENTS, now=now)
    return records


def register(drafts: Sequence[Draft], *, organ: Organ, actor: Actor, now: datetime) -> list[Record]:
    """Unsaved records with their index numbers, issued in the running transaction."""
    for draft in drafts:
        refuse_too_long({name: getattr(draft, name) for name in draft.__slots__})
    year = timezone.localtime(now).year
    serials = issue(f"index:{organ.code}:{year}", len(drafts)) if drafts else range(0)
    return [
        Record(
            index_number=law.index_number(organ.index_prefix, year, serial),
            organ=organ,
            title=draft.title,
            document_number=draft.document_number,
            issuer=draft.issuer,
            kind=draft.kind,
            genre=draft.genre,
            subject=draft.subject,
            item=draft.item,
            disclosure=draft.disclosure,
            disclosure_reason=draft.disclosure_reason,
            dated_on=draft.dated_on,
            printed_on=draft.printed_on,
            effective_on=draft.effective_on,
            expires_on=draft.expires_on,
            summary=draft.summary,
            keywords=list(draft.keywords),
            addressees=list(draft.addressees),
            copies=list(draft.copies),
            note=draft.note,
            document=draft.document,
            outline=draft.outline,
            evidence=draft.evidence,
            attachments=[attachment.to_data() for attachment in draft.attachments],
            source_sha256=draft.source_sha256 or None,
            source_name=draft.source_name,
            drafted_by=actor.id,
            created_at=now,
            updated_at=now,
        )
        for draft, serial in zip(drafts, serials, strict=True)
    ]


def relations_of(records: Sequence[Record], drafts: Sequence[Draft]) -> dict[str, list[Relation]]:
    """The drafts' links as unsaved relations of the records, by index number."""
    targets = _targets([link for draft in drafts for link in draft.links])
    relations: dict[str, list[Relation]] = defaultdict(list)
    for record, draft in zip(records, drafts, strict=True):
        for link in draft.links:
            words = "" if link.index_number else link.words
            relations[record.index_number].append(
                Relation(source=record, kind=link.kind, target=targets.get(link.index_number), target_words=words)
            )
    return relations


def save_new(records: Sequence[Record], relations: Mapping[str, Sequence[Relation]]) -> None:
    """Write new records with their relations."""
    Record.objects.bulk_create(records)
    Relation.objects.bulk_create([relation for some in relations.values() for relation in some])


def _targets(links: Sequence[Link]) -> dict[str, Record]:
    wanted = {link.index_number for link in links if link.index_number}
    if not wanted:
        return {}
    found = {r.index_number: r for r in Record.objects.filter(index_number__in=wanted)}
    for missing in sorted(wanted - set(found)):
        message = f"关联的信息 {missing} 不存在：请核对索引号。"
        raise RelationTargetMissingError("relation_target_missing", message, missing=missing)
    return found
