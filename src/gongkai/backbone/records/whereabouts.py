"""Where a record is visible, and in which state."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings

from gongkai.backbone.records.models import Edition, Record
from gongkai.kernel.events import selectors as events
from gongkai.kernel.events.consumers import all_consumers
from gongkai.kernel.portal.models import BakedPage
from gongkai.kernel.portal.paths import file_name


def whereabouts(index_number: str) -> dict[str, Any] | None:
    """Per consumer the ``seq`` it holds against the newest, and the page's bytes against their digest."""
    record = Record.objects.filter(index_number=index_number).first()
    if record is None:
        return None
    newest = events.newest_seq(index_number, ("record.",))
    receipts = {receipt.consumer: receipt for receipt in events.receipts(index_number)}
    consumers = []
    for consumer in all_consumers():
        receipt = receipts.get(consumer.name)
        if not any(kind.startswith("record.") for kind in consumer.kinds):
            continue
        # Not every event about a record is for every consumer.
        wanted = events.newest_seq(index_number, consumer.kinds)
        if receipt is None:
            state = "waiting" if wanted else "nothing to do"
        else:
            state = ("gone" if receipt.gone else "present") if receipt.seq == wanted else "behind"
        consumers.append(
            {
                "consumer": consumer.name,
                "seq": receipt.seq if receipt else 0,
                "state": state,
                "detail": receipt.detail if receipt else "",
            }
        )
    edition = Edition.objects.filter(record=record, number=record.edition).first()
    return {
        "index_number": index_number,
        "state": record.state,
        "edition": record.edition,
        "digest": edition.digest if edition else "",
        "seq": newest,
        "withdrawal": record.withdrawal,
        "consumers": consumers,
        "files": [_file(page) for page in BakedPage.objects.filter(key=f"record:{index_number}").order_by("path")],
    }


def _file(page: BakedPage) -> dict[str, str]:
    file = Path(settings.PUBLIC) / (file_name(page.path) or "")
    try:
        state = "as baked" if hashlib.sha256(file.read_bytes()).hexdigest() == page.digest else "changed"
    except OSError:
        state = "missing"
    return {"path": page.path, "digest": page.digest, "state": state}
