"""The working copy as readers would see it if it were published now."""

import json
from datetime import datetime

from django.utils import timezone

from gongkai.backbone.records import portal, selectors
from gongkai.backbone.records.editions import edition_data
from gongkai.backbone.records.models import Record, Relation
from gongkai.backbone.records.rules import validity_on
from gongkai.backbone.records.selectors import Published
from gongkai.backbone.records.validity import effects_on
from gongkai.foundations.canonical import canonical, digest


def page(record: Record, *, pictures: str, now: datetime) -> str:
    """The page of the record's next edition, in the active language; its pictures come from below ``pictures``."""
    number = record.index_number
    inverse = selectors.inverse_relations([number]).get(number, [])
    history = selectors.histories([number]).get(number, [])
    return portal.render_html(_published(record, now), history, inverse, pictures=pictures)


def _published(record: Record, now: datetime) -> Published:
    relations = list(Relation.objects.filter(source=record, in_draft=True).select_related("target").order_by("id"))
    data = edition_data(record, relations, number=record.edition + 1, change_note="", published_at=now)
    content = canonical(data)
    first = record.first_published_at or now
    return Published(
        index_number=record.index_number,
        edition=record.edition + 1,
        digest=digest(content),
        seq=0,
        data=json.loads(content),
        organ_code=record.organ.code,
        organ_name=record.organ.name,
        validity=validity_on(
            timezone.localdate(now),
            valid_from=record.effective_on or record.dated_on or timezone.localdate(first),
            valid_to=record.expires_on,
            effects=effects_on([record.pk])[record.pk],
        ),
        first_published_at=first,
        published_at=now,
        change_note="",
        withdrawal=record.withdrawal,
        withdrawal_reason=record.withdrawal_reason,
        withdrawal_target=record.withdrawal_target,
        withdrawn_at=record.withdrawn_at,
        content=content,
    )
