"""Keeping each record's validity true to the day."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from gongkai.backbone.records.models import Record, Relation
from gongkai.backbone.records.rules import Effect, days_of_change, validity_on
from gongkai.backbone.records.validity import effects_on
from gongkai.foundations import law
from gongkai.kernel.actors import SYSTEM
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.due import services as due
from gongkai.kernel.due.registry import Due
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.services import emit

CHANGE = "record.validity"


def settle(records: Sequence[Record], *, now: datetime) -> None:
    """Set the validity of records about to be published, and note the days on which it will change.

    A document that names no day of effect counts from its own date, one without a date from its publication.
    """
    held = effects_on(record.pk for record in records if record.pk)
    moments = []
    for record in records:
        assert record.first_published_at is not None  # noqa: S101 - set just before
        record.valid_from = record.effective_on or record.dated_on or timezone.localdate(record.first_published_at)
        record.valid_to = _end(record)
        effects = held.get(record.pk, ())
        record.validity = _validity(record, effects, timezone.localdate(now))
        moments += _moments(record, effects, now)
    due.schedule(*moments)


def lapse(record: Record, *, now: datetime) -> None:
    """The record was taken back in a form that leaves its text: it is of no force from today on."""
    record.valid_to = _end(record)
    record.validity = _validity(record, effects_on([record.pk])[record.pk], timezone.localdate(now))


def _end(record: Record) -> date | None:
    lapsed = timezone.localdate(record.withdrawn_at) if record.withdrawn_at else None
    return min((day for day in (record.expires_on, lapsed) if day is not None), default=None)


def changing(relations: Iterable[Relation]) -> set[int]:
    """The primary keys of the records whose validity these relations decide."""
    kinds = law.relation_kinds()
    return {r.target_id for r in relations if r.target_id and kinds[r.kind].validity}


def change(targets: Iterable[int], *, now: datetime) -> list[Emission]:
    """Apply to these records what others do to them by now; answers the events that tell of it.

    An effect of a later day is noted in the due table instead.
    """
    wanted = sorted(set(targets))
    if not wanted:
        return []
    held = effects_on(wanted)
    emissions = []
    rows = Record.objects.select_for_update(of=("self",)).filter(id__in=wanted, edition__gt=0)
    for record in rows.order_by("index_number"):
        due.schedule(*_moments(record, held[record.pk], now))
        emissions += _change(record, held[record.pk], now)
    return emissions


def on_the_day(moment: Due, now: datetime) -> None:
    """The day has come on which the validity of a record may change: look, and tell if it did."""
    with transaction.atomic():
        targets = Record.objects.filter(index_number=moment.subject).values_list("id", flat=True)
        emit(*change(list(targets), now=now), lane=Lane.NOW, now=now)


def _change(record: Record, effects: Sequence[Effect], now: datetime) -> list[Emission]:
    known = _validity(record, effects, timezone.localdate(now))
    if known == record.validity:
        return []
    before, record.validity = record.validity, known
    record.save(update_fields=["validity"])
    fact = Fact(
        "record.validity_changed",
        f"record:{record.index_number}",
        before={"validity": before},
        after={"validity": known},
    )
    write(fact, actor=SYSTEM, now=now)
    return [Emission("record.validity_changed", record.index_number, {"validity": known})]


def _validity(record: Record, effects: Sequence[Effect], day: date) -> str:
    assert record.valid_from is not None  # noqa: S101 - every published record has one
    return validity_on(day, valid_from=record.valid_from, valid_to=record.valid_to, effects=effects)


def _moments(record: Record, effects: Sequence[Effect], now: datetime) -> list[Due]:
    assert record.valid_from is not None  # noqa: S101 - every published record has one
    today = timezone.localdate(now)
    days = days_of_change(valid_from=record.valid_from, valid_to=record.valid_to, effects=effects)
    later = [day for day in days if day > today]
    if not later:
        return []
    midnight = timezone.make_aware(datetime.combine(later[0], time.min))
    return [Due(CHANGE, record.index_number, midnight, {})]
