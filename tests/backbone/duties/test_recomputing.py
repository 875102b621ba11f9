"""Dates found anew after the calendar or the rule book changed."""

from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from backbone.duties.conftest import NOTICE_OF_2027, OpenDuty
from gongkai.backbone.duties import boards, law_in_use, services
from gongkai.backbone.duties.models import Duty, EnteredNotice, Move, State
from gongkai.backbone.duties.services.entering import NoticeRefusedError
from gongkai.backbone.organs.models import Organ
from gongkai.kernel.actors import Actor, ForbiddenError
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.due.models import DueTime

pytestmark = pytest.mark.django_db


def _two(open_duty: OpenDuty) -> tuple[Duty, Duty]:
    """One that the notice of 2027 moves, one that it only confirms."""
    moves = open_duty(subject="request:1", start=date(2027, 1, 25))
    stays = open_duty(subject="request:2", start=date(2026, 12, 10))
    assert (str(moves.due_on), str(stays.due_on)) == ("2027-02-24", "2027-01-08")
    assert moves.provisional
    assert stays.provisional
    return moves, stays


def test_nothing_changes_while_the_law_stays(open_duty: OpenDuty) -> None:
    open_duty()
    found = services.recomputation()
    assert (found.looked_at, found.moved, found.changes) == (1, 0, [])


def test_a_trial_lists_what_would_change_and_writes_nothing(open_duty: OpenDuty, office: Actor) -> None:
    moves, stays = _two(open_duty)
    trial = services.notice_try(NOTICE_OF_2027, actor=office)
    assert (trial.notice.year, trial.replaces, trial.changes.looked_at) == (2027, False, 2)
    assert [(c.number, str(c.before), str(c.after)) for c in trial.changes.changes] == [
        (moves.number, "2027-02-24", "2027-02-26")
    ]
    assert (trial.changes.moved, trial.changes.confirmed) == (1, 2)
    assert not EnteredNotice.objects.exists()
    assert Duty.objects.get(pk=stays.pk).provisional


def test_entering_moves_the_dates_takes_the_marks_away_and_tells_people(
    open_duty: OpenDuty, office: Actor, now: datetime
) -> None:
    moves, stays = _two(open_duty)
    services.notice_enter(NOTICE_OF_2027, actor=office, now=now)
    moves.refresh_from_db()
    stays.refresh_from_db()
    assert [(str(d.due_on), d.provisional, d.calendar) for d in (moves, stays)] == [
        ("2027-02-26", False, "2027"),
        ("2027-01-08", False, "2027"),
    ]
    (move,) = boards.moves(actor=office)
    assert (move.duty, str(move.before), str(move.after), move.calendar) == (moves, "2027-02-24", "2027-02-26", "2027")
    assert DueTime.objects.get(subject=moves.number).at.date() == date(2027, 2, 19)
    actions = AuditEntry.objects.filter(actor=office.id).order_by("id").values_list("action", "subject")
    assert list(actions) == [
        ("calendar.notice_entered", "calendar:2027"),
        ("duty.recomputed", "calendar:2027"),
    ]


def test_what_moved_is_told_to_its_organ_alone(
    open_duty: OpenDuty, office: Actor, other_officer: Actor, clerk: Actor, now: datetime
) -> None:
    _two(open_duty)
    services.notice_enter(NOTICE_OF_2027, actor=office, now=now)
    assert [boards.moves(actor=actor).count() for actor in (clerk, other_officer)] == [1, 0]


def test_what_moved_is_written_down_for_good(open_duty: OpenDuty, office: Actor, now: datetime) -> None:
    _two(open_duty)
    services.notice_enter(NOTICE_OF_2027, actor=office, now=now)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Move.objects.update(after=None)


def test_the_entered_notice_is_used_from_then_on(open_duty: OpenDuty, office: Actor, now: datetime) -> None:
    services.notice_enter(NOTICE_OF_2027, actor=office, now=now)
    assert not open_duty(start=date(2027, 1, 25)).provisional
    assert not law_in_use.calendar_in_use().is_workday(date(2027, 2, 11))


def test_a_notice_may_be_corrected(open_duty: OpenDuty, office: Actor, now: datetime) -> None:
    services.notice_enter(NOTICE_OF_2027, actor=office, now=now)
    corrected = NOTICE_OF_2027.replace("2027-02-11", "2027-02-10")
    assert services.notice_try(corrected, actor=office).replaces
    services.notice_enter(corrected, actor=office, now=now)
    assert law_in_use.calendar_in_use().is_workday(date(2027, 2, 11))
    assert EnteredNotice.objects.count() == 1


def test_a_wrong_notice_is_refused_with_what_is_wrong(office: Actor) -> None:
    with pytest.raises(NoticeRefusedError) as refusal:
        services.notice_try(NOTICE_OF_2027.replace("2027-02-14", "2027-02-15"), actor=office)
    assert "2027-02-15 不是周六、周日" in refusal.value.message


@pytest.mark.parametrize("who", ["clerk", "approver", "administrator", "citizen"])
def test_only_the_open_government_office_enters_notices(
    db: None, request: pytest.FixtureRequest, who: str, now: datetime
) -> None:
    actor = request.getfixturevalue(who)
    with pytest.raises(ForbiddenError):
        services.notice_try(NOTICE_OF_2027, actor=actor)
    with pytest.raises(ForbiddenError):
        services.notice_enter(NOTICE_OF_2027, actor=actor, now=now)
    with pytest.raises(ForbiddenError):
        services.recompute(actor=actor, now=now, why="")


def test_a_citys_own_rule_moves_what_is_owed(open_duty: OpenDuty, office: Actor, tmp_path: Path, now: datetime) -> None:
    duty = open_duty(rule="MSG_NORMAL", subject="message:1")
    (tmp_path / "law").mkdir()
    (tmp_path / "law/clocks.toml").write_text(
        '[[rule]]\nid = "MSG_NORMAL"\nlength = 7\nsource = "云政办〔2026〕3号"\nvalid_from = 2026-03-01\n', "utf-8"
    )
    services.recompute(actor=office, now=now, why="云政办〔2026〕3号")
    duty.refresh_from_db()
    assert (str(duty.due_on), duty.version) == ("2026-12-07", "MSG_NORMAL@2026-03-01+local")


def test_what_stands_or_is_closed_is_left_alone(
    open_duty: OpenDuty, education: Organ, office: Actor, now: datetime
) -> None:
    closed = open_duty(subject="request:3", start=date(2027, 1, 25))
    services.excuse(closed.number, reason="撤回", actor=office, now=now)
    standing = open_duty(subject="request:4", start=date(2027, 1, 25))
    services.suspend(standing.number, first=date(2027, 1, 27), why="征求意见", actor=office, now=now)
    services.notice_enter(NOTICE_OF_2027, actor=office, now=now)
    closed.refresh_from_db()
    standing.refresh_from_db()
    assert (str(closed.due_on), standing.state, standing.due_on) == ("2027-02-24", State.SUSPENDED, None)


def test_a_suspension_is_reckoned_in(open_duty: OpenDuty, office: Actor, now: datetime) -> None:
    duty = open_duty(start=date(2027, 1, 25))
    services.suspend(duty.number, first=date(2027, 1, 27), why="征求意见", actor=office, now=now)
    services.resume(duty.number, last=date(2027, 1, 28), actor=office, now=now)
    services.notice_enter(NOTICE_OF_2027, actor=office, now=now)
    duty.refresh_from_db()
    assert str(duty.due_on) == "2027-03-02"
