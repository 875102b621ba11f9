"""What readers are told of a record that was taken back, and what they would be told."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.template.loader import get_template
from django.utils import timezone

from gongkai.backbone.records import portal, selectors
from gongkai.backbone.records.models import Record
from gongkai.backbone.records.rules import validity_on
from gongkai.backbone.records.selectors import Published
from gongkai.backbone.records.validity import effects_on
from gongkai.foundations import law
from gongkai.kernel.portal.context import site_facts


def told(found: Published, language: str) -> dict[str, Any]:
    """What the page says that stands where a record was."""
    return {
        "index_number": found.index_number,
        "form": law.withdrawal_forms()[found.withdrawal].name(language),
        "reason": found.withdrawal_reason,
        "day": None if found.withdrawn_at is None else timezone.localdate(found.withdrawn_at),
    }


@dataclass(frozen=True, slots=True)
class Outlook:
    """What readers would see at the record's address: the status they are answered, where they are led, the page."""

    status: int
    leads_to: str
    html: str


def outlook(record: Record, *, form: str, reason: str, target: str, language: str, now: datetime) -> Outlook | None:
    """What readers would see if the record were withdrawn so; ``None`` for a form or a target that is none."""
    found, known = selectors.published_one(record.index_number), law.withdrawal_forms().get(form)
    if found is None or known is None:
        return None
    if known.needs_target:
        led = selectors.published_one(target)
        if led is None or led.withdrawal or led.index_number == found.index_number:
            return None
        return Outlook(known.http_status, led.url, _page(led))
    after = replace(found, withdrawal=form, withdrawal_reason=reason, withdrawal_target="", withdrawn_at=now)
    if known.text_stays:
        return Outlook(known.http_status, "", _page(replace(after, validity=_lapsed(record, now))))
    context = told(after, language) | {"site": site_facts(), "path": found.url}
    return Outlook(known.http_status, "", get_template("records/gone.html").render(context))


def _page(found: Published) -> str:
    number = found.index_number
    history = selectors.histories([number]).get(number, [])
    return portal.render_html(found, history, selectors.inverse_relations([number]).get(number, []))


def _lapsed(record: Record, now: datetime) -> str:
    """The validity of a record that is of no force from today on."""
    today = timezone.localdate(now)
    end = min(day for day in (record.expires_on, today) if day is not None)
    effects = effects_on([record.pk]).get(record.pk, ())
    return validity_on(today, valid_from=record.valid_from or today, valid_to=end, effects=effects)
