"""The files of a case: who may see them, what the applicant gets, and what is left of them in the end."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from affairs.foi.conftest import FINANCE, Play, Step, official
from gongkai.affairs.foi import withheld
from gongkai.affairs.foi.models import DisclosureRequest, Material
from gongkai.affairs.foi.selectors import RequestMissingError
from gongkai.affairs.foi.services import (
    Receipt,
    archive_package,
    material_add,
    material_copy,
    material_mark,
    material_plan,
    material_read,
    material_remove,
)
from gongkai.affairs.foi.services.access import APPLICANT
from gongkai.affairs.foi.services.redacting import MOST, MaterialRefusedError
from gongkai.affairs.foi.vault import Kept
from gongkai.foundations import texts
from gongkai.foundations.redaction import Plan, RedactionError, Region, Term
from gongkai.foundations.texts.document import Document, Paragraph
from gongkai.foundations.texts.limits import UnreadableFileError
from gongkai.foundations.texts.setting import to_docx, to_pdf
from gongkai.kernel.actors import Actor, ForbiddenError, Role
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.due import services as due

pytestmark = pytest.mark.django_db
NAME = "欧阳测试"
PAPER = Document((Paragraph("关于校车线路的审批表"), Paragraph(f"经办人{NAME}，意见：同意。")))
FILE = Kept("审批表.docx", "", to_docx(PAPER))
PLAN = Plan((), (Term(NAME, "D4"),))
TOLD = {"code": "P", "information": "审批表", "way": "电子邮件", "withheld_part": "经办人姓名", "reason": "个人隐私"}


@pytest.fixture(autouse=True)
def _stored(tmp_path: Path, settings: Any) -> None:
    settings.STORAGE_URL = f"file://{tmp_path}/stored"


@pytest.fixture
def number(filed: Callable[..., Receipt], play: Play) -> str:
    """A request that is being handled."""
    receipt = filed()
    play(receipt.number, ("confirmed", "11-02", {}))
    return receipt.number


def row(number: str) -> DisclosureRequest:
    return DisclosureRequest.objects.get(number=number)


def test_the_copy_withholds_what_was_marked_and_the_reply_says_so(number: str, officer: Actor, now: datetime) -> None:
    material_add(number, FILE, actor=officer, now=now)
    done = material_copy(number, 1, PLAN, actor=officer, now=now)
    assert (done.withheld, done.unsearched, done.left_out) == ([[0, "D4", 1]], [], {})
    copy = material_read(row(number), 1, "copy", actor=officer, now=now)
    assert copy.name == "审批表.docx"
    assert texts.read(copy.content).blocks[-1] == Paragraph("经办人████，意见：同意。")
    assert withheld.in_the_reply(row(number)) == "材料1正文1处（保护第三方合法权益）"
    assert material_plan(row(number), 1, actor=officer) == PLAN


def test_applicants_get_the_copy_once_the_reply_reached_them_and_never_the_original(
    number: str, officer: Actor, play: Play, now: datetime
) -> None:
    material_add(number, FILE, actor=officer, now=now)
    material_copy(number, 1, PLAN, actor=officer, now=now)
    with pytest.raises(RequestMissingError):
        material_read(row(number), 1, "copy", actor=APPLICANT, now=now)
    served = {"service": "portal", "proof": "已阅读"}
    play(number, ("proposed", "11-03", TOLD), ("signed", "11-04", {}), ("served", "11-05", served))
    assert NAME.encode() not in material_read(row(number), 1, "copy", actor=APPLICANT, now=now).content
    for part in ("original", "plan"):
        with pytest.raises(RequestMissingError):
            material_read(row(number), 1, part, actor=APPLICANT, now=now)


@pytest.mark.parametrize(
    ("who", "organ"),
    [(Role.REGISTRAR, ""), (Role.OPEN_GOVERNMENT_OFFICE, "yunchuan"), (Role.CASE_OFFICER, FINANCE), (Role.AUDITOR, "")],
)
def test_nobody_but_who_handles_or_signs_sees_a_file(
    number: str, officer: Actor, who: Role, organ: str, now: datetime
) -> None:
    material_add(number, FILE, actor=officer, now=now)
    stranger = official("stranger", who, organ or row(number).organ.code)
    for part in ("original", "copy", "plan"):
        with pytest.raises(ForbiddenError):
            material_read(row(number), 1, part, actor=stranger, now=now)
    with pytest.raises(ForbiddenError):
        material_plan(row(number), 1, actor=stranger)
    with pytest.raises((ForbiddenError, RequestMissingError)):
        material_copy(number, 1, PLAN, actor=stranger, now=now)
    assert not AuditEntry.objects.filter(action="request.material_read").exists()


def test_the_approver_sees_both_and_changes_neither(
    number: str, officer: Actor, approver: Actor, now: datetime
) -> None:
    material_add(number, FILE, actor=officer, now=now)
    assert material_read(row(number), 1, "original", actor=approver, now=now).content == FILE.content
    with pytest.raises(ForbiddenError):
        material_mark(number, 1, PLAN, actor=approver, now=now)


def test_each_reading_is_noted_and_no_word_of_a_file_stands_in_the_audit(
    number: str, officer: Actor, now: datetime
) -> None:
    material_add(number, FILE, actor=officer, now=now)
    material_copy(number, 1, PLAN, actor=officer, now=now)
    material_read(row(number), 1, "original", actor=officer, now=now)
    noted = AuditEntry.objects.filter(action__startswith="request.material_").order_by("id")
    assert [one.action for one in noted] == [
        "request.material_added",
        "request.material_copied",
        "request.material_read",
    ]
    told = str([(one.before, one.after) for one in noted])
    assert NAME not in told
    assert "审批表" not in told


def test_new_marks_take_back_the_copy(number: str, officer: Actor, now: datetime) -> None:
    material_add(number, FILE, actor=officer, now=now)
    material_copy(number, 1, PLAN, actor=officer, now=now)
    material_mark(number, 1, Plan((), (Term("校车", "D2"),)), actor=officer, now=now)
    assert row(number).materials.get().copied_at is None
    assert withheld.in_the_reply(row(number)) == ""
    with pytest.raises(RequestMissingError):
        material_read(row(number), 1, "copy", actor=officer, now=now)


def test_a_copy_that_is_not_proved_changes_nothing(number: str, officer: Actor, now: datetime) -> None:
    material_add(number, Kept("a.pdf", "", to_pdf(PAPER)), actor=officer, now=now)
    with pytest.raises(RedactionError):
        material_copy(number, 1, Plan((Region(9, 0, 0, 1, 1, "D4"),)), actor=officer, now=now)
    assert row(number).materials.get().copied_at is None
    assert material_plan(row(number), 1, actor=officer) == Plan()


def test_a_file_without_marks_is_copied_without_what_is_not_seen(number: str, officer: Actor, now: datetime) -> None:
    material_add(number, Kept("a.pdf", "", to_pdf(PAPER)), actor=officer, now=now)
    assert material_copy(number, 1, Plan(), actor=officer, now=now).withheld == []
    with pytest.raises(UnreadableFileError):
        texts.read(material_read(row(number), 1, "copy", actor=officer, now=now).content)


@pytest.mark.parametrize("content", [b"", b"words", b"PK\x03\x04", b"%PDF-1.4"])
def test_what_cannot_be_read_is_not_taken(number: str, officer: Actor, content: bytes, now: datetime) -> None:
    with pytest.raises((UnreadableFileError, RedactionError)):
        material_add(number, Kept("a", "", content), actor=officer, now=now)
    assert not Material.objects.exists()


def test_a_request_has_a_number_of_files_at_most(number: str, officer: Actor, now: datetime) -> None:
    for _ in range(MOST):
        material_add(number, FILE, actor=officer, now=now)
    with pytest.raises(MaterialRefusedError) as caught:
        material_add(number, FILE, actor=officer, now=now)
    assert caught.value.code == "material_too_many"


def test_a_file_that_was_put_in_by_mistake_is_taken_out(number: str, officer: Actor, now: datetime) -> None:
    material_add(number, FILE, actor=officer, now=now)
    material_remove(number, 1, actor=officer, now=now)
    assert not Material.objects.exists()
    assert not row(number).sealed.filter(is_file=True).exists()


def test_after_the_reply_nothing_is_changed(number: str, officer: Actor, play: Play, now: datetime) -> None:
    material_add(number, FILE, actor=officer, now=now)
    play(number, ("proposed", "11-03", TOLD))
    for change in (material_mark, material_copy):
        with pytest.raises(MaterialRefusedError) as caught:
            change(number, 1, PLAN, actor=officer, now=now)
        assert caught.value.code == "material_closed"


def test_files_are_archived_with_the_case_and_erased_with_it(
    number: str, officer: Actor, play: Play, now: datetime
) -> None:
    material_add(number, FILE, actor=officer, now=now)
    material_copy(number, 1, PLAN, actor=officer, now=now)
    served = {"service": "portal", "proof": "已阅读"}
    steps: tuple[Step, ...] = (
        ("proposed", "11-03", TOLD),
        ("signed", "11-04", {}),
        ("served", "11-05", served),
        ("archived", "11-06", {}),
    )
    request = play(number, *steps)
    with zipfile.ZipFile(io.BytesIO(archive_package(request, actor=officer, now=now))) as archive:
        assert archive.read("files/01-original.docx") == FILE.content
        assert NAME not in str(texts.read(archive.read("files/01-copy.docx")).blocks)
    due.fire(now=datetime(2037, 1, 1, 4, tzinfo=ZoneInfo("Asia/Shanghai")))
    assert row(number).state == "erased"
    assert not row(number).sealed.exists()
    with pytest.raises(RequestMissingError):
        material_read(row(number), 1, "original", actor=officer, now=now)
