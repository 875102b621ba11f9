"""Columns: setting one up, changing it, switching it off; and keeping their duties in step with what comes in."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.backbone.channels.naming import title_of
from gongkai.backbone.channels.rules import lists_of
from gongkai.backbone.duties import services as duties
from gongkai.backbone.organs.selectors import organ_by_code
from gongkai.backbone.records.standing import standings
from gongkai.backbone.structure.models import Column
from gongkai.backbone.structure.rules import is_column_code
from gongkai.backbone.structure.selectors import menu
from gongkai.backbone.structure.selectors.columns import ColumnMissingError, of_lists, updated_on
from gongkai.foundations import law
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import SYSTEM, Ability, Actor, check
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.events import Delivery, Emission, Lane, Subscription
from gongkai.kernel.events.services import emit


class ColumnRefusedError(GongkaiError):
    """The column cannot be as it was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a column is called, who keeps it, what it lists, and the most calendar days between two updates."""

    chinese: str
    english: str
    organ: str
    list: str
    every: int | None = None


def column_create(*, code: str, shape: Shape, actor: Actor, now: datetime) -> Column:
    """Set up a column. Raises ``ColumnRefusedError``, and ``DutyRefusedError`` for a period that is none."""
    check(actor, Ability.SITE_EDIT)
    if not is_column_code(code):
        raise ColumnRefusedError(
            "column_code_malformed", "栏目代码由 2 至 40 个小写字母、数字和连字符组成，以字母开头。"
        )
    taken = ColumnRefusedError("column_code_taken", f"已有代码为 {code} 的栏目：请换一个。", code=code)
    if code in law.updated_columns():
        raise taken
    with transaction.atomic():
        row = Column(code=code)
        _take(row, shape)
        _sign(row, actor, now)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise taken from error
        _settle("column.created", row, None, actor, now)
    return row


def column_change(code: str, *, shape: Shape, actor: Actor, now: datetime) -> Column:
    """Call it otherwise, have another keep it, list something else, or set another period."""
    with transaction.atomic():
        row = _locked(code, actor)
        before = _facts(row)
        _take(row, shape)
        _keep("column.changed", row, before, actor, now)
    return row


def column_switch(code: str, *, active: bool, actor: Actor, now: datetime) -> Column:
    """Have it without a page and owe nothing from now on, or be there again.

    Raises ``ColumnRefusedError`` while the navigation leads to it.
    """
    with transaction.atomic():
        row = _locked(code, actor)
        before = _facts(row)
        if not active and row.address in {entry.link for entry in menu.standing()}:
            message = "主导航还有一项通到这个栏目：请先从导航中去掉，再停用栏目。"
            raise ColumnRefusedError("column_in_navigation", message)
        row.active = active
        _keep("column.switched", row, before, actor, now)
    return row


def keep_current(deliveries: Sequence[Delivery]) -> None:
    """What was published came into columns: their updates are met, and owed anew."""
    columns = list(Column.objects.select_related("organ").filter(active=True, every__isnull=False))
    if not columns:
        return
    came = {}
    for record in standings([delivery.subject for delivery in deliveries]):
        names = lists_of(organ=record.organ.code, subject=record.subject, kind=record.kind, year=0, item=record.item)
        came.update(dict.fromkeys(names, f"record:{record.index_number}"))
    for column in columns:
        if column.list in came:
            now = deliveries[-1].at
            duties.keep_column_current(_owed(column), evidence=came[column.list], actor=SYSTEM, now=now)


COLUMNS = Subscription("columns-kept", ("record.published",), keep_current)


def pages_of(lists: frozenset[str]) -> set[str]:
    """The pages of the columns that show one of these lists."""
    return {f"column:{column.code}" for column in of_lists(lists)}


def _owed(row: Column) -> duties.Column:
    every = row.every if row.active else None
    return duties.Column(code=row.code, title=row.chinese, organ=row.organ, every=every, address=row.address)


def _take(row: Column, shape: Shape) -> None:
    if not shape.chinese.strip() or not shape.english.strip():
        raise ColumnRefusedError("column_unnamed", "请写明栏目的中文和英文名称。")
    if title_of(shape.list) is None:
        raise ColumnRefusedError("column_list_unknown", "没有这个列表：请从清单中选择栏目显示的内容。")
    row.organ = organ_by_code(shape.organ)
    row.chinese, row.english, row.list, row.every = (
        shape.chinese.strip(),
        shape.english.strip(),
        shape.list,
        shape.every,
    )


def _locked(code: str, actor: Actor) -> Column:
    check(actor, Ability.SITE_EDIT)
    row = Column.objects.select_for_update(of=("self",)).select_related("organ").filter(code=code).first()
    if row is None:
        raise ColumnMissingError
    return row


def _facts(row: Column) -> dict[str, object]:
    told = {one.name: getattr(row, one.name) for one in fields(Shape) if one.name != "organ"}
    return {**told, "organ": row.organ.code, "active": row.active}


def _sign(row: Column, actor: Actor, now: datetime) -> None:
    row.changed_by_label, row.changed_at = actor.label, now


def _keep(action: str, row: Column, before: dict[str, object], actor: Actor, now: datetime) -> None:
    if _facts(row) != before:
        _sign(row, actor, now)
        row.save()
        _settle(action, row, before, actor, now)


def _settle(action: str, row: Column, before: dict[str, object] | None, actor: Actor, now: datetime) -> None:
    """The duty, the audit and the event of a column that was set up or changed."""
    since = updated_on(row.list) or timezone.localdate(now)
    duties.set_column_period(_owed(row), updated_on=since, actor=actor, now=now)
    fact = Fact(action, f"column:{row.code}", row.organ.code, before=before, after=_facts(row))
    write(fact, actor=actor, now=now)
    emit(Emission("column.changed", row.code), lane=Lane.NOW, now=now)
