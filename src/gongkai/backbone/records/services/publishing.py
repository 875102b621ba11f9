"""The only door to the public: every path, from the console to the bulk import, comes through ``_publish``."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records.drafts import Draft
from gongkai.backbone.records.editions import edition_data
from gongkai.backbone.records.models import Edition, Record, Relation, State
from gongkai.backbone.records.rules import Candidate, Reason, Route, readable_forms, reasons_against
from gongkai.backbone.records.services import findings, urgency, validity
from gongkai.backbone.records.services.access import locked, locked_with_targets
from gongkai.backbone.records.services.drafting import register, relations_of, save_new
from gongkai.backbone.records.services.lengths import refuse_too_long
from gongkai.backbone.records.services.reopening import SCHEDULED
from gongkai.backbone.records.services.reviewing import passed_steps
from gongkai.foundations.canonical import canonical, digest
from gongkai.foundations.errors import GongkaiError, in_english
from gongkai.kernel.actors import SYSTEM, Ability, Actor, ForbiddenError, check
from gongkai.kernel.audit.services import Fact, write, write_many
from gongkai.kernel.due import services as due
from gongkai.kernel.due.registry import Due
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.services import emit

_ABILITY = {
    Route.REVIEWED: Ability.RECORD_PUBLISH,
    Route.URGENT: Ability.RECORD_PUBLISH_URGENTLY,
    Route.IMPORTED: Ability.RECORD_PUBLISH,
}


class NotPublishableError(GongkaiError):
    """All reasons why the records cannot be published now, by index number."""

    def __init__(self, reasons: Mapping[str, Sequence[Reason]]) -> None:
        lines = [f"{number}：{reason.message}" for number, some in reasons.items() for reason in some]
        super().__init__("not_publishable", "\n".join(lines))
        self.reasons = reasons

    def english(self) -> str:
        """Every reason on its line, as in Chinese."""
        pairs = [(number, reason) for number, some in self.reasons.items() for reason in some]
        return "\n".join(f"{number}: {in_english(reason.code, {}) or reason.message}" for number, reason in pairs)


@dataclass(frozen=True, slots=True)
class Publication:
    """An edition that was published; ``seq`` is the event that tells of it."""

    index_number: str
    edition: int
    digest: str
    seq: int


@dataclass(frozen=True, slots=True)
class _Occasion:
    actor: Actor
    now: datetime
    route: Route
    change_note: str
    lane: Lane


def publish(
    index_numbers: Sequence[str],
    *,
    actor: Actor,
    now: datetime,
    route: Route = Route.REVIEWED,
    change_note: str = "",
    lane: Lane = Lane.NOW,
) -> list[Publication]:
    """Publish the records, all or none, in one transaction: editions, validity, audit and events.

    Raises ``NotPublishableError`` with every reason, ``ForbiddenError``, or ``RecordMissingError``.
    """
    occasion = _Occasion(actor, now, route, change_note, lane)
    with transaction.atomic():
        records = locked_with_targets(index_numbers, actor=actor, ability=_ABILITY[route])
        before, relations = _relations(records)
        _unschedule(records)
        frozen = _freeze(records, relations, occasion)
        validity.settle(records, now=now)
        if route is Route.URGENT:
            urgency.mark(records, actor=actor, now=now)
        for record in records:
            record.save(update_fields=_PUBLISHED_FIELDS)
        Relation.objects.filter(source__in=records, in_draft=False).delete()
        Relation.objects.filter(source__in=records, in_edition=False).update(in_edition=True)
        after = [relation for some in relations.values() for relation in some]
        return _append(frozen, validity.changing([*before, *after]), occasion)


def _unschedule(records: Sequence[Record]) -> None:
    for record in records:
        if record.state == State.SCHEDULED:
            due.cancel(record.index_number, SCHEDULED)


_PUBLISHED_FIELDS = (
    "state", "edition", "published_at", "first_published_at", "updated_at", "public_title", "valid_from", "valid_to",
    "validity", "urgent_by",
)  # fmt: skip


def _relations(records: Sequence[Record]) -> tuple[list[Relation], dict[str, list[Relation]]]:
    """The relations readers have seen so far, and those of the working copies by index number."""
    batch = {record.pk: record for record in records}
    seen, wanted = [], defaultdict(list)
    for relation in Relation.objects.filter(source__in=records).select_related("target").order_by("id"):
        if relation.in_edition:
            seen.append(relation)
        if relation.in_draft:
            # One that is published along with its source is taken as it will be.
            relation.target = batch.get(relation.target_id or 0, relation.target)
            wanted[batch[relation.source_id].index_number].append(relation)
    return seen, wanted


def import_many(
    drafts: Sequence[Draft], *, organ: Organ, actor: Actor, now: datetime, lane: Lane = Lane.BULK
) -> list[Publication]:
    """Register and publish at once what was published or reviewed elsewhere; the system alone may.

    For the bulk: rows are written once, in their final state. All or none.
    """
    check(actor, Ability.RECORD_PUBLISH, organ=organ.code)
    occasion = _Occasion(actor, now, Route.IMPORTED, "", lane)
    with transaction.atomic():
        records = register(drafts, organ=organ, actor=actor, now=now)
        relations = relations_of(records, drafts)
        frozen = _freeze(records, relations, occasion)
        validity.settle(records, now=now)
        after = [relation for some in relations.values() for relation in some]
        for relation in after:
            relation.in_edition = True
        save_new(records, relations)
        return _append(frozen, validity.changing(after), occasion)


def schedule(index_number: str, *, at: datetime, change_note: str = "", actor: Actor, now: datetime) -> Record:
    """Have an approved record published at ``at``; the rules are checked now and again when it fires.

    Changing the record or its relations before then takes it back to the review, and off the schedule.
    """
    with transaction.atomic():
        records = locked([index_number], actor=actor, ability=Ability.RECORD_PUBLISH)
        (record,) = records
        _refuse(records, _relations(records)[1], _Occasion(actor, now, Route.REVIEWED, change_note, Lane.NOW))
        if at <= now:
            raise NotPublishableError({index_number: [Reason("past", "定时发布的时间须晚于现在。")]})
        record.state, record.updated_at = State.SCHEDULED, now
        record.save(update_fields=["state", "updated_at"])
        due.schedule(Due(SCHEDULED, index_number, at, {"by": actor.id, "change_note": change_note}))
        fact = Fact("record.scheduled", f"record:{index_number}", record.organ.code, after={"at": at.isoformat()})
        write(fact, actor=actor, now=now)
    return record


_Frozen = list[tuple[Record, bytes]]


def _freeze(records: Sequence[Record], relations: Mapping[str, Sequence[Relation]], occasion: _Occasion) -> _Frozen:
    """Check the rules, bring the records into their published state and fix what each edition says."""
    _refuse(records, relations, occasion)
    frozen: _Frozen = []
    for record in records:
        record.edition += 1
        record.public_title = record.title
        # A correction of one that lapsed does not bring it back into force.
        record.state = State.WITHDRAWN if record.withdrawal else State.PUBLISHED
        record.published_at = record.updated_at = occasion.now
        record.first_published_at = record.first_published_at or occasion.now
        data = edition_data(
            record,
            relations.get(record.index_number, ()),
            number=record.edition,
            change_note=occasion.change_note,
            published_at=occasion.now,
        )
        frozen.append((record, canonical(data)))
    return frozen


def _append(frozen: _Frozen, changing: set[int], occasion: _Occasion) -> list[Publication]:
    """Write audit, events and editions. The events' counter is taken last: it makes publishers queue."""
    digests = [digest(content) for _, content in frozen]
    facts = [_fact(record, known, occasion) for (record, _), known in zip(frozen, digests, strict=True)]
    write_many(facts, actor=occasion.actor, now=occasion.now)
    changed = validity.change(changing, now=occasion.now)
    emissions = [Emission("record.published", r.index_number, {"edition": r.edition}) for r, _ in frozen]
    numbers = emit(*emissions, *changed, lane=occasion.lane, now=occasion.now)
    editions = [
        Edition(
            record=record,
            number=record.edition,
            content=content,
            digest=known,
            change_note=occasion.change_note,
            published_at=occasion.now,
            published_by=occasion.actor.id,
            route=occasion.route,
            seq=seq,
        )
        for (record, content), known, seq in zip(frozen, digests, numbers, strict=False)
    ]
    Edition.objects.bulk_create(editions)
    return [Publication(e.record.index_number, e.number, e.digest, e.seq) for e in editions]


