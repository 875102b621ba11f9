"""Organs and drafts of the invented city, for tests."""

from datetime import date, datetime
from typing import Any

from gongkai.backbone.organs.models import Organ
from gongkai.backbone.organs.services import organ_create
from gongkai.backbone.records import services
from gongkai.backbone.records.drafts import Draft, Link
from gongkai.backbone.records.models import Record
from gongkai.foundations import law
from gongkai.kernel.actors import SYSTEM, Actor

CHAIN = ("office", "legality", "secrecy", "sign_off")


def make_organ(code: str, name: str, prefix: str, now: datetime, *, parent: str = "") -> Organ:
    kind = "department" if parent else "government"
    return organ_create(
        code=code,
        name=name,
        kind=kind,
        level="city",
        index_prefix=prefix,
        parent=parent,
        since=date(2015, 1, 1),
        actor=SYSTEM,
        now=now,
    )


def draft(title: str = "关于做好冬季供暖工作的通知", *links: Link, **changes: Any) -> Draft:
    """A notice that may be published, changed as wanted."""
    values: dict[str, Any] = {
        "title": title,
        "kind": "notice",
        "document": {"blocks": [f"{title}。", "一、提前检修管网。"], "format": "txt"},
        "subject": "01",
        "item": "20.1",
        "dated_on": date(2026, 11, 2),
        "links": links,
    }
    return Draft(**values | changes)


def drafted(organ: Organ, actor: Actor, now: datetime, *drafts: Draft) -> list[Record]:
    return services.draft_many(drafts or (draft(),), organ=organ, actor=actor, now=now)


def imported(organ: Organ, now: datetime, *drafts: Draft) -> list[str]:
    done = services.import_many(drafts or (draft(),), organ=organ, actor=SYSTEM, now=now)
    return [publication.index_number for publication in done]


def fresh(index_number: str) -> Record:
    """The record as the database has it now."""
    return Record.objects.select_related("organ").get(index_number=index_number)


def steps() -> tuple[str, ...]:
    return tuple(law.review_steps())
