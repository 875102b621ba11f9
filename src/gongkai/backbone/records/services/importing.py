"""Laws of a corpus as records: one batch, one transaction."""

import hashlib
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records.classification import kind_of, subject_of
from gongkai.backbone.records.drafts import Draft, Link
from gongkai.backbone.records.models import Record
from gongkai.backbone.records.services.publishing import import_many
from gongkai.foundations import texts
from gongkai.foundations.texts.formats import plain
from gongkai.kernel.actors import Actor

# 关于修改〈…〉的决定 and the like name what they act on.
_ACTS = re.compile(r"关于(修改|修正|废止)(?:部分|有关)?[《〈](.+?)[》〉]")
_RELATION = {"修改": "amends", "修正": "amends", "废止": "repeals"}


def import_batch(rows: Sequence[dict[str, Any]], *, organ: Organ, actor: Actor, now: datetime) -> int:
    """Import and publish those of the rows that are not held yet; answers how many they were."""
    keyed = {
        hashlib.sha256(f"{row['id']}\n{row['body']}".encode()).hexdigest(): row for row in rows if row["body"].strip()
    }
    held = set(
        Record.objects.filter(organ=organ, source_sha256__in=list(keyed)).values_list("source_sha256", flat=True)
    )
    drafts = [_draft(row, key, now) for key, row in keyed.items() if key not in held]
    if drafts:
        import_many(drafts, organ=organ, actor=actor, now=now)
    return len(drafts)


def _draft(row: dict[str, Any], key: str, now: datetime) -> Draft:
    document = plain.parse(row["body"], texts.DEFAULT)
    title = " ".join(row["title"].split())
    dated, effective = _day(row["date"]), _day(row["effective"])
    lapsed = row["status"] in {"已废止", "已失效"}
    yesterday = now.date() - timedelta(days=1)
    return Draft(
        title=title[:500],
        kind=kind_of(row["kind"], title).code,
        document=texts.to_data(document),
        outline=[entry.to_data() for entry in texts.outline(document)],
        document_number=row["doc_no"][:60],
        issuer=row["organ"],
        subject=subject_of(title, row["organ"]).code,
        item="20.1",
        dated_on=dated if dated is None or dated <= now.date() else None,
        effective_on=effective,
        # The corpus says that it lapsed, not when: it did so before today.
        expires_on=max(yesterday, effective + timedelta(days=1) if effective else yesterday) if lapsed else None,
        links=_links(title),
        source_sha256=key,
        source_name=row["id"],
    )


def _links(title: str) -> tuple[Link, ...]:
    return tuple(Link(_RELATION[verb], words=words[:500]) for verb, words in _ACTS.findall(title))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
