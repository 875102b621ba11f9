"""The only roads from an index number to a record: each checks that the actor may take it."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from gongkai.backbone.records.models import Record, Relation
from gongkai.foundations import law
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import Ability, Actor, check


class RecordMissingError(GongkaiError):
    """No record has this index number, or the actor may not know of it."""

    def __init__(self, index_number: str) -> None:
        message = f"没有索引号为 {index_number} 的信息：请核对索引号。"
        super().__init__("record_missing", message, index_number=index_number)


def locked(index_numbers: Iterable[str], *, actor: Actor, ability: Ability) -> list[Record]:
    """The records, their rows locked until the transaction ends, in one order so that two never wait in a ring.

    Raises ``RecordMissingError`` for a number nobody holds and ``ForbiddenError`` where the actor lacks the ability.
    """
    wanted = sorted(set(index_numbers))
    records = list(_locked_rows(wanted).select_related("organ"))
    found = {record.index_number for record in records}
    for index_number in wanted:
        if index_number not in found:
            raise RecordMissingError(index_number)
    for organ in {record.organ.code for record in records}:
        check(actor, ability, organ=organ)
    return records


def locked_with_targets(index_numbers: Sequence[str], *, actor: Actor, ability: Ability) -> list[Record]:
    """As ``locked``; the rows of the records whose validity these decide are locked with them, in the same order.

    Else of two records that repeal each other each could hold its own row and wait for the other's.
    """
    deciding = [kind for kind, rule in law.relation_kinds().items() if rule.validity]
    relations = Relation.objects.filter(source__index_number__in=index_numbers, kind__in=deciding, target__isnull=False)
    targets = relations.values_list("target__index_number", flat=True)
    list(_locked_rows({*index_numbers, *targets}).values_list("id", flat=True))
    return locked(index_numbers, actor=actor, ability=ability)


def _locked_rows(index_numbers: Iterable[str]) -> QuerySet[Record]:
    rows = Record.objects.select_for_update(of=("self",))
    return rows.filter(index_number__in=index_numbers).order_by("index_number")


def locked_one(index_number: str, *, actor: Actor, ability: Ability) -> Record:
    """As ``locked``, for one record."""
    return locked([index_number], actor=actor, ability=ability)[0]
