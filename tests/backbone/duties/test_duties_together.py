"""Two transactions at the same time that both open duties and emit: they queue, and neither is undone."""

import threading
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from backbone.duties.conftest import OpenDuty
from gongkai.backbone.duties.models import Duty
from gongkai.backbone.duties.services import clockwork, opening
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.services import emit
from support.together import together


@pytest.mark.django_db(transaction=True)
def test_one_that_has_emitted_before_and_one_that_emits_after_queue_on_postgresql(
    needs_postgresql: None, open_duty: OpenDuty, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    both, settle = threading.Barrier(2), clockwork.settle

    def meet() -> None:
        with suppress(threading.BrokenBarrierError):
            both.wait(timeout=0.5)

    def settle_together(duties: list[Duty], **when: Any) -> None:
        # Here one holds the counter of duties and wants that of events next.
        meet()
        settle(duties, **when)

    monkeypatch.setattr(opening, "settle", settle_together)

    def open_at_once() -> None:
        open_duty(subject="request:1")

    def emit_before() -> None:
        with transaction.atomic():
            emit(Emission("request.happened", "2"), lane=Lane.NOW, now=now)
            meet()
            open_duty(subject="request:2")

    assert together(open_at_once, emit_before) == []
    assert sorted(Duty.objects.values_list("subject", flat=True)) == ["request:1", "request:2"]