def _refuse(records: Sequence[Record], relations: Mapping[str, Sequence[Relation]], occasion: _Occasion) -> None:
    refuse_too_long({"change_note": occasion.change_note})
    if occasion.route is Route.IMPORTED and not occasion.actor.is_system:
        raise ForbiddenError(Ability.RECORD_PUBLISH, "")
    batch = {record.index_number for record in records}
    # The bulk that was reviewed elsewhere is not asked about.
    unsettled = Counter[int]() if occasion.route is Route.IMPORTED else findings.blocking(records)
    broken = {}
    for record in records:
        targets = [r.target for r in relations.get(record.index_number, ()) if r.target is not None]
        hidden = sum(target.index_number not in batch and not _is_public(target) for target in targets)
        reasons = reasons_against(_candidate(record, hidden, unsettled[record.pk], occasion))
        if reasons:
            broken[record.index_number] = reasons
    if broken:
        raise NotPublishableError(broken)


def hindrances(record: Record, *, now: datetime) -> Sequence[Reason]:
    """What would keep the working copy from publication now, whatever its review says."""
    try:
        _refuse([record], _relations([record])[1], _Occasion(SYSTEM, now, Route.IMPORTED, "-", Lane.NOW))
    except NotPublishableError as error:
        return error.reasons[record.index_number]
    return ()


def _is_public(record: Record) -> bool:
    return record.edition > 0 and record.withdrawal in readable_forms()


def _candidate(record: Record, hidden: int, unsettled: int, occasion: _Occasion) -> Candidate:
    return Candidate(
        title=record.title,
        kind=record.kind,
        subject=record.subject,
        item=record.item,
        disclosure=record.disclosure,
        dated_on=record.dated_on,
        effective_on=record.effective_on,
        expires_on=record.expires_on,
        document=record.document,
        attachments=len(record.attachments),
        route=occasion.route,
        approved=record.state in {State.APPROVED, State.SCHEDULED},
        withdrawal=record.withdrawal,
        authors=record.authors,
        submitted_by=record.submitted_by,
        publisher=occasion.actor.id,
        passed=passed_steps(record) if occasion.route is Route.REVIEWED else {},
        organ_abolished=record.organ.abolished_on is not None,
        hidden_relations=hidden,
        open_findings=unsettled,
        today=timezone.localdate(occasion.now),
        change_note=occasion.change_note,
        edition=record.edition,
    )


def _fact(record: Record, known: str, occasion: _Occasion) -> Fact:
    return Fact(
        "record.published",
        f"record:{record.index_number}",
        record.organ.code,
        after={"edition": record.edition, "digest": known, "route": occasion.route.value},
        reason=occasion.change_note,
    )
