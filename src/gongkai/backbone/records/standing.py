"""Where records stand, for those who see to it that they are published in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records.models import Record
from gongkai.backbone.records.selectors import address

_COLUMNS = (
    "index_number",
    "title",
    "dated_on",
    "created_at",
    "subject",
    "item",
    "kind",
    "disclosure",
    "edition",
    "published_at",
    "urgent_by",
    "withdrawal",
    "drafted_by",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A record's working copy as far as its publication goes; ``made_on`` is the day the information was made."""

    index_number: str
    organ: Organ
    title: str
    made_on: date
    subject: str
    item: str
    kind: str
    proactive: bool
    edition: int
    published_at: datetime | None
    urgent_by: str
    withdrawn: bool
    drafted_by: str

    @property
    def url(self) -> str:
        """Where it is read once it is published."""
        return address(self.index_number)


def standings(index_numbers: Sequence[str]) -> list[Standing]:
    """Where these records stand, in the order of their numbers."""
    # Only what is told of: the text of a record costs more to load than all the rest.
    rows = Record.objects.select_related("organ").only("organ", *_COLUMNS).filter(index_number__in=set(index_numbers))
    return [
        Standing(
            index_number=row.index_number,
            organ=row.organ,
            title=row.title,
            made_on=row.dated_on or timezone.localdate(row.created_at),
            subject=row.subject,
            item=row.item,
            kind=row.kind,
            proactive=row.disclosure == "proactive",
            edition=row.edition,
            published_at=row.published_at,
            urgent_by=row.urgent_by,
            withdrawn=bool(row.withdrawal),
            drafted_by=row.drafted_by,
        )
        for row in rows.order_by("index_number")
    ]
