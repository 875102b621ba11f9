"""Who acts when a record was published, withdrawn, or changed its validity."""

from collections.abc import Mapping, Sequence

from gongkai.backbone.records import selectors
from gongkai.kernel.events import Consumer, Delivery, Lane, Outcome
from gongkai.kernel.portal import baker, stale

KINDS = ("record.published", "record.withdrawn", "record.validity_changed")
# What other pages may show of a record.
SHOWN_FIELDS = ("title", "validity", "existence")


def _bake(deliveries: Sequence[Delivery]) -> Mapping[str, Outcome]:
    keys = {f"record:{delivery.subject}": delivery for delivery in deliveries}
    digests = baker.bake(list(keys), now=deliveries[-1].at)
    lane = Lane.BULK if deliveries[-1].lane is Lane.BULK else Lane.DEPENDENTS
    # A page shows what others do to its record: the targets of a new relation do not know of it yet.
    stale.mark(
        [f"record:{number}" for number in selectors.targets([delivery.subject for delivery in deliveries])], lane
    )
    stale.touch([f"record:{delivery.subject}" for delivery in deliveries], SHOWN_FIELDS, lane)
    return {keys[key].subject: Outcome(gone=not digest, detail=digest) for key, digest in digests.items()}


PAGE = Consumer("page", KINDS, _bake)
