"""Reading columns, and how current they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from gongkai.backbone.channels import selectors as lists
from gongkai.backbone.duties.models import Duty
from gongkai.backbone.duties.selectors import owed_about
from gongkai.backbone.structure.models import Column
from gongkai.foundations.errors import GongkaiError


class ColumnMissingError(GongkaiError):
    """There is no such column."""

    def __init__(self) -> None:
        super().__init__("column_missing", "没有这个栏目：请从栏目列表中选择。")


@dataclass(frozen=True, slots=True)
class Currency:
    """A column, the day of its newest entry, and what is owed of it; ``late`` counts calendar days past the due day."""

    column: Column
    updated_on: date | None
    duty: Duty | None
    late: int


def columns(*, state: str = "") -> QuerySet[Column]:
    """Columns by their codes: all, ``active`` ones or those switched ``off``."""
    found = Column.objects.select_related("organ")
    return found.filter(active=state == "active") if state in {"active", "off"} else found


def column(code: str) -> Column:
    """The column; raises ``ColumnMissingError``."""
    found = Column.objects.select_related("organ").filter(code=code).first()
    if found is None:
        raise ColumnMissingError
    return found


def of_lists(names: Iterable[str]) -> QuerySet[Column]:
    """The active columns that show one of these lists."""
    return Column.objects.select_related("organ").filter(active=True, list__in=list(names))


def currencies(found: Iterable[Column], *, today: date) -> list[Currency]:
    """How current these columns are, those longest overdue first."""
    rows = list(found)
    owed = {duty.subject: duty for duty in owed_about([f"column:{row.code}" for row in rows])}
    told = [_currency(row, owed.get(f"column:{row.code}"), today) for row in rows]
    return sorted(told, key=lambda each: (-each.late, each.column.code))


def _currency(row: Column, duty: Duty | None, today: date) -> Currency:
    late = (today - duty.due_on).days if duty is not None and duty.due_on is not None else 0
    return Currency(row, updated_on(row.list), duty, max(late, 0))


def updated_on(name: str) -> date | None:
    """The day on which something last came into a list."""
    newest = lists.newest(name, 1)
    return newest[0].updated_at.date() if newest else None
