"""Moments that come: each alone, looked at again, put off, given up, moved, cancelled."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongkai.kernel.due import registry, services
from gongkai.kernel.due.models import DueTime
from gongkai.kernel.due.registry import Due
from gongkai.kernel.due.selectors import given_up, upcoming
from gongkai.kernel.due.services import AT_ONCE, TRIES_BEFORE_DEAD, cancel, fire, schedule
from gongkai.kernel.events import Emission, Lane
from gongkai.kernel.events.models import Event
from gongkai.kernel.events.services import emit
from support.programs import Programs

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


class Bells:
    """What rang; ``breaks`` names the subjects whose handler raises, ``settled`` those with nothing left to do."""

    def __init__(self) -> None:
        self.rang: list[str] = []
        self.breaks: set[str] = set()
        self.settled: set[str] = set()

    def handle(self, due: Due, now: datetime) -> None:
        emit(Emission("trial.rang", due.subject), lane=Lane.NOW, now=now)
        if due.subject in self.breaks:
            raise ValueError(f"{due.subject} is broken")
        if due.subject not in self.settled:
            self.rang.append(due.subject)


@pytest.fixture
def bells(monkeypatch: pytest.MonkeyPatch) -> Bells:
    monkeypatch.setattr(registry, "_handlers", {})
    bells = Bells()
    registry.register("trial", bells.handle)
    return bells


def moment(subject: str, at: datetime, kind: str = "trial") -> Due:
    return Due(kind, subject, at, {})


def test_what_has_come_happens_once_and_the_rest_waits(bells: Bells, now: datetime) -> None:
    schedule(moment("a", now - HOUR), moment("b", now), moment("c", now + HOUR))
    assert fire(now=now)
    assert bells.rang == ["a", "b"]
    assert not fire(now=now)
    assert fire(now=now + HOUR)
    assert bells.rang == ["a", "b", "c"]
    assert not DueTime.objects.exists()


def test_a_moment_carries_what_was_noted_with_it(bells: Bells, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Due] = []
    registry.register("other", lambda due, _now: seen.append(due))
    noted = Due("other", "a", now, {"by": "test:clerk"})
    schedule(noted)
    fire(now=now + HOUR)
    assert seen == [noted]


def test_one_failing_row_never_stops_the_next_and_leaves_nothing_half_done(bells: Bells, now: datetime) -> None:
    bells.breaks.add("b")
    schedule(*(moment(subject, now) for subject in "abc"))
    fire(now=now)
    assert sorted(bells.rang) == ["a", "c"]
    assert sorted(Event.objects.values_list("subject", flat=True)) == ["a", "c"]
    row = DueTime.objects.get()
    assert (row.subject, row.attempts, row.dead, row.error) == ("b", 1, False, "ValueError: b is broken")


def test_a_moment_of_a_kind_nobody_knows_stops_no_other(bells: Bells, now: datetime) -> None:
    schedule(moment("a", now - HOUR, kind="unknown"), moment("b", now))
    fire(now=now)
    assert bells.rang == ["b"]
    assert DueTime.objects.get().error.startswith("KeyError")


def test_the_handler_decides_at_the_moment_whether_anything_is_left_to_do(bells: Bells, now: datetime) -> None:
    schedule(moment("a", now))
    bells.settled.add("a")
    fire(now=now)
    assert bells.rang == []
    assert not DueTime.objects.exists()


def test_a_handler_may_note_the_next_moment_of_the_same_kind(bells: Bells, now: datetime) -> None:
    registry.register("yearly", lambda due, at: schedule(moment(due.subject, at + 365 * 24 * HOUR, "yearly")))
    schedule(moment("a", now, "yearly"))
    fire(now=now)
    assert upcoming("a").get().at == now + 365 * 24 * HOUR


def test_the_pauses_double_until_a_person_must_look(bells: Bells, now: datetime) -> None:
    bells.breaks.add("a")
    schedule(moment("a", now))
    fire(now=now)
    pauses = [DueTime.objects.get().next_at - now]
    while not (row := DueTime.objects.get()).dead:
        at = row.next_at
        assert not fire(now=at - timedelta(milliseconds=1))
        fire(now=at)
        pauses.append(DueTime.objects.get().next_at - at)
    assert [pause.total_seconds() for pause in pauses[:4]] == [10, 20, 40, 80]
    assert row.attempts == TRIES_BEFORE_DEAD
    assert list(given_up()) == [row]
    assert not fire(now=now + 1000 * HOUR)


def test_noting_a_moment_again_moves_it_and_forgets_its_failures(bells: Bells, now: datetime) -> None:
    bells.breaks.add("a")
    schedule(moment("a", now))
    fire(now=now)
    DueTime.objects.update(dead=True)
    schedule(Due("trial", "a", now + HOUR, {"moved": True}))
    row = upcoming("a").get()
    assert (row.at, row.next_at, row.data, row.attempts, row.dead, row.error) == (
        now + HOUR,
        now + HOUR,
        {"moved": True},
        0,
        False,
        "",
    )


def test_of_the_same_moment_noted_twice_at_once_the_last_counts(bells: Bells, now: datetime) -> None:
    schedule(moment("a", now), moment("b", now), moment("a", now + HOUR))
    assert upcoming("a").get().at == now + HOUR
    assert DueTime.objects.count() == 2


def test_a_failure_is_not_noted_on_a_moment_that_was_moved_meanwhile(
    bells: Bells, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else what a person has just moved to next year would fire within seconds."""
    bells.breaks.add("a")
    schedule(moment("a", now))
    original = services._note_failure

    def moved_first(row_id: int, error: Exception, at: datetime) -> None:
        schedule(moment("a", now + 100 * HOUR))
        original(row_id, error, at)

    monkeypatch.setattr(services, "_note_failure", moved_first)
    fire(now=now)
    row = DueTime.objects.get()
    assert (row.next_at, row.attempts, row.error) == (now + 100 * HOUR, 0, "")


