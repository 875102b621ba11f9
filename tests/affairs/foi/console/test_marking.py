"""Marking files in the console: taken in, marked line by line, proposed, copied, taken out."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from affairs.foi.conftest import FINANCE, Play
from affairs.foi.console.conftest import SignIn
from gongkai.affairs.foi.models import DisclosureRequest, Material
from gongkai.affairs.foi.services import Receipt
from gongkai.foundations import texts
from gongkai.foundations.texts.document import Document, Paragraph
from gongkai.foundations.texts.setting import to_docx, to_pdf
from gongkai.kernel.actors import Role
from gongkai.kernel.audit.models import AuditEntry

PAPER = Document((Paragraph("关于校车线路的审批表"), Paragraph("联系电话13900001111，经办人欧阳测试。")))


@pytest.fixture(autouse=True)
def _stored(tmp_path: Path, settings: Any) -> None:
    settings.STORAGE_URL = f"file://{tmp_path}/stored"


@pytest.fixture
def number(filed: Callable[..., Receipt], play: Play) -> str:
    """A request that is being handled."""
    receipt = filed()
    play(receipt.number, ("confirmed", "11-02", {}))
    return receipt.number


@pytest.fixture
def officer_(sign_in: SignIn) -> Client:
    return sign_in(Role.CASE_OFFICER)


def add(client: Client, number: str, content: bytes, name: str = "审批表.pdf") -> Any:
    path = reverse("console-foi:files", args=[number])
    return client.post(path, {"files": SimpleUploadedFile(name, content)}, follow=True)


def mark(client: Client, number: str, do: str = "mark", **typed: str) -> Any:
    told = {"ground": "D4", "words": "", "boxes": "", "do": do} | typed
    return client.post(reverse("console-foi:mark", args=[number, 1]), told, follow=True)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_file_is_taken_in_and_stands_on_the_page_of_the_case(number: str, officer_: Client) -> None:
    page = text(add(officer_, number, to_pdf(PAPER)))
    assert "已放入" in page
    assert "审批表.pdf" in page
    assert "还没有副本" in page
    row = Material.objects.get()
    assert (row.pages, row.media_type) == (1, "application/pdf")


def test_marks_are_kept_and_shown_again(number: str, officer_: Client) -> None:
    add(officer_, number, to_pdf(PAPER))
    page = text(mark(officer_, number, words="欧阳测试\n139 0000 1111 D2", boxes="1 10 20 40.5 30 D1"))
    assert "标记已保存" in page
    assert "欧阳测试 D4\n139 0000 1111 D2</textarea>" in page
    assert "1 10.00 20.00 40.50 30.00 D1</textarea>" in page


def test_the_picture_of_a_page_lies_under_a_veil_where_it_is_marked(number: str, officer_: Client) -> None:
    add(officer_, number, to_pdf(PAPER))
    path = reverse("console-foi:page", args=[number, 1, 1])
    before = officer_.get(path)
    assert before["content-type"] == "image/png"
    mark(officer_, number, boxes="1 0 0 100 50")
    with Image.open(io.BytesIO(officer_.get(path).content)) as picture:
        seen = picture.convert("RGB")
    red, green, _blue = seen.getpixel((5, 5))  # type: ignore[misc]
    assert red > green + 60
    assert min(seen.crop((0, seen.height - 9, 9, seen.height)).tobytes()) == 255
    assert officer_.get(reverse("console-foi:page", args=[number, 1, 2])).status_code == 404


def test_personal_data_is_proposed_beside_what_is_typed(number: str, officer_: Client) -> None:
    add(officer_, number, to_docx(PAPER), "审批表.docx")
    page = text(mark(officer_, number, do="propose", words="欧阳测试 D2"))
    assert "欧阳测试 D2\n13900001111 D4" in page
    assert DisclosureRequest.objects.get(number=number).sealed.filter(slot__endswith="plan").count() == 0


def test_the_copy_is_made_and_handed_out(number: str, officer_: Client) -> None:
    add(officer_, number, to_docx(PAPER), "审批表.docx")
    page = text(mark(officer_, number, do="copy", words="欧阳测试\n13900001111"))
    assert "副本已生成并通过核验" in page
    assert "保护第三方合法权益 × 2" in page
    copy = officer_.get(reverse("console-foi:copy", args=[number, 1]))
    assert copy["content-disposition"].startswith("attachment")
    assert copy["cache-control"].find("no-store") >= 0
    assert texts.read(copy.content).blocks[-1] == Paragraph("联系电话████，经办人████。")
    decision = text(officer_.get(reverse("console-foi:proposed", args=[number]) + "?code=P"))
    assert "材料1正文2处（保护第三方合法权益）" in decision


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"words": "欧阳测试\n张"}, "第 2 行"),
        ({"boxes": "1 10 20 40 30\n1 50 20 40 30"}, "第 2 行"),
        ({"boxes": "1 10 20 40"}, "第 1 行"),
        ({"boxes": "第一页"}, "第 1 行"),
        ({"ground": "G"}, "有效的选项"),
    ],
)
def test_a_wrong_line_is_told_and_nothing_typed_is_lost(
    number: str, officer_: Client, typed: dict[str, str], words: str
) -> None:
    add(officer_, number, to_pdf(PAPER))
    answer = mark(officer_, number, **typed)
    assert answer.status_code == 400
    assert words in text(answer)
    for line in (typed.get("words", "") + typed.get("boxes", "")).split("\n"):
        assert line in text(answer)
    assert not DisclosureRequest.objects.get(number=number).sealed.filter(slot__endswith="plan").exists()


def test_a_box_on_a_page_that_is_not_there_is_told(number: str, officer_: Client) -> None:
    add(officer_, number, to_pdf(PAPER))
    answer = mark(officer_, number, do="copy", boxes="7 0 0 10 10")
    assert answer.status_code == 400
    assert "文件只有 1 页" in text(answer)


@pytest.mark.parametrize("content", [b"only words", b"%PDF-1.4 broken"])
def test_a_file_that_cannot_be_redacted_is_refused_with_the_reason(
    number: str, officer_: Client, content: bytes
) -> None:
    page = text(add(officer_, number, content))
    assert "只能遮盖" in page or "损坏" in page
    assert not Material.objects.exists()


def test_nothing_chosen_is_told(number: str, officer_: Client) -> None:
    assert "请先选择文件" in text(officer_.post(reverse("console-foi:files", args=[number]), follow=True))


def test_a_file_is_taken_out_whatever_stands_in_the_form(number: str, officer_: Client) -> None:
    add(officer_, number, to_pdf(PAPER))
    assert "文件已移除" in text(mark(officer_, number, do="remove", words="张"))
    assert not Material.objects.exists()


def test_others_see_neither_file_nor_that_there_is_one(number: str, officer_: Client, sign_in: SignIn) -> None:
    add(officer_, number, to_pdf(PAPER))
    paths = [reverse(f"console-foi:{name}", args=[number, 1]) for name in ("mark", "original", "copy")]
    paths.append(reverse("console-foi:page", args=[number, 1, 1]))
    for client, status in (
        (sign_in(Role.REGISTRAR), 403),
        (sign_in(Role.CASE_OFFICER, organ=FINANCE), 404),
        (sign_in(Role.EDITOR), 403),
    ):
        assert {client.get(path).status_code for path in paths} == {status}
        assert "审批表.pdf" not in text(client.get(reverse("console-foi:case", args=[number])))
    seen = AuditEntry.objects.filter(action="request.material_read")
    assert not seen.exists()


def test_the_approver_looks_and_cannot_mark(number: str, officer_: Client, sign_in: SignIn) -> None:
    add(officer_, number, to_pdf(PAPER))
    approver = sign_in(Role.APPROVER)
    page = text(approver.get(reverse("console-foi:mark", args=[number, 1])))
    assert "标记由承办人在办理期间修改" in page
    assert 'value="copy"' not in page
    assert mark(approver, number, words="欧阳测试").status_code == 403
