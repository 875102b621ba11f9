"""Consumers, each at its own pace: the newest of a subject, never an older one, nothing lost."""

import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from gongkai.kernel.events import Lane
from gongkai.kernel.events.delivery import deliver
from gongkai.kernel.events.models import Cursor, Receipt
from gongkai.kernel.events.selectors import lags, receipts
from kernel.events.scribe import Scribe, Tell

pytestmark = pytest.mark.django_db


def cursors(consumer: str) -> dict[str, int]:
    return dict(Cursor.objects.filter(consumer=consumer).values_list("lane", "seq"))


def test_a_consumer_is_given_what_it_asked_for_and_passes_over_the_rest(
    scribe: Scribe, tell: Tell, now: datetime
) -> None:
    tell("a")
    tell("b", kind="organ.changed")
    tell("c")
    assert deliver(scribe.consumer, Lane.NOW, now=now)
    assert scribe.given == [[("a", 1), ("c", 3)]]
    assert cursors("scribe") == {"now": 3}
    assert not deliver(scribe.consumer, Lane.NOW, now=now)
    assert scribe.given == [[("a", 1), ("c", 3)]]


def test_consumers_do_not_wait_for_each_other(scribe: Scribe, another: Scribe, tell: Tell, now: datetime) -> None:
    tell("a")
    scribe.work_off(now=now)
    tell("b")
    another.work_off(now=now)
    assert scribe.seen == [("a", 1)]
    assert another.seen == [("a", 1), ("b", 2)]
    behind = {(lag.consumer, lag.lane): lag.behind for lag in lags() if lag.behind}
    assert behind == {("scribe", Lane.NOW): 1}


def test_each_lane_has_its_own_place(scribe: Scribe, tell: Tell, now: datetime) -> None:
    tell("a", lane=Lane.BULK)
    tell("b")
    deliver(scribe.consumer, Lane.NOW, now=now)
    assert scribe.seen == [("b", 2)]
    assert not deliver(scribe.consumer, Lane.DEPENDENTS, now=now)
    deliver(scribe.consumer, Lane.BULK, now=now)
    assert scribe.seen == [("b", 2), ("a", 1)]


def test_only_the_newest_event_of_a_subject_is_handed_over(scribe: Scribe, tell: Tell, now: datetime) -> None:
    tell("a", "b", "a", "a")
    deliver(scribe.consumer, Lane.NOW, now=now)
    assert sorted(scribe.seen) == [("a", 4), ("b", 2)]


def test_an_older_event_that_comes_late_in_another_lane_is_refused(scribe: Scribe, tell: Tell, now: datetime) -> None:
    tell("a", "b", lane=Lane.BULK)
    tell("a", kind="record.withdrawn")
    deliver(scribe.consumer, Lane.NOW, now=now)
    deliver(scribe.consumer, Lane.BULK, now=now)
    assert scribe.seen == [("a", 3), ("b", 2)]
    (receipt,) = receipts("a")
    assert (receipt.seq, receipt.gone, receipt.detail) == (3, True, "seq 3")


def test_a_withdrawal_leaves_a_tombstone_and_a_new_publication_lifts_it(
    scribe: Scribe, tell: Tell, now: datetime
) -> None:
    tell("a", kind="record.withdrawn")
    scribe.work_off(now=now)
    assert receipts("a").get().gone
    tell("a")
    scribe.work_off(now=now)
    assert not receipts("a").get().gone
    assert str(receipts("a").get()) == "scribe a 2"


