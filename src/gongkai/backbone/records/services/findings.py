"""What is to be looked at before publication: noted, settled by a person, and found anew when the text was changed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gongkai.backbone.records.findings import Finding as Found
from gongkai.backbone.records.findings import of_reading, of_text
from gongkai.backbone.records.models import Finding, Record
from gongkai.backbone.records.services.access import locked_one
from gongkai.backbone.records.services.lengths import refuse_too_long
from gongkai.foundations import texts
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import Ability, Actor
from gongkai.kernel.audit.services import Fact, write


class FindingRefusedError(GongkaiError):
    """The finding cannot be settled in this way."""


def note(record: Record, document: texts.Document, *, size: int, actor: Actor, now: datetime) -> None:
    """Keep what the reading of the record's file leaves to a person; inside the transaction that made the record."""
    found = [
        *of_reading(record.evidence, document.notices),
        *of_text(document, size=size, today=timezone.localdate(now)),
    ]
    _keep(record, found, actor, now)


def _keep(record: Record, found: Sequence[Found], actor: Actor, now: datetime) -> None:
    by_key = {finding.key: finding for finding in found}
    known = {row.key: row for row in Finding.objects.filter(record=record, key__in=by_key)}
    for key, row in known.items():
        row.block, row.start, row.end = by_key[key].block, by_key[key].start, by_key[key].end
        if row.resolution == Finding.Resolution.CORRECTED:
            row.resolution = Finding.Resolution.OPEN
    Finding.objects.bulk_update(known.values(), ["block", "start", "end", "resolution"])
    fresh = [finding for key, finding in by_key.items() if key not in known]
    Finding.objects.bulk_create(
        Finding(
            record=record,
            key=finding.key,
            code=finding.code,
            field=finding.field,
            reason=finding.reason,
            fix=finding.fix,
            blocking=finding.blocking,
            block=finding.block,
            start=finding.start,
            end=finding.end,
            found_at=now,
        )
        for finding in fresh
    )
    if fresh:
        counts = Counter(finding.code for finding in fresh)
        write(_fact("finding.noted", record, after=dict(sorted(counts.items()))), actor=actor, now=now)


def settle(index_number: str, finding: int, *, words: str = "", actor: Actor, now: datetime) -> Finding:
    """Say that what was found is right as it stands. Raises ``FindingRefusedError`` or ``ForbiddenError``."""
    return _resolve(index_number, finding, Finding.Resolution.RIGHT, words, actor, now)


def reopen_finding(index_number: str, finding: int, *, actor: Actor, now: datetime) -> Finding:
    """Take back that a finding was settled."""
    return _resolve(index_number, finding, Finding.Resolution.OPEN, "", actor, now)


def _resolve(
    index_number: str, pk: int, resolution: Finding.Resolution, words: str, actor: Actor, now: datetime
) -> Finding:
    refuse_too_long({"words": words})
    with transaction.atomic():
        record = locked_one(index_number, actor=actor, ability=Ability.RECORD_DRAFT)
        row = Finding.objects.filter(record=record, pk=pk).first()
        if row is None:
            raise FindingRefusedError("finding_missing", "没有这个核对事项：请刷新页面。")
        if row.resolution == resolution:
            return row
        row.resolution, row.words, row.by, row.by_label, row.at = resolution, words[:500], actor.id, actor.label, now
        row.save(update_fields=["resolution", "words", "by", "by_label", "at"])
        action = "finding.settled" if resolution else "finding.reopened"
        fact = _fact(action, record, after={"code": row.code, "field": row.field, "reason": row.reason}, reason=words)
        write(fact, actor=actor, now=now)
    return row


def after_change(record: Record, changed: Sequence[str], *, actor: Actor, now: datetime) -> None:
    """Settle what a change put right, and look through a new text; inside the transaction of the change."""
    gone = Finding.objects.filter(record=record, resolution=Finding.Resolution.OPEN, field__in=changed)
    if "document" in changed:
        today = timezone.localdate(now)
        found = [
            finding for finding in of_text(texts.from_data(record.document), today=today) if finding.block is not None
        ]
        keys = {finding.key for finding in found}
        in_text = Finding.objects.filter(record=record, resolution=Finding.Resolution.OPEN, block__isnull=False)
        gone = gone | in_text.exclude(key__in=keys)
        _keep(record, found, actor, now)
    gone.update(resolution=Finding.Resolution.CORRECTED, by=actor.id, by_label=actor.label, at=now)


def blocking(records: Iterable[Record]) -> Counter[int]:
    """How many unsettled findings keep each of these records from being published, by its id."""
    rows = Finding.objects.filter(record__in=list(records), blocking=True, resolution=Finding.Resolution.OPEN)
    return Counter(rows.values_list("record_id", flat=True))


def _fact(action: str, record: Record, *, after: dict[str, object], reason: str = "") -> Fact:
    return Fact(action, f"record:{record.index_number}", record.organ.code, after=after, reason=reason)
