"""Sessions that are over leave the table, in portions."""

from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from gongkai.kernel.accounts.sweeping import EVERY, PORTION, SWEEP, Sweeper
from gongkai.kernel.worker.steps import Lane, in_lane

pytestmark = pytest.mark.django_db


def _sessions(count: int, end: datetime) -> None:
    Session.objects.bulk_create(
        Session(session_key=f"{end.timestamp()}-{number}", session_data="", expire_date=end) for number in range(count)
    )


def test_the_worker_sweeps_last_of_all() -> None:
    assert SWEEP in in_lane(Lane.BULK)


def test_only_what_is_over_is_swept_and_portion_by_portion(now: datetime) -> None:
    _sessions(PORTION + 3, now - timedelta(seconds=1))
    _sessions(2, now + timedelta(seconds=1))
    sweeper = Sweeper()
    assert [sweeper.sweep(now), Session.objects.count()] == [True, 5]
    assert [sweeper.sweep(now), Session.objects.count()] == [False, 2]


def test_after_sweeping_it_rests(now: datetime) -> None:
    sweeper = Sweeper()
    sweeper.sweep(now)
    _sessions(1, now - timedelta(seconds=1))
    sweeper.sweep(now + EVERY - timedelta(seconds=1))
    assert Session.objects.count() == 1
    sweeper.sweep(now + EVERY)
    assert not Session.objects.exists()
