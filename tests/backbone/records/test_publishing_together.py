"""Two publications at the same time."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

import pytest
from django.db import connection

from backbone.records.making import draft, fresh, imported, make_organ
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records.models import Record, Relation
from gongkai.backbone.records.rules import Route
from gongkai.backbone.records.services import publishing, validity
from gongkai.kernel.actors import SYSTEM


def _repeals(source: str, target: str) -> None:
    Relation.objects.create(
        source=fresh(source), target=fresh(target), kind="repeals", in_draft=True, in_edition=False
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_that_repeal_each_other_queue_on_postgresql(
    needs_postgresql: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_organ("yunchuan", "云川市人民政府", "011100001", now)
    first, second = imported(Organ.objects.get(code="yunchuan"), now, draft(), draft())
    _repeals(first, second)
    _repeals(second, first)
    both, settle, errors = threading.Barrier(2), validity.settle, list[BaseException]()

    def settle_together(records: Sequence[Record], *, now: datetime) -> None:
        # Each holds the row of its own record here, and wants the other's next.
        with suppress(threading.BrokenBarrierError):
            both.wait(timeout=0.5)
        settle(records, now=now)

    monkeypatch.setattr(validity, "settle", settle_together)

    def work(index_number: str) -> None:
        try:
            publishing.publish(
                [index_number], actor=SYSTEM, now=now, route=Route.IMPORTED, change_note="废止"
            )  # fmt: skip
        except BaseException as error:  # noqa: BLE001 - shown by the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert errors == []
    assert [fresh(number).validity for number in (first, second)] == ["repealed", "repealed"]
