"""Deliveries and moments given up: seen by those who look after the platform, tried again, audited."""

from datetime import datetime

import pytest

from gongkai.kernel.actors import Actor, ForbiddenError, Role
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.due import selectors, services
from gongkai.kernel.due.models import DueTime
from gongkai.kernel.events.models import Failure
from kernel.console.people import signed_in


@pytest.fixture
def letter(db: None, now: datetime) -> Failure:
    return Failure.objects.create(
        consumer="page", seq=7, subject="A/1", attempts=18, next_at=now, dead=True, error="OSError: <disk>"
    )


@pytest.fixture
def moment(db: None, now: datetime) -> DueTime:
    return DueTime.objects.create(
        kind="record.publish", subject="A/1", at=now, next_at=now, attempts=10, dead=True, error="ValueError: no"
    )


def test_both_are_shown_with_their_errors(letter: Failure, moment: DueTime) -> None:
    page = signed_in("administrator", Role.ADMINISTRATOR).get("/console/failures").content.decode()
    assert "OSError: &lt;disk&gt;" in page
    assert "ValueError: no" in page


def test_a_dead_letter_is_delivered_again(letter: Failure) -> None:
    client = signed_in("administrator", Role.ADMINISTRATOR)
    answer = client.post("/console/failures/replay", {"id": [str(letter.pk), "x", "9" * 30]}, follow=True)
    assert "已安排重试 1 条。" in answer.content.decode()
    letter.refresh_from_db()
    assert (letter.dead, letter.attempts) == (False, 0)
    assert AuditEntry.objects.filter(action="event.replayed").count() == 1


def test_a_moment_given_up_is_tried_again_and_audited(moment: DueTime) -> None:
    client = signed_in("administrator", Role.ADMINISTRATOR)
    client.post("/console/failures/retry", {"id": str(moment.pk)})
    moment.refresh_from_db()
    assert (moment.dead, moment.attempts) == (False, 0)
    assert not selectors.given_up().exists()
    entry = AuditEntry.objects.get(action="due.retried")
    assert (entry.subject, entry.after) == ("due:record.publish", {"subject": "A/1"})


def test_a_moment_still_to_come_is_left_alone(moment: DueTime, administrator: Actor, now: datetime) -> None:
    DueTime.objects.filter(pk=moment.pk).update(dead=False, attempts=3)
    assert services.retry([moment.pk], actor=administrator, now=now) == 0
    moment.refresh_from_db()
    assert moment.attempts == 3


def test_no_one_else_sees_or_tries_anything(letter: Failure, moment: DueTime, clerk: Actor, now: datetime) -> None:
    client = signed_in("editor", Role.EDITOR, Role.APPROVER)
    assert client.get("/console/failures").status_code == 403
    for way in ("replay", "retry"):
        assert client.post(f"/console/failures/{way}", {"id": "1"}).status_code == 403
    with pytest.raises(ForbiddenError):
        services.retry([moment.pk], actor=clerk, now=now)
