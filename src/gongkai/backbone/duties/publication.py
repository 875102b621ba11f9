"""What publishing entails: the day by which a record must be out, a second pair of eyes, columns kept up to date."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from gongkai.backbone.duties import law_in_use
from gongkai.backbone.duties.models import PENDING, Duty
from gongkai.backbone.duties.services.closing import drop, meet
from gongkai.backbone.duties.services.columns import Column, keep_column_current
from gongkai.backbone.duties.services.opening import Opening, open_duties
from gongkai.backbone.organs import selectors as organs
from gongkai.backbone.records.standing import Standing, standings
from gongkai.foundations import law
from gongkai.kernel.actors import SYSTEM
from gongkai.kernel.events import Delivery, Subscription

GENERAL, URGENT = "PROACTIVE", "URGENT_CONFIRM"
_REPORT = re.compile(r"(20\d{2})年.*政府信息公开工作年度报告")


def limit_of(record: Standing, on: date) -> str:
    """The rule by which a record must be published: that of a special law where one fits, else article 26."""
    for row in law.publication_limits(on=on).values():
        fits = (row.item, record.item), (row.kind, record.kind), (row.organ_kind, record.organ.kind)
        if all(wanted in {"", found} for wanted, found in fits):
            return row.rule
    return GENERAL


def publication_rules() -> list[str]:
    """Every rule that may bind a publication."""
    return [GENERAL, *dict.fromkeys(row.rule for row in law.publication_limits().values())]


def react(deliveries: Sequence[Delivery]) -> None:
    """Open what is owed from now on, and close what is done."""
    now = deliveries[-1].at
    evidence = {delivery.subject: delivery.seq for delivery in deliveries}
    found = {record.index_number: record for record in standings(list(evidence))}
    pending: dict[str, list[Duty]] = {}
    for duty in Duty.objects.filter(subject__in=[f"record:{n}" for n in found], state__in=PENDING):
        pending.setdefault(duty.subject, []).append(duty)
    openings: list[Opening] = []
    for number, record in found.items():
        owed = pending.get(f"record:{number}", [])
        openings += _to_be_published(record, owed, f"event:{evidence[number]}", now)
        openings += _to_be_confirmed(record, owed, f"event:{evidence[number]}", now)
    published = [found[d.subject] for d in deliveries if d.kind == "record.published" and d.subject in found]
    for record in published:
        _report(record, f"event:{evidence[record.index_number]}", now)
    open_duties(openings, actor=SYSTEM, now=now)
    _columns(published, now)


PUBLICATION = Subscription(
    "publication-duties", ("draft.", "record.published", "record.withdrawn", "record.urgent_confirmed"), react
)


def _to_be_published(record: Standing, owed: list[Duty], evidence: str, now: datetime) -> list[Opening]:
    subject, rules = f"record:{record.index_number}", set(publication_rules())
    held = next((duty for duty in owed if duty.rule in rules), None)
    if record.edition:
        if held is not None:
            met = meet(subject, [held.rule], evidence=evidence, at=record.published_at or now, actor=SYSTEM, now=now)
            Duty.objects.filter(id__in=[d.pk for d in met]).update(public=True, address=record.url, title=record.title)
        return []
    wanted = limit_of(record, record.made_on)
    if held is not None and (held.rule, held.started_on, record.proactive) == (wanted, record.made_on, True):
        return []
    if held is not None:
        drop(subject, [held.rule], reason="公开属性、事项或者日期有变更", actor=SYSTEM, now=now)
    if not record.proactive or record.made_on > timezone.localdate(now):
        return []
    if not any(version.holds_on(record.made_on) for version in law_in_use.rules_in_use().history(wanted)):
        return []  # made before any law set a limit
    return [
        Opening(
            rule=wanted,
            organ=record.organ,
            subject=subject,
            title=record.title,
            start=record.made_on,
            person=record.drafted_by,
        )
    ]


def _to_be_confirmed(record: Standing, owed: list[Duty], evidence: str, now: datetime) -> list[Opening]:
    subject, waits = f"record:{record.index_number}", any(duty.rule == URGENT for duty in owed)
    if waits and not record.urgent_by:
        meet(subject, [URGENT], evidence=evidence, at=now, actor=SYSTEM, now=now)
    if not record.urgent_by or waits or record.published_at is None:
        return []
    local = timezone.localtime(record.published_at)
    return [
        Opening(
            rule=URGENT,
            organ=record.organ,
            subject=subject,
            title=record.title,
            start=local.date(),
            at=local.time().replace(tzinfo=None),
            address=record.url,
        )
    ]


def _columns(published: list[Standing], now: datetime) -> None:
    """The columns of the rule book that something came into are up to date, and owed to be so again."""
    city = organs.root()
    kinds = {record.kind for record in published}
    if city is None or not kinds:
        return
    evidence = f"record:{published[-1].index_number}"
    for code, column in law.updated_columns(on=timezone.localdate(now)).items():
        if not column.kinds or kinds & set(column.kinds):
            kept = Column(code=code, title=column.zh, organ=city, rule=column.rule, case=column.case)
            keep_column_current(kept, evidence=evidence, actor=SYSTEM, now=now)


def _report(record: Standing, evidence: str, now: datetime) -> None:
    told = _REPORT.search(record.title) if record.kind == "report" else None
    if told is not None:
        meet(f"report:{told[1]}:{record.organ.code}", evidence=evidence, at=now, actor=SYSTEM, now=now)
