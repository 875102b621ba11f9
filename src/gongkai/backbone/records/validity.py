"""What a published record is worth, on any day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from gongkai.backbone.records.models import Record, Relation
from gongkai.backbone.records.rules import Effect, readable_forms, validity_on
from gongkai.foundations import law


def effects_on(records: Iterable[int]) -> Mapping[int, Sequence[Effect]]:
    """What the newest editions of others do to these records (by primary key); readers must be able to see them."""
    kinds = law.relation_kinds()
    rows = Relation.objects.filter(
        target__in=list(records),
        in_edition=True,
        kind__in=[code for code, kind in kinds.items() if kind.validity],
        source__withdrawal__in=readable_forms(),
    ).values_list("target_id", "kind", "source__valid_from")
    effects: dict[int, list[Effect]] = defaultdict(list)
    for target, kind, since in rows:
        if since is not None:
            effects[target].append(Effect(kinds[kind].validity, since))
    return effects


def validity_of(index_number: str, day: date) -> str | None:
    """The validity of a published record on a day, past or to come; ``None`` when readers can see no such record.

    Days to come are answered by what is published now.
    """
    record = Record.objects.filter(
        index_number=index_number, edition__gt=0, withdrawal__in=readable_forms()
    ).only("id", "valid_from", "valid_to").first()  # fmt: skip
    if record is None or record.valid_from is None:
        return None
    effects = effects_on([record.pk])[record.pk]
    return validity_on(day, valid_from=record.valid_from, valid_to=record.valid_to, effects=effects)
