"""What is seen of files handed in, each only by those who draft for its organ."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from gongkai.backbone.organs import selectors as organs
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records.models import Intake
from gongkai.foundations.errors import GongkaiError, in_english

Reach = frozenset[str] | None
UNFINISHED = (Intake.State.WAITING, Intake.State.READING)


class BatchMissingError(GongkaiError):
    """No files were handed in under this mark, or the actor may not know of them."""

    def __init__(self) -> None:
        super().__init__("batch_missing", "没有这批文件：请核对链接。")


def organs_within(reach: Reach) -> list[Organ]:
    """The organs a person may choose among: those within reach that still exist."""
    found = [organ for organ in organs.all_organs() if organ.abolished_on is None]
    return found if reach is None else [organ for organ in found if organ.code in reach]


def handed_in(reach: Reach) -> QuerySet[Intake]:
    """The files handed in for these organs, the newest first."""
    rows = Intake.objects.select_related("organ", "record").defer(
        "record__document", "record__outline", "record__evidence", "record__attachments"
    )
    return (rows if reach is None else rows.filter(organ__code__in=reach)).order_by("-id")


def batch(mark: UUID, reach: Reach) -> list[Intake]:
    """The files of a batch in their order. Raises ``BatchMissingError`` when none is within reach."""
    rows = list(handed_in(reach).filter(batch=mark).order_by("id"))
    if not rows:
        raise BatchMissingError
    return rows


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is."""

    total: int
    read: int
    failed: int

    @property
    def done(self) -> int:
        """How many wait for nothing any more."""
        return self.read + self.failed

    @property
    def finished(self) -> bool:
        """Whether every file was read or failed."""
        return self.done == self.total


def progress(rows: Sequence[Intake]) -> Progress:
    """How far these files are."""
    states = [row.state for row in rows]
    return Progress(len(rows), states.count(Intake.State.READ), states.count(Intake.State.FAILED))


def said(row: Intake, language: str) -> str:
    """Why the file could not be taken in and what to do, in this language; empty when nothing went wrong."""
    if language.startswith("zh"):
        return row.error_message
    return in_english(row.error_code, row.error_facts) or row.error_message
