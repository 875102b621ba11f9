"""The counter: requests on paper, by mail and by fax, with the day from which the law counts."""

from datetime import date
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from affairs.foi.conftest import EDUCATION, FINANCE, ID_CARD
from affairs.foi.console.conftest import SignIn
from gongkai.affairs.foi.models import DisclosureRequest
from gongkai.affairs.foi.selectors import request_of_applicant
from gongkai.kernel.actors import Role

PAPER = {
    "organ": EDUCATION,
    "channel": "counter",
    "on": "2026-11-24",
    "applicant": "natural",
    "name": "林小满",
    "document": "id_card",
    "document_number": ID_CARD,
    "telephone": "000-0000",
    "address": "云川市示例路 1 号",
    "subject": "2025年校车运行线路审批材料",
    "wanted": "全部审批表",
    "form": "paper",
    "medium": "post",
    "items": "1",
}


@pytest.mark.parametrize(
    ("channel", "state", "received"),
    [
        ("counter", "handling", date(2026, 11, 24)),
        ("signed_mail", "handling", date(2026, 11, 24)),
        ("mail", "filed", None),
        ("fax", "filed", None),
        ("email", "filed", None),
    ],
)
def test_the_day_of_receipt_follows_from_how_it_came(
    sign_in: SignIn, channel: str, state: str, received: date | None
) -> None:
    page = sign_in(Role.REGISTRAR).post("/console/requests/register", PAPER | {"channel": channel}).content.decode()
    found = DisclosureRequest.objects.get()
    assert (found.channel, found.state, found.received_on) == (channel, state, received)
    assert ("期限尚未起算" in page) == (received is None)


def test_the_receipt_is_shown_once_and_opens_the_request(sign_in: SignIn) -> None:
    answer = sign_in(Role.REGISTRAR).post("/console/requests/register", PAPER)
    receipt = answer.context["receipt"]
    assert receipt.secret in answer.content.decode()
    assert request_of_applicant(receipt.number, receipt.secret) is not None
    assert "no-store" in answer["cache-control"]


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"document_number": "320102199001011239"}, "document_number", "身份证号码不正确"),
        ({"applicant": "biz"}, "representative", "法定代表人"),
        ({"telephone": "", "address": "", "medium": "pickup"}, "telephone", "至少填写一种联系方式"),
        ({"medium": "email"}, "email", "请填写电子邮箱"),
        ({"agent": "某代理人"}, "agent_document", "代理人的证件号码"),
        ({"on": "2026-11-27"}, "on", "日期不能晚于今天"),
        ({"wanted": ""}, "wanted", ""),
        ({"channel": "portal"}, "channel", ""),
        ({"organ": FINANCE}, "organ", ""),
    ],
)
def test_every_fault_is_told_at_its_field(sign_in: SignIn, changes: dict[str, Any], field: str, said: str) -> None:
    answer = sign_in(Role.REGISTRAR).post("/console/requests/register", PAPER | changes)
    assert answer.status_code == 400
    assert said in "".join(answer.context["form"].errors[field])
    assert not DisclosureRequest.objects.exists()


def test_what_may_be_the_same_request_is_shown_at_once(sign_in: SignIn) -> None:
    client = sign_in(Role.REGISTRAR)
    client.post("/console/requests/register", PAPER)
    first = DisclosureRequest.objects.get().number
    page = client.post("/console/requests/register", PAPER).content.decode()
    assert first in page
    assert "可能重复的申请" in page


@pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.APPROVER, Role.OPEN_GOVERNMENT_OFFICE, Role.EDITOR])
def test_nobody_but_the_registrar_registers(sign_in: SignIn, role: Role) -> None:
    client = sign_in(role)
    assert client.get("/console/requests/register").status_code == 403
    assert client.post("/console/requests/register", PAPER).status_code == 403
    assert not DisclosureRequest.objects.exists()


def test_an_email_fills_the_form_in_and_is_looked_through_first(sign_in: SignIn) -> None:
    client = sign_in(Role.REGISTRAR)
    message = EmailMessage()
    message["From"] = "林小满 <xiaoman@applicant.example>"
    message["Date"] = "Mon, 23 Nov 2026 09:30:00 +0800"
    message["Subject"] = "申请公开校车线路图"
    message.set_content("请公开2025年全部校车运行线路图。")
    message.add_attachment(b"1", maintype="image", subtype="png", filename="身份证.png")
    sent = {"mail": SimpleUploadedFile("a.eml", message.as_bytes())}
    page = client.post("/console/requests/register", sent)
    assert page.status_code == 200
    form = page.context["form"]
    given = {name: form[name].value() for name in ("channel", "on", "name", "email", "subject", "wanted")}
    assert given == {
        "channel": "email", "on": date(2026, 11, 23), "name": "林小满", "email": "xiaoman@applicant.example",
        "subject": "申请公开校车线路图", "wanted": "请公开2025年全部校车运行线路图。",
    }  # fmt: skip
    assert "身份证.png" in page.content.decode()
    assert not DisclosureRequest.objects.exists()


def test_what_is_no_email_is_said_and_the_form_is_there(sign_in: SignIn) -> None:
    sent = {"mail": SimpleUploadedFile("a.eml", b"only words")}
    page = sign_in(Role.REGISTRAR).post("/console/requests/register", sent)
    assert page.status_code == 400
    assert "这不是邮件文件" in page.content.decode()
    assert page.context["form"]["channel"].value() == "counter"
