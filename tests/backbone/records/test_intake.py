"""Files handed in: kept at once, read in the background, and never twice, whatever breaks off."""

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError
from django.utils import timezone

from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import intakes
from gongkai.backbone.records.models import Intake, Record, State
from gongkai.backbone.records.services import intake
from gongkai.foundations import texts
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.accounts.selectors import actor_for
from gongkai.kernel.accounts.services import membership_end, memberships_grant, person_create
from gongkai.kernel.actors import SYSTEM, Actor, ForbiddenError, Role
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.files.models import StoredFile
from gongkai.kernel.files.storage import storage
from gongkai.kernel.worker import loop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public")]

NOTICE = "关于做好冬季供暖工作的通知\n\n各区人民政府：\n\n一、提前检修管网。\n\n云川市教育局\n2026年11月2日\n"


@pytest.fixture
def editor(education: Organ, now: datetime) -> Actor:
    """Someone with an account who drafts for the education bureau."""
    person = person_create(login="bian", name="编辑", password="a long pass phrase", actor=SYSTEM, now=now)
    memberships_grant(person=person, organ=education.code, roles=[Role.EDITOR], actor=SYSTEM, now=now)
    return actor_for(person, address="127.0.0.1", now=now)


def upload(text: str = NOTICE, name: str = "供暖.txt") -> intake.Upload:
    content = text.encode()
    return intake.Upload(name, len(content), io.BytesIO(content))


@pytest.fixture
def hand_in(editor: Actor, education: Organ, now: datetime) -> Callable[..., UUID]:
    return lambda *files: intake.hand_in(files or (upload(),), organ_code=education.code, actor=editor, now=now)


def rows(batch: UUID) -> list[Intake]:
    return intakes.batch(batch, None)


def work(now: datetime) -> None:
    while intake.read_next(now):
        pass


def test_a_file_handed_in_becomes_a_draft_of_whoever_handed_it_in(
    hand_in: Callable[..., UUID], editor: Actor, now: datetime
) -> None:
    batch = hand_in()
    assert intakes.progress(rows(batch)).done == 0
    loop.drain(lambda: now)
    (row,) = rows(batch)
    assert row.record is not None
    assert (row.state, row.fresh, row.record.drafted_by) == ("read", True, editor.id)
    assert (row.record.state, row.record.title) == (State.DRAFT, "关于做好冬季供暖工作的通知")


def test_of_fifty_files_each_gets_its_own_answer(hand_in: Callable[..., UUID], now: datetime) -> None:
    good = [upload(NOTICE.replace("供暖", f"供暖{i}"), f"{i}.txt") for i in range(48)]
    batch = hand_in(*good, upload("MZ\x90\x00", "程序.docx"), upload("  \n", "空.txt"))
    work(now)
    progress = intakes.progress(rows(batch))
    assert (progress.total, progress.read, progress.failed, progress.finished) == (50, 48, 2, True)
    assert Record.objects.count() == 48
    assert all(row.error_message and row.error_code for row in rows(batch) if row.state == "failed")


def test_what_went_wrong_is_said_in_the_language_of_the_person(hand_in: Callable[..., UUID], now: datetime) -> None:
    batch = hand_in(upload(" ", "空.txt"))
    work(now)
    (row,) = rows(batch)
    assert intakes.said(row, "zh-hans") == "文件是空的：请核对是否选错了文件。"
    assert intakes.said(row, "en") == "The file holds no text: check that it is the right one."


def test_a_file_taken_in_before_leads_to_its_record(hand_in: Callable[..., UUID], now: datetime) -> None:
    first, second = hand_in(), hand_in(upload(name="另一个名字.txt"), upload(name="再来.txt"))
    work(now)
    found = [*rows(first), *rows(second)]
    assert len({row.record_id for row in found}) == 1
    assert [row.fresh for row in found] == [True, False, False]
    assert Record.objects.count() == 1