def test_a_crash_between_the_effect_and_its_note_repeats_the_effect(
    scribe: Scribe, tell: Tell, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell("a", "b")
    with monkeypatch.context() as patch:
        patch.setattr("gongkai.kernel.events.delivery._note", _power_cut)
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            deliver(scribe.consumer, Lane.NOW, now=now)
    assert not Receipt.objects.exists()
    deliver(scribe.consumer, Lane.NOW, now=now)
    assert scribe.given == [[("a", 1), ("b", 2)]] * 2
    assert Receipt.objects.count() == 2


def _power_cut(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_consumer_that_came_further_meanwhile_is_not_set_back(scribe: Scribe, tell: Tell, now: datetime) -> None:
    tell("a", "b")

    def come_further() -> None:
        Cursor.objects.filter(consumer="scribe").update(seq=9)

    scribe.before = come_further
    deliver(scribe.consumer, Lane.NOW, now=now)
    assert cursors("scribe") == {"now": 9}


def test_a_new_consumer_begins_with_the_first_event(scribe: Scribe, tell: Tell, now: datetime, another: Scribe) -> None:
    tell("a", "b")
    scribe.work_off(now=now)
    another.work_off(now=now)
    assert another.seen == [("a", 1), ("b", 2)]


def test_the_lag_is_read_without_reading_all_events(scribe: Scribe, tell: Tell, django_assert_num_queries: Any) -> None:
    tell("a", "b", "c", lane=Lane.BULK)
    with django_assert_num_queries(len(Lane) + 1) as queries:
        assert {lag.lane: lag.behind for lag in lags()} == {Lane.NOW: 0, Lane.DEPENDENTS: 0, Lane.BULK: 3}
    asked = [query["sql"] for query in queries if "events_event" in query["sql"]]
    assert all("LIMIT 1" in sql and "GROUP" not in sql for sql in asked)


class TestPortions:
    """A consumer gets what it can do in a short time."""

    @pytest.fixture
    def clock(self, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
        passed, worked = [0.0], [0.0]
        monkeypatch.setattr("gongkai.kernel.events.portions.monotonic", lambda: passed[0])
        monkeypatch.setattr("gongkai.kernel.events.portions.thread_time", lambda: worked[0])

        def passes(seconds: float, *, waiting: bool = False) -> None:
            passed[0] += seconds
            worked[0] += 0 if waiting else seconds

        return passes

    def sizes(self, scribe: Scribe, tell: Tell, now: datetime, count: int) -> list[int]:
        tell(*(f"s{n}" for n in range(count)), lane=Lane.BULK)
        while deliver(scribe.consumer, Lane.BULK, now=now):
            pass
        return [len(portion) for portion in scribe.given]

    def test_a_quick_consumer_soon_gets_its_whole_batch(
        self, scribe: Scribe, tell: Tell, now: datetime, clock: Callable[..., None]
    ) -> None:
        assert self.sizes(scribe, tell, now, 320) == [8, 16, 32, 64, 100, 100]

    def test_a_slow_consumer_gets_less_and_less_down_to_one(
        self, scribe: Scribe, tell: Tell, now: datetime, clock: Callable[..., None]
    ) -> None:
        scribe.before = lambda: clock(2.0)
        assert self.sizes(scribe, tell, now, 18) == [8, 4, 2, 1, 1, 1, 1]

    def test_a_steady_consumer_keeps_its_portion(
        self, scribe: Scribe, tell: Tell, now: datetime, clock: Callable[..., None]
    ) -> None:
        scribe.before = lambda: clock(0.4)
        assert self.sizes(scribe, tell, now, 24) == [8, 8, 8]

    def test_a_busy_machine_makes_no_portion_shorter(
        self, scribe: Scribe, tell: Tell, now: datetime, clock: Callable[..., None]
    ) -> None:
        scribe.before = lambda: clock(0.9, waiting=True)
        assert self.sizes(scribe, tell, now, 24) == [8, 8, 8]

    def test_what_goes_on_behind_makes_no_portion_shorter(
        self, scribe: Scribe, tell: Tell, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("gongkai.kernel.events.portions.LONGEST_SECONDS", 0.1)

        def behind() -> None:
            began = time.thread_time()
            while time.thread_time() - began < 0.12:
                pass

        def merge() -> None:
            thread = threading.Thread(target=behind)
            thread.start()
            thread.join()

        scribe.before = merge
        assert self.sizes(scribe, tell, now, 24)[1] >= 8

    def test_a_consumer_that_waits_long_gets_less(
        self, scribe: Scribe, tell: Tell, now: datetime, clock: Callable[..., None]
    ) -> None:
        scribe.before = lambda: clock(2.0, waiting=True)
        assert self.sizes(scribe, tell, now, 14) == [8, 4, 2]

    def test_no_portion_exceeds_the_batch_of_the_consumer(
        self, tell: Tell, now: datetime, clock: Callable[..., None]
    ) -> None:

        assert self.sizes(Scribe(batch=5), tell, now, 12) == [5, 5, 2]