def test_a_cancelled_moment_never_comes(bells: Bells, now: datetime) -> None:
    schedule(moment("a", now), moment("a", now, "other"), moment("b", now))
    cancel("a", "trial")
    assert [row.kind for row in upcoming("a")] == ["other"]
    fire(now=now)
    assert bells.rang == ["b"]


def test_a_moment_cancelled_after_it_was_listed_does_not_fire(bells: Bells, now: datetime) -> None:
    def cancels_the_next(due: Due, at: datetime) -> None:
        bells.rang.append(due.subject)
        cancel("b", "trial")

    registry.register("first", cancels_the_next)
    schedule(moment("a", now - HOUR, "first"), moment("b", now))
    fire(now=now)
    assert bells.rang == ["a"]


def test_many_moments_come_in_portions_the_earliest_first(bells: Bells, now: datetime) -> None:
    schedule(*(moment(f"{n:03}", now - n * HOUR) for n in range(AT_ONCE + 5)))
    fire(now=now)
    assert bells.rang == [f"{n:03}" for n in reversed(range(5, AT_ONCE + 5))]
    fire(now=now)
    assert len(bells.rang) == AT_ONCE + 5


def test_a_moment_stands_in_the_table_once(now: datetime) -> None:
    schedule(moment("a", now))
    with pytest.raises(IntegrityError), transaction.atomic():
        DueTime.objects.create(kind="trial", subject="a", at=now, next_at=now)


def test_workers_at_the_same_time_never_fire_the_same_moment_twice(programs: Programs) -> None:
    programs.ask(
        """
        from gongkai.kernel.due.registry import Due
        from gongkai.kernel.due.services import schedule
        schedule(*(Due("trial", f"s{n}", NOW, {}) for n in range(120)))
        """
    )
    fired = programs.run(
        """
        from gongkai.kernel.due import registry, services
        from gongkai.kernel.events import Emission, Lane
        from gongkai.kernel.events.services import emit
        mine = []
        def handle(due, now):
            emit(Emission("trial.rang", due.subject), lane=Lane.NOW, now=now)
            mine.append(due.subject)
        registry.register("trial", handle)
        ready()
        # The bare service, without the lock that the worker's step takes besides.
        while services.fire(now=NOW):
            pass
        print(json.dumps(mine))
        """,
        count=3,
    )
    everything = sorted(subject for mine in fired for subject in mine)
    assert everything == sorted(f"s{n}" for n in range(120))
    told = programs.ask(
        """
        from gongkai.kernel.events.models import Event
        print(json.dumps(sorted(Event.objects.values_list("subject", flat=True))))
        """
    )
    assert told == everything
