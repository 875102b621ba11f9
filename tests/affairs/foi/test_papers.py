"""What applicants hand in: painted anew, encrypted, read by who may know them, and by nobody else."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from affairs.foi.conftest import FINANCE, Play, official
from affairs.foi.console.conftest import SignIn, sign_in
from affairs.foi.test_public_pages import TYPED, _fresh_counts, enter, text
from gongkai.affairs.foi.models import DisclosureRequest, Paper
from gongkai.affairs.foi.selectors import RequestMissingError
from gongkai.affairs.foi.services import Receipt, archive_package, paper_add, paper_read
from gongkai.affairs.foi.services.access import APPLICANT
from gongkai.affairs.foi.services.papers import MOST, PaperRefusedError
from gongkai.foundations.texts.limits import UnreadableFileError
from gongkai.kernel.actors import Actor, ForbiddenError, Role
from gongkai.kernel.audit.models import AuditEntry
from support import secret_papers

__all__ = ["_fresh_counts", "sign_in"]  # fixtures
pytestmark = pytest.mark.django_db
WHERE = "taken at home"


@pytest.fixture(autouse=True)
def _stored(tmp_path: Path, settings: Any) -> None:
    settings.STORAGE_URL = f"file://{tmp_path}/stored"


def photograph(kind: str = "JPEG") -> bytes:
    """A picture that tells where it was taken."""
    stream, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = WHERE
    Image.new("RGB", (60, 40), "white").save(stream, kind, exif=exif)
    return stream.getvalue()


def row(number: str) -> DisclosureRequest:
    return DisclosureRequest.objects.get(number=number)


def test_a_paper_is_painted_anew_and_lies_encrypted(
    filed: Callable[..., Receipt], officer: Actor, tmp_path: Path, now: datetime
) -> None:
    number = filed().number
    assert WHERE.encode() in photograph()
    paper_add(number, "identity", photograph(), actor=APPLICANT, now=now)
    kept = paper_read(row(number), 1, actor=officer, now=now)
    assert (kept.name, kept.media_type) == (f"{number}-01-identity.jpg", "image/jpeg")
    assert WHERE.encode() not in kept.content
    for path in (tmp_path / "stored").rglob("*"):
        assert not path.is_file() or b"JFIF" not in path.read_bytes()


def test_a_pdf_loses_whatever_it_carries_beside_its_pages(
    filed: Callable[..., Receipt], officer: Actor, now: datetime
) -> None:
    number = filed().number
    paper_add(number, "authority", secret_papers.pdf(3), actor=APPLICANT, now=now)
    content = paper_read(row(number), 1, actor=officer, now=now).content
    assert content.startswith(b"%PDF")
    assert not re.search(rb"/AcroForm|/EmbeddedFile|/JavaScript|/Font|/Annots", content)


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        ("letter", photograph(), "paper_kind_unknown"),
        ("identity", b"MZ\x90 a program", "paper_type"),
        ("identity", secret_papers.docx(1), "paper_type"),
        ("identity", b"<svg onload='alert(1)'/>", "paper_type"),
        ("identity", b"", "paper_type"),
        ("identity", b"x" * (10 * 1024 * 1024 + 1), "paper_too_large"),
        ("identity", photograph()[:200], "broken_file"),
    ],
)
def test_what_is_no_paper_is_refused(
    filed: Callable[..., Receipt], kind: str, content: bytes, code: str, now: datetime
) -> None:
    with pytest.raises((PaperRefusedError, UnreadableFileError)) as caught:
        paper_add(filed().number, kind, content, actor=APPLICANT, now=now)
    assert caught.value.code == code
    assert not Paper.objects.exists()


def test_a_request_takes_a_number_of_papers_at_most(filed: Callable[..., Receipt], now: datetime) -> None:
    number = filed().number
    for _ in range(MOST):
        paper_add(number, "other", photograph("PNG"), actor=APPLICANT, now=now)
    with pytest.raises(PaperRefusedError) as caught:
        paper_add(number, "other", photograph("PNG"), actor=APPLICANT, now=now)
    assert caught.value.code == "paper_too_many"


def test_after_the_reply_no_paper_comes_in(filed: Callable[..., Receipt], play: Play, now: datetime) -> None:
    number = filed().number
    given = {"code": "G", "information": "材料", "way": "电子邮件"}
    play(number, ("confirmed", "11-02", {}), ("decided", "11-10", given))
    with pytest.raises(PaperRefusedError) as caught:
        paper_add(number, "identity", photograph(), actor=APPLICANT, now=now)
    assert caught.value.code == "paper_closed"


def test_only_who_may_know_the_applicant_reads_it_and_the_audit_says_so(
    filed: Callable[..., Receipt], registrar: Actor, now: datetime
) -> None:
    number = filed().number
    paper_add(number, "identity", photograph(), actor=registrar, now=now)
    for who, organ in (("office", "yunchuan"), ("officer", FINANCE)):
        role = Role.OPEN_GOVERNMENT_OFFICE if who == "office" else Role.CASE_OFFICER
        with pytest.raises(ForbiddenError):
            paper_read(row(number), 1, actor=official(who, role, organ), now=now)
    with pytest.raises((ForbiddenError, RequestMissingError)):
        paper_add(number, "other", photograph(), actor=official("officer", Role.CASE_OFFICER, FINANCE), now=now)
    paper_read(row(number), 1, actor=registrar, now=now)
    noted = AuditEntry.objects.filter(action__startswith="request.paper_").order_by("id")
    assert [one.action for one in noted] == ["request.paper_added", "request.paper_read"]


def test_papers_are_archived_with_the_case(filed: Callable[..., Receipt], officer: Actor, now: datetime) -> None:
    number = filed().number
    paper_add(number, "identity", photograph(), actor=APPLICANT, now=now)
    with zipfile.ZipFile(io.BytesIO(archive_package(row(number), actor=officer, now=now))) as archive:
        assert archive.read(f"papers/{number}-01-identity.jpg").startswith(b"\xff\xd8\xff")


def test_an_applicant_hands_papers_in_right_after_filing(client: Client, education: Any) -> None:
    sent = TYPED | {"token": "t1", "file": "1"}
    receipt = text(client.post("/request", sent))
    assert "您提交的材料" in receipt
    paper = SimpleUploadedFile("card.jpg", photograph())
    answer = client.post("/request/progress/papers", {"kind": "identity", "paper": paper}, follow=True)
    assert "身份证明" in text(answer)
    held = Paper.objects.get()
    assert (held.kind, held.added_by_label) == ("identity", "申请人")


def test_a_stranger_hands_nothing_in(client: Client, filed: Callable[..., Receipt]) -> None:
    filed()
    paper = SimpleUploadedFile("card.jpg", photograph())
    assert client.post("/request/progress/papers", {"kind": "identity", "paper": paper}).status_code == 404


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"kind": "identity"}, "请先选择文件"),
        ({"kind": "x", "paper": "picture"}, "请选择是哪一种材料"),
        ({"kind": "identity", "paper": "words"}, "只收 PDF"),
    ],
)
def test_why_a_paper_was_not_taken_is_told_on_the_page(
    client: Client, filed: Callable[..., Receipt], told: dict[str, Any], words: str
) -> None:
    enter(client, filed())
    content = {"picture": photograph(), "words": b"only words"}.get(str(told.get("paper")))
    sent = told | ({"paper": SimpleUploadedFile("a", content)} if content else {})
    answer = client.post("/request/progress/papers", sent)
    assert answer.status_code == 400
    assert words in text(answer)


def test_papers_may_not_be_sent_without_end(client: Client, filed: Callable[..., Receipt]) -> None:
    enter(client, filed())
    for _ in range(11):
        answer = client.post("/request/progress/papers", {"kind": "identity"})
    assert "太频繁" in text(answer)


def test_the_registrar_puts_in_what_is_handed_over_and_opens_it(
    filed: Callable[..., Receipt], sign_in: SignIn, play: Play
) -> None:
    number, client = filed().number, sign_in(Role.REGISTRAR)
    sent = {"kind": "authority", "paper": SimpleUploadedFile("letter.png", photograph("PNG"))}
    page = client.post(f"/console/requests/{number}/papers", sent, follow=True)
    assert "材料已录入" in text(page)
    assert "授权委托书" in text(page)
    assert client.get(f"/console/requests/{number}/papers/1")["content-disposition"].startswith("attachment")
    assert client.get(f"/console/requests/{number}/papers/2").status_code == 404
    refused = client.post(f"/console/requests/{number}/papers", {"kind": "authority"})
    assert (refused.status_code, "请先选择文件" in text(refused)) == (400, True)
    office = sign_in(Role.OPEN_GOVERNMENT_OFFICE, organ="yunchuan")
    assert "授权委托书" not in text(office.get(f"/console/requests/{number}"))
    assert office.get(f"/console/requests/{number}/papers/1").status_code == 403
