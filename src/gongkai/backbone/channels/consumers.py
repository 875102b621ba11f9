"""Keeps lists in step with records and organs."""

from collections.abc import Mapping, Sequence

from gongkai.backbone.channels import following, services
from gongkai.backbone.records import selectors
from gongkai.kernel.events import Consumer, Delivery, Lane, Outcome
from gongkai.kernel.portal import stale


def _place(deliveries: Sequence[Delivery]) -> Mapping[str, Outcome]:
    records = selectors.published([delivery.subject for delivery in deliveries])
    lane = Lane.BULK if deliveries[-1].lane is Lane.BULK else Lane.DEPENDENTS
    # In the order of their events: whatever was published later stands above.
    changed = services.place(sorted(records.values(), key=lambda record: record.seq))
    stale.mark(changed | following.keys(changed), lane)
    return {
        number: Outcome(gone=not record.findable, detail=f"edition {record.edition}")
        for number, record in records.items()
    }


LISTS = Consumer("lists", ("record.published", "record.withdrawn", "record.validity_changed"), _place)


def _rename(deliveries: Sequence[Delivery]) -> Mapping[str, Outcome]:
    for delivery in deliveries:
        fields = delivery.data.get("fields", ["name"])
        # The page of the organ above lists those below: of a new one it does not know yet.
        near = (delivery.subject, delivery.data.get("parent"), delivery.data.get("former"))
        own = [f"organ:{code}" for code in near if code]
        stale.mark([*own, "organs:"], Lane.NOW)
        stale.touch([f"organ:{delivery.subject}"], fields, Lane.BULK)
    return {}


ORGANS = Consumer("organ-pages", ("organ.",), _rename)
