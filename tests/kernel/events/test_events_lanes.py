"""Consumers in the worker: urgent before bulk, one process for each, nobody held up by another."""

import time
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.db import OperationalError, transaction

from gongkai.kernel.events import Emission, Lane, consumers
from gongkai.kernel.events.selectors import lags
from gongkai.kernel.events.services import emit
from gongkai.kernel.worker.loop import Turns, drain
from kernel.events.scribe import Scribe, Tell
from support.programs import Programs

BULK_IMPORT = 31_000


@pytest.mark.django_db
def test_the_worker_works_off_all_lanes_of_all_consumers(
    scribe: Scribe, another: Scribe, tell: Tell, now: datetime
) -> None:
    for lane in Lane:
        tell(lane.value, lane=lane)
    drain(lambda: now)
    assert scribe.seen == another.seen == [("now", 1), ("dependents", 2), ("bulk", 3)]


@pytest.mark.django_db
def test_an_urgent_event_waits_for_one_portion_of_one_consumer(
    scribe: Scribe, another: Scribe, tell: Tell, now: datetime
) -> None:
    tell(*(f"s{n}" for n in range(500)), lane=Lane.BULK)
    turns = Turns(lambda: now)
    turns.take()
    before = len(scribe.given) + len(another.given)
    assert before == 1
    (seq,) = tell("urgent")
    turns.take()
    assert ("urgent", seq) in scribe.seen
    assert ("urgent", seq) in another.seen
    assert len(scribe.given) + len(another.given) == before + 2


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.timeout(500)
def test_an_import_of_31000_never_delays_an_urgent_notice(now: datetime) -> None:
    """Told in the midst of the import, again and again, each urgent event is delivered within one turn."""
    waited: list[float] = []
    scribes = [Scribe(name) for name in ("page", "search")]
    for scribe in scribes:
        scribe.before = lambda: time.sleep(0.01)
        consumers.register(scribe.consumer)
    with transaction.atomic():
        emit(*(Emission("record.published", f"s{n}") for n in range(BULK_IMPORT)), lane=Lane.BULK, now=now)
    turns, count = Turns(lambda: now), 0
    while turns.take():
        count += 1
        if count % 12 == 0:
            with transaction.atomic():
                (seq,) = emit(Emission("record.published", f"urgent{count}"), lane=Lane.NOW, now=now)
            began = time.monotonic()
            turns.take()
            waited.append(time.monotonic() - began)
            assert all((f"urgent{count}", seq) in scribe.given[-1] for scribe in scribes)
    assert len(waited) > 40
    assert max(waited) < 2
    assert all(len(scribe.seen) == BULK_IMPORT + len(waited) for scribe in scribes)
    assert all(lag.behind == 0 for lag in lags())


@pytest.mark.django_db(transaction=True)
def test_a_consumer_whose_database_fails_starves_no_other(scribe: Scribe, another: Scribe, tell: Tell) -> None:
    """Not even in the urgent lane, and not when it comes first."""
    scribe.breaks["a"] = OperationalError("could not open the other database")
    tell("a", "b")
    tell("c", lane=Lane.BULK)
    now = datetime.now().astimezone()
    turns = Turns(lambda: now)
    while turns.take():
        pass
    assert another.seen == [("a", 1), ("b", 2), ("c", 3)]
    assert scribe.seen == [("c", 3)]
    del scribe.breaks["a"]
    now += timedelta(seconds=1)
    turns.take()
    assert scribe.seen == [("c", 3), ("a", 1), ("b", 2)]


SLOW_CONSUMER = """
from gongkai.kernel.events import Consumer, Lane, Outcome, consumers
from gongkai.kernel.events.delivery import deliver
def handle(deliveries):
    # Reads what the world sees, takes its time, and writes: as long as another may do so meanwhile, the older may win.
    began = time.monotonic()
    time.sleep(0.5)
    spans.append((began, time.monotonic()))
    return {}
spans = []
slow = Consumer("slow", ("record.",), handle)
"""


def test_one_process_at_a_time_acts_for_a_consumer_whatever_the_lane(programs: Programs) -> None:
    programs.ask(
        """
        from gongkai.kernel.events import Emission, Lane
        from gongkai.kernel.events.services import emit
        with transaction.atomic():
            emit(Emission("record.published", "a"), lane=Lane.BULK, now=NOW)
            emit(Emission("record.withdrawn", "a"), lane=Lane.NOW, now=NOW)
        """
    )
    spans = programs.run(
        SLOW_CONSUMER
        + """
lane = [Lane.BULK, Lane.NOW][me]
ready()
deliver(slow, lane, now=NOW)
print(json.dumps(spans))
""",
        count=2,
    )
    receipts = programs.ask(
        """
        from gongkai.kernel.events.models import Receipt
        print(json.dumps(list(Receipt.objects.values_list("subject", "seq"))))
        """
    )
    assert receipts == [["a", 2]]
    both = sorted(span for each in spans for span in each)
    assert all(first[1] <= second[0] for first, second in pairwise(both))


def test_a_worker_killed_between_effect_and_note_repeats_and_loses_nothing(programs: Programs) -> None:
    programs.ask(
        """
        from gongkai.kernel.events import Emission, Lane
        from gongkai.kernel.events.services import emit
        with transaction.atomic():
            emit(*(Emission("record.published", f"s{n}") for n in range(20)), lane=Lane.NOW, now=NOW)
        """
    )
    work = """
from gongkai.kernel.events import Consumer, Lane, Outcome
from gongkai.kernel.events.delivery import deliver
import signal
def handle(deliveries):
    with open(os.path.join(sys.argv[2], "effects"), "a") as effects:
        effects.writelines(d.subject + "\\n" for d in deliveries)
    if {dies}:
        os.kill(os.getpid(), signal.SIGKILL)
    return {{}}
while deliver(Consumer("writer", ("record.",), handle), Lane.NOW, now=NOW):
    pass
"""
    killed = programs.start(work.format(dies=True))
    killed.communicate(timeout=60)
    assert killed.returncode == -9
    programs.run(work.format(dies=False))
    effects = (programs.directory / "effects").read_text().split()
    assert set(effects) == {f"s{n}" for n in range(20)}
    assert len(effects) > 20
    assert len(effects) - len(set(effects)) <= 8
