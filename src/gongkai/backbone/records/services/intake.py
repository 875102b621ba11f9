"""Files handed in at the console: kept at once, read in the background, one after another."""

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO
from uuid import UUID

from django.db import Error, transaction

from gongkai.backbone.organs import selectors as organs
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import intakes
from gongkai.backbone.records.models import Intake
from gongkai.backbone.records.services.ingesting import Ingested, ingest_upload
from gongkai.backbone.records.services.lengths import refuse_too_long
from gongkai.foundations import texts
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.accounts.selectors import actor_of
from gongkai.kernel.actors import SYSTEM, Ability, Actor, ForbiddenError, check, organs_for
from gongkai.kernel.audit.services import Fact, write, write_many
from gongkai.kernel.files.services import file_discard, file_store
from gongkai.kernel.files.storage import TooLargeError, storage
from gongkai.kernel.worker import wake

log = logging.getLogger(__name__)

MOST_FILES = 50
MOST_ATTEMPTS = 3
_FAILED = "读取时出错：请重试；仍不行时请另存为 DOCX 或 TXT 后再提交。"


class IntakeRefusedError(GongkaiError):
    """The files cannot be taken in, or not so many at once."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was handed in."""

    name: str
    size: int
    stream: BinaryIO


def hand_in(
    uploads: Sequence[Upload], *, organ_code: str, mark: UUID | None = None, actor: Actor, now: datetime
) -> UUID:
    """Keep the files and note them to be read; answers the mark of their batch, that given or a new one.

    One that is too large is noted as failed and not kept. Raises ``IntakeRefusedError``, ``OrganMissingError``,
    ``ForbiddenError``, or ``BatchMissingError`` for the mark of someone else's batch.
    """
    refuse_too_long({"organ": organ_code})
    organ = organs.organ_by_code(organ_code)
    check(actor, Ability.RECORD_DRAFT, organ=organ.code)
    if not uploads:
        raise IntakeRefusedError("no_files", "没有选择文件：请选择或拖入至少一个文件。")
    before = list(Intake.objects.filter(batch=mark).values_list("by", flat=True)) if mark else []
    if set(before) - {actor.id}:
        raise intakes.BatchMissingError
    if len(before) + len(uploads) > MOST_FILES:
        raise IntakeRefusedError("too_many_files", f"一次最多 {MOST_FILES} 个文件：请分几次提交。", limit=MOST_FILES)
    mark = mark or uuid.uuid4()
    rows = [_kept(upload, mark, organ, actor, now) for upload in uploads]
    with transaction.atomic():
        Intake.objects.bulk_create(rows)
        facts = [Fact("intake.received", f"intake:{mark}", organ.code, after={"file": r.sha256}) for r in rows]
        write_many(facts, actor=actor, now=now)
        wake.ring()
    return mark


def _kept(upload: Upload, mark: UUID, organ: Organ, actor: Actor, now: datetime) -> Intake:
    row = Intake(
        batch=mark,
        organ=organ,
        by=actor.id,
        by_label=actor.label,
        name=PurePath(upload.name).name[:255],
        size=upload.size,
        received_at=now,
    )
    if upload.size > texts.DEFAULT.size:
        _note_failure(row, TooLargeError(texts.DEFAULT.size), now)
    else:
        row.sha256 = file_store(upload.stream, organ=organ.code, actor=actor, now=now).sha256
    return row


def retry(mark: UUID, *, row: int | None = None, actor: Actor, now: datetime) -> int:
    """Have the failed files of a batch, or one of them, read once more; answers how many.

    Raises ``BatchMissingError``.
    """
    reach = organs_for(actor, Ability.RECORD_DRAFT)
    with transaction.atomic():
        again = [
            each
            for each in intakes.batch(mark, reach)
            if each.state == Intake.State.FAILED and each.sha256 and row in {None, each.pk}
        ]
        for each in again:
            Intake.objects.filter(pk=each.pk, state=Intake.State.FAILED).update(
                state=Intake.State.WAITING, attempts=0, error_code="", error_message="", finished_at=None
            )
            fact = Fact("intake.retried", f"intake:{mark}", each.organ.code, after={"file": each.sha256})
            write(fact, actor=actor, now=now)
        wake.ring()
    return len(again)


def read_next(now: datetime) -> bool:
    """Read the file that waits longest; answers whether one waited.

    May be broken off at any moment: the file is read again, and what was made of it before is found by its digest. One
    that breaks the reader off again and again has failed.
    """
    row = Intake.objects.select_related("organ").filter(state__in=intakes.UNFINISHED).order_by("id").first()
    if row is None:
        return False
    if row.attempts >= MOST_ATTEMPTS:
        error = IntakeRefusedError("reading_broke_off", "多次读取都中断了：请把文件另存为新文件后再提交。")
        _finish(row, error, now)
        return True
    row.state, row.attempts = Intake.State.READING, row.attempts + 1
    row.save(update_fields=["state", "attempts"])
    _finish(row, _read(row, now), now)
    return True


def _read(row: Intake, now: datetime) -> Ingested | GongkaiError:
    try:
        actor = actor_of(row.by, now)
        if actor is None:
            return ForbiddenError(Ability.RECORD_DRAFT, row.organ.code)
        chunks = storage().chunks(row.sha256)
        return ingest_upload(chunks, name=row.name, organ_code=row.organ.code, actor=actor, now=now)
    except GongkaiError as error:
        return error
    except FileNotFoundError:
        return IntakeRefusedError("reading_failed", _FAILED)
    except (Error, OSError):
        raise  # of the database or the storage: the file is read again
    except Exception:
        log.exception("file %s of batch %s could not be read", row.pk, row.batch)
        return IntakeRefusedError("reading_failed", _FAILED)


def _finish(row: Intake, result: Ingested | GongkaiError, now: datetime) -> None:
    if isinstance(result, GongkaiError):
        _note_failure(row, result, now)
        if result.code == "classified":
            _forget(row, result, now)
    else:
        row.state, row.record, row.finished_at = Intake.State.READ, result.record, now
        row.fresh = result.fresh or _made_by_this(row)
    with transaction.atomic():
        row.save(
            update_fields=[
                "state", "sha256", "record", "fresh", "error_code", "error_message", "error_facts", "finished_at",
            ]
        )  # fmt: skip


def _forget(row: Intake, error: GongkaiError, now: datetime) -> None:
    """A file marked as a secret does not stay here."""
    file_discard(row.sha256, organ=row.organ.code, reason=error.message, actor=SYSTEM, now=now)
    row.sha256 = ""


def _made_by_this(row: Intake) -> bool:
    """Whether the record was made of this very file by a reading that was broken off before it could say so."""
    record = row.record
    return (
        record is not None
        and record.created_at >= row.received_at
        and record.drafted_by == row.by
        and not Intake.objects.filter(record=record).exists()
    )


def _note_failure(row: Intake, error: GongkaiError, now: datetime) -> None:
    row.state, row.finished_at = Intake.State.FAILED, now
    row.error_code, row.error_message = error.code[:60], error.message
    row.error_facts = {name: str(value) for name, value in error.facts.items()}
