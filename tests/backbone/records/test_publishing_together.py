"""Two publications at the same time."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial

import pytest

from backbone.records.making import draft, fresh, imported, make_organ
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records.models import Record, Relation
from gongkai.backbone.records.rules import Route
from gongkai.backbone.records.services import publishing, validity
from gongkai.kernel.actors import SYSTEM
from support.together import together


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
    both, settle = threading.Barrier(2), validity.settle

    def settle_together(records: Sequence[Record], *, now: datetime) -> None:
        # Each holds the row of its own record here, and wants the other's next.
        with suppress(threading.BrokenBarrierError):
            both.wait(timeout=0.5)
        settle(records, now=now)

    monkeypatch.setattr(validity, "settle", settle_together)

    def repeal(index_number: str) -> None:
        publishing.publish([index_number], actor=SYSTEM, now=now, route=Route.IMPORTED, change_note="废止")

    assert together(partial(repeal, first), partial(repeal, second)) == []
    assert [fresh(number).validity for number in (first, second)] == ["repealed", "repealed"]
