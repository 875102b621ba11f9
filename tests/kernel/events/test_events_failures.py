"""What cannot be applied: it stops nothing else, is tried again, given up, and brought back."""

from datetime import datetime, timedelta

import pytest
from django.db import DataError, IntegrityError, OperationalError

from gongkai.kernel.actors import Actor, ForbiddenError
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.events import Lane
from gongkai.kernel.events.delivery import LONGEST_PAUSE, TRIES_BEFORE_DEAD, deliver, retry
from gongkai.kernel.events.models import Cursor, Failure
from gongkai.kernel.events.selectors import dead_letters, receipts
from gongkai.kernel.events.services import replay
from kernel.events.scribe import Scribe, Tell

pytestmark = pytest.mark.django_db

LONG = timedelta(days=1)


@pytest.mark.parametrize("error", [ValueError("broken"), IntegrityError("twice"), DataError("too long")])
def test_one_bad_subject_never_stops_the_next(scribe: Scribe, tell: Tell, now: datetime, error: Exception) -> None:
    scribe.breaks["c"] = error
    tell(*"abcdef")
    scribe.work_off(now=now)
    assert sorted(scribe.seen) == [("a", 1), ("b", 2), ("d", 4), ("e", 5), ("f", 6)]
    failure = Failure.objects.get()
    assert (failure.consumer, failure.seq, failure.subject, failure.lane) == ("scribe", 3, "c", "now")
    assert failure.error == f"{type(error).__name__}: {error}"
    assert str(failure) == "scribe 3 ×1"
    assert not receipts("c").exists()


def test_a_bad_subject_is_looked_for_by_halves(tell: Tell, now: datetime) -> None:
    """A handler that commits each time would take a hundred times as long when each subject were tried alone."""
    calls = []
    scribe = Scribe()
    scribe.before = lambda: calls.append(1)
    scribe.breaks["s7"] = ValueError("broken")
    tell(*(f"s{n}" for n in range(8)))
    deliver(scribe.consumer, Lane.NOW, now=now)
    assert len(calls) == 7
    assert len(scribe.seen) == 7


def test_a_database_that_fails_is_no_fault_of_the_subject(scribe: Scribe, tell: Tell, now: datetime) -> None:
    scribe.breaks["a"] = OperationalError("the connection is lost")
    tell("a", "b")
    with pytest.raises(OperationalError):
        deliver(scribe.consumer, Lane.NOW, now=now)
    assert not Failure.objects.exists()
    assert Cursor.objects.get().seq == 0
    del scribe.breaks["a"]
    scribe.work_off(now=now)
    assert scribe.seen == [("a", 1), ("b", 2)]


def test_a_failure_is_tried_again_and_settled_when_the_cause_is_gone(scribe: Scribe, tell: Tell, now: datetime) -> None:
    scribe.breaks["a"] = ValueError("broken")
    tell("a")
    scribe.work_off(now=now)
    assert not retry(scribe.consumer, Lane.NOW, now=now)
    del scribe.breaks["a"]
    assert retry(scribe.consumer, Lane.NOW, now=now + timedelta(seconds=1))
    assert scribe.seen == [("a", 1)]
    assert receipts("a").get().seq == 1
    assert not Failure.objects.exists()


def test_the_pauses_double_up_to_an_hour_and_end_in_a_dead_letter(scribe: Scribe, tell: Tell, now: datetime) -> None:
    scribe.breaks["a"] = ValueError("broken")
    tell("a")
    scribe.work_off(now=now)
    pauses = [Failure.objects.get().next_at - now]
    while not (failure := Failure.objects.get()).dead:
        at = failure.next_at
        assert not retry(scribe.consumer, Lane.NOW, now=at - timedelta(milliseconds=1))
        assert retry(scribe.consumer, Lane.NOW, now=at)
        pauses.append(Failure.objects.get().next_at - at)
    assert failure.attempts == TRIES_BEFORE_DEAD
    assert [pause.total_seconds() for pause in pauses[:5]] == [1, 4, 8, 16, 32]
    assert max(pauses) == LONGEST_PAUSE
    # An index may be out of order for an evening without anybody having to bring letters back.
    assert sum(pauses[:-1], timedelta()) > timedelta(hours=6)
    assert list(dead_letters()) == [failure]
    assert not retry(scribe.consumer, Lane.NOW, now=now + LONG)