def test_a_reading_that_was_killed_is_done_again_and_makes_one_record(
    hand_in: Callable[..., UUID], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = hand_in()

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(intake, "_finish", killed)
        with pytest.raises(KeyboardInterrupt):
            intake.read_next(now)
    assert (rows(batch)[0].state, Record.objects.count()) == ("reading", 1)
    work(now)
    (row,) = rows(batch)
    assert (row.state, row.fresh, row.attempts, Record.objects.count()) == ("read", True, 2, 1)


def test_a_file_that_breaks_the_reader_off_every_time_fails_and_lets_the_next_pass(
    hand_in: Callable[..., UUID], now: datetime
) -> None:
    batch = hand_in(upload(), upload(NOTICE.replace("供暖", "供水"), "供水.txt"))
    Intake.objects.filter(pk=rows(batch)[0].pk).update(state="reading", attempts=intake.MOST_ATTEMPTS)
    work(now)
    assert [(row.state, row.error_code) for row in rows(batch)] == [("failed", "reading_broke_off"), ("read", "")]


def test_a_broken_database_is_no_fault_of_the_file(
    hand_in: Callable[..., UUID], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = hand_in()

    def broken(*_: Any, **__: Any) -> None:
        raise OperationalError("gone away")

    with monkeypatch.context() as patch:
        patch.setattr(intake, "ingest_upload", broken)
        with pytest.raises(OperationalError):
            intake.read_next(now)
    work(now)
    assert rows(batch)[0].state == "read"


def test_a_fault_of_ours_is_told_and_can_be_tried_again(
    hand_in: Callable[..., UUID], editor: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = hand_in()

    def slip(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(intake, "ingest_upload", slip)
        work(now)
    assert rows(batch)[0].error_code == "reading_failed"
    assert intake.retry(batch, actor=editor, now=now) == 1
    work(now)
    assert rows(batch)[0].state == "read"
    assert AuditEntry.objects.filter(action="intake.retried").count() == 1


def test_who_lost_the_role_meanwhile_drafts_nothing(
    hand_in: Callable[..., UUID], education: Organ, now: datetime
) -> None:
    batch = hand_in()
    person = Person.objects.get(login="bian")
    membership_end(person=person, organ=education.code, role=Role.EDITOR, actor=SYSTEM, now=now)
    work(timezone.now())
    assert (rows(batch)[0].error_code, Record.objects.count()) == ("forbidden", 0)


def test_only_those_who_draft_for_the_organ_hand_in_see_and_retry(
    hand_in: Callable[..., UUID], education: Organ, other_officer: Actor, reviewer: Actor, now: datetime
) -> None:
    batch = hand_in(upload(" "))
    work(now)
    for actor in (other_officer, reviewer):
        with pytest.raises(ForbiddenError):
            intake.hand_in([upload()], organ_code=education.code, actor=actor, now=now)
        with pytest.raises(intakes.BatchMissingError):
            intake.retry(batch, actor=actor, now=now)
    assert intakes.handed_in(frozenset({"yunchuan-finance"})).count() == 0


@pytest.mark.parametrize(("count", "code"), [(0, "no_files"), (51, "too_many_files")])
def test_none_and_too_many_files_are_refused(
    count: int, code: str, education: Organ, editor: Actor, now: datetime
) -> None:
    with pytest.raises(GongkaiError) as refused:
        intake.hand_in([upload()] * count, organ_code=education.code, actor=editor, now=now)
    assert (refused.value.code, Intake.objects.count()) == (code, 0)


def test_a_file_that_is_too_large_is_noted_and_not_kept(hand_in: Callable[..., UUID], public: Path) -> None:
    batch = hand_in(intake.Upload("大.pdf", texts.DEFAULT.size + 1, io.BytesIO(b"")))
    (row,) = rows(batch)
    assert (row.state, row.error_code, row.sha256) == ("failed", "too_large", "")
    assert not (public.parent / "files").exists()


def test_handing_in_is_written_into_the_audit(hand_in: Callable[..., UUID], editor: Actor) -> None:
    batch = hand_in()
    entry = AuditEntry.objects.get(action="intake.received")
    assert (entry.subject, entry.organ) == (f"intake:{batch}", "yunchuan-education")


def test_files_sent_one_by_one_make_one_batch_of_one_person(
    editor: Actor, education: Organ, clerk: Actor, now: datetime
) -> None:
    mark = UUID("11111111-2222-4333-8444-555555555555")
    for number in range(intake.MOST_FILES):
        intake.hand_in([upload(name=f"{number}.txt")], organ_code=education.code, mark=mark, actor=editor, now=now)
    assert len(rows(mark)) == intake.MOST_FILES
    for actor, code in ((editor, "too_many_files"), (clerk, "batch_missing")):
        with pytest.raises(GongkaiError) as refused:
            intake.hand_in([upload()], organ_code=education.code, mark=mark, actor=actor, now=now)
        assert refused.value.code == code


def test_a_file_marked_as_a_secret_does_not_stay_here(
    hand_in: Callable[..., UUID], editor: Actor, now: datetime
) -> None:
    batch = hand_in(upload(f"机密★10年\n{NOTICE}"))
    digest = rows(batch)[0].sha256
    assert storage().holds(digest)
    work(now)
    (row,) = rows(batch)
    assert (row.error_code, row.sha256, Record.objects.count()) == ("classified", "", 0)
    assert not storage().holds(digest)
    assert not StoredFile.objects.filter(sha256=digest).exists()
    assert AuditEntry.objects.filter(action="file.discarded", subject=f"file:{digest}").exists()
    assert intake.retry(batch, actor=editor, now=now) == 0


def test_an_organ_no_database_could_keep_is_refused_in_words(editor: Actor, now: datetime) -> None:
    with pytest.raises(GongkaiError) as refused:
        intake.hand_in([upload()], organ_code="yun\x00chuan", actor=editor, now=now)
    assert refused.value.code == "control_characters"
