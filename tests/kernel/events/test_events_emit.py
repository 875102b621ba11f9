"""Events are written once, in one order without gaps, with the change they tell of."""

import contextlib
from datetime import datetime

import pytest
from django.db import transaction

from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.models import Event
from gongkai.kernel.events.selectors import newest_seq
from gongkai.kernel.events.services import emit
from support.programs import Programs


@pytest.mark.django_db
def test_events_of_one_change_are_numbered_in_their_order(now: datetime) -> None:
    assert list(emit(Emission("a.b", "x", {"n": 1}), Emission("a.c", "y"), lane=Lane.NOW, now=now)) == [1, 2]
    assert list(emit(Emission("a.d", "x"), lane=Lane.BULK, now=now)) == [3]
    told = list(Event.objects.order_by("seq").values_list("seq", "lane", "kind", "subject", "data", "at"))
    assert told == [
        (1, "now", "a.b", "x", {"n": 1}, now),
        (2, "now", "a.c", "y", {}, now),
        (3, "bulk", "a.d", "x", {}, now),
    ]
    assert newest_seq("x") == 3
    assert newest_seq("z") == 0


@pytest.mark.django_db
def test_nothing_said_takes_no_number(now: datetime) -> None:
    assert list(emit(lane=Lane.NOW, now=now)) == []
    assert list(emit(Emission("a.b", "x"), lane=Lane.NOW, now=now)) == [1]


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_of_a_transaction_is_refused(now: datetime) -> None:
    with pytest.raises(transaction.TransactionManagementError, match="inside the transaction"):
        emit(Emission("a.b", "x"), lane=Lane.NOW, now=now)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_undone_tells_of_nothing_and_leaves_no_gap(now: datetime) -> None:
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        emit(Emission("a.b", "x"), lane=Lane.NOW, now=now)
        raise ZeroDivisionError
    with transaction.atomic():
        assert list(emit(Emission("a.b", "x"), lane=Lane.NOW, now=now)) == [1]


WRITERS = """
import random
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.services import emit
from gongkai.kernel.events.models import Event
from gongkai.kernel.numbers.services import issue
chance, seen = random.Random(me), 0
ready()
for turn in range(40):
    try:
        with transaction.atomic():
            # As publishing does: numbers of the series of several organs in the order of their names, events last.
            for organ in sorted(chance.sample("abc", 2)):
                issue(f"index:{organ}")
            emit(*(Emission("a.b", f"{me}-{turn}") for _ in range(chance.randint(1, 3))), lane=Lane.NOW, now=NOW)
            if chance.random() < 0.3:
                raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    # A reader that has come to some seq has seen all below it.
    seqs = list(Event.objects.filter(seq__gt=seen).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(seen + 1, seen + 1 + len(seqs))), (seen, seqs)
    seen += len(seqs)
print(seen)
"""


def test_four_writers_at_once_leave_no_gap_and_nobody_reads_past_one_still_open(programs: Programs) -> None:
    seen = programs.run(WRITERS, count=4)
    told = programs.ask(
        """
        from gongkai.kernel.events.models import Event
        print(json.dumps(list(Event.objects.order_by("seq").values_list("seq", flat=True))))
        """
    )
    assert told == list(range(1, len(told) + 1))
    assert max(seen) <= len(told)
    assert len(told) > 100