def test_failures_are_tried_again_in_their_own_lane_and_together(scribe: Scribe, tell: Tell, now: datetime) -> None:
    """What a bulk import broke by the thousand does not stand before an urgent notice, nor come one by one."""
    scribe.breaks |= {subject: ValueError("broken") for subject in "abc"}
    tell(*"abc", lane=Lane.BULK)
    scribe.work_off(now=now)
    scribe.breaks.clear()
    assert not retry(scribe.consumer, Lane.NOW, now=now + LONG)
    assert retry(scribe.consumer, Lane.BULK, now=now + LONG)
    assert scribe.given == [[("a", 1), ("b", 2), ("c", 3)]]


def test_a_newer_event_settles_the_older_failure_even_a_dead_one(scribe: Scribe, tell: Tell, now: datetime) -> None:
    scribe.breaks |= {"a": ValueError("broken"), "b": ValueError("broken")}
    tell("a", "b")
    scribe.work_off(now=now)
    Failure.objects.update(dead=True)
    del scribe.breaks["a"]
    tell("a")
    scribe.work_off(now=now)
    assert scribe.seen == [("a", 3)]
    assert [letter.subject for letter in dead_letters()] == ["b"]


def test_a_failure_overtaken_in_another_lane_is_not_applied_any_more(scribe: Scribe, tell: Tell, now: datetime) -> None:
    scribe.breaks["a"] = ValueError("broken")
    tell("a", "a", lane=Lane.BULK)
    scribe.work_off(now=now)
    Failure.objects.create(consumer="scribe", seq=1, subject="a", lane="bulk", next_at=now)
    del scribe.breaks["a"]
    retry(scribe.consumer, Lane.BULK, now=now + LONG)
    assert scribe.seen == [("a", 2)]
    assert not Failure.objects.exists()


def test_the_failure_of_one_consumer_is_none_of_another(
    scribe: Scribe, another: Scribe, tell: Tell, now: datetime
) -> None:
    scribe.breaks["a"] = ValueError("broken")
    tell("a")
    scribe.work_off(now=now)
    another.work_off(now=now)
    assert another.seen == [("a", 1)]
    assert [failure.consumer for failure in Failure.objects.all()] == ["scribe"]


@pytest.fixture
def letter(scribe: Scribe, tell: Tell, now: datetime) -> Failure:
    scribe.breaks["a"] = ValueError("broken")
    tell("a")
    scribe.work_off(now=now)
    Failure.objects.update(dead=True, attempts=TRIES_BEFORE_DEAD)
    return Failure.objects.get()


def test_a_dead_letter_brought_back_is_tried_again_and_the_audit_says_by_whom(
    letter: Failure, scribe: Scribe, administrator: Actor, now: datetime
) -> None:
    del scribe.breaks["a"]
    assert replay([letter.pk, letter.pk + 1], actor=administrator, now=now) == 1
    scribe.work_off(now=now)
    assert scribe.seen == [("a", 1)]
    assert not Failure.objects.exists()
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.subject, entry.actor) == ("event.replayed", "event:1", "test:administrator")
    assert entry.after == {"consumer": "scribe", "subject": "a"}


def test_a_dead_letter_brought_back_has_all_its_tries_again(
    letter: Failure, scribe: Scribe, administrator: Actor, now: datetime
) -> None:
    replay([letter.pk], actor=administrator, now=now)
    scribe.work_off(now=now)
    failure = Failure.objects.get()
    assert (failure.attempts, failure.dead) == (1, False)


def test_what_is_still_being_tried_is_not_brought_back(letter: Failure, administrator: Actor, now: datetime) -> None:
    Failure.objects.update(dead=False)
    assert replay([letter.pk], actor=administrator, now=now) == 0
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("who", ["citizen", "clerk", "approver", "auditor", "other_officer"])
def test_others_may_not_bring_letters_back(
    letter: Failure, request: pytest.FixtureRequest, who: str, now: datetime
) -> None:
    with pytest.raises(ForbiddenError):
        replay([letter.pk], actor=request.getfixturevalue(who), now=now)
    assert Failure.objects.get().dead
