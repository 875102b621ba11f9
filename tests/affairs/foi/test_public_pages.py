"""The citizen's side in the browser's terms: applying, the receipt, the door, the progress, answers and letters."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from affairs.foi.conftest import EDUCATION, ID_CARD, Play
from gongkai.affairs.foi.models import CaseEvent, DisclosureRequest, Sealed
from gongkai.affairs.foi.public import limits
from gongkai.affairs.foi.services import Receipt
from gongkai.backbone.organs.models import Organ

pytestmark = pytest.mark.django_db

TYPED = {
    "organ": EDUCATION, "subject": "2025年校车运行线路审批材料", "wanted": "全部校车运行线路的审批表",
    "form": "email", "medium": "portal", "applicant": "natural", "name": "林小满", "document": "id_card",
    "document_number": ID_CARD, "telephone": "000-0000", "email": "xiaoman@applicant.example",
}  # fmt: skip
SAME_WORDS = "编号和查询码不符"


@pytest.fixture(autouse=True)
def _fresh_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has its own minute."""
    seen: dict[str, int] = {}

    class Counts:
        def count(self, caller: str, _moment: float) -> int:
            seen[caller] = seen.get(caller, 0) + 1
            return seen[caller]

    monkeypatch.setattr(limits, "_counter", lambda _folder: Counts())


def text(answer: Any) -> str:
    return str(answer.content.decode())


def apply(client: Client, **changes: str) -> Any:
    """Fill in, look through, file."""
    looked = client.post("/request", TYPED | changes)
    token = re.search(r'name="token" value="([^"]+)"', text(looked))
    assert token is not None
    return client.post("/request", TYPED | changes | {"token": token[1], "file": "1"})


def enter(client: Client, receipt: Receipt) -> Any:
    return client.post("/request/progress", {"number": receipt.number, "secret": receipt.secret})


def test_an_application_is_looked_through_before_it_is_filed(education: Organ, client: Client) -> None:
    looked = client.post("/request", TYPED)
    assert "核对申请" in text(looked)
    assert ID_CARD not in re.sub(r"<input[^>]*>", "", text(looked))
    assert not DisclosureRequest.objects.exists()
    receipt = apply(client)
    filed = DisclosureRequest.objects.get()
    assert filed.number in text(receipt)
    assert (filed.channel, filed.state, filed.organ.code) == ("portal", "filed", EDUCATION)
    assert "林小满" not in Sealed.objects.get(slot="applicant").token


def test_what_was_looked_through_can_be_changed_and_nothing_typed_is_lost(education: Organ, client: Client) -> None:
    page = text(client.post("/request", TYPED | {"change": "1"}))
    assert TYPED["wanted"] in page
    assert not DisclosureRequest.objects.exists()


def test_the_same_application_sent_twice_is_filed_once(education: Organ, client: Client) -> None:
    sent = TYPED | {"token": "t1", "file": "1"}
    assert client.post("/request", sent).status_code == 200
    again = client.post("/request", sent)
    assert again.status_code == 409
    assert "刚才已经提交" in text(again)
    assert DisclosureRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"document_number": "320102199001011233"}, "身份证号码不正确"),
        ({"telephone": "", "email": ""}, "请至少填写一种联系方式"),
        ({"applicant": "biz"}, "请填写法定代表人"),
        ({"wanted": ""}, "必填"),
        ({"organ": "nobody"}, "有效的选项"),
    ],
)
def test_each_fault_is_told_at_its_field_and_nothing_typed_is_lost(
    education: Organ, client: Client, changes: dict[str, str], words: str
) -> None:
    answer = client.post("/request", TYPED | changes)
    assert answer.status_code == 400
    assert words in text(answer)
    assert TYPED["subject"] in text(answer)


def test_one_sender_files_five_in_a_minute_and_no_more(education: Organ, client: Client) -> None:
    for number in range(6):
        answer = client.post("/request", TYPED | {"token": f"t{number}", "file": "1"})
    assert answer.status_code == 429
    assert DisclosureRequest.objects.count() == 5


def test_number_and_secret_open_the_request_and_the_address_tells_nothing(
    education: Organ, client: Client, filed: Callable[..., Receipt]
) -> None:
    receipt = filed()
    answer = enter(client, receipt)
    assert answer.status_code == 302
    assert answer["location"] == "/request/progress"
    page = client.get("/request/progress")
    assert "待确认收到" in text(page)
    assert "确认收到" in text(page)
    assert "no-store" in page["cache-control"]
    assert page["x-robots-tag"] == "noindex"
    client.post("/request/progress/leave")
    assert "查询码" in text(client.get("/request/progress"))


def test_a_wrong_number_and_a_wrong_secret_are_told_alike(
    education: Organ, client: Client, filed: Callable[..., Receipt]
) -> None:
    receipt = filed()
    answers = [
        client.post("/request/progress", {"number": number, "secret": secret})
        for number, secret in ((receipt.number, "AAAA-AAAA-AAAA"), ("nobody-2026-0001", receipt.secret))
    ]
    pages = [re.sub(r'value="[^"]*"', "", text(answer)) for answer in answers]
    assert pages[0] == pages[1]
    assert SAME_WORDS in pages[0]
    assert [answer.status_code for answer in answers] == [400, 400]


def test_guessing_is_made_to_wait_from_one_sender_and_at_one_number(
    education: Organ, filed: Callable[..., Receipt]
) -> None:
    receipt = filed()
    for number in range(limits.TRIES):
        Client(REMOTE_ADDR=f"10.0.0.{number}").post("/request/progress", {"number": receipt.number, "secret": "X"})
    assert enter(Client(REMOTE_ADDR="10.0.1.1"), receipt).status_code == 429


def test_a_stranger_opens_neither_progress_nor_letter(education: Organ, client: Client) -> None:
    assert client.get("/request/progress/letters/1.pdf").status_code == 404
    answer = client.post("/request/progress/supplemented", {"supplemented-answer": "x"})
    assert answer["location"] == "/request/progress"


def test_applicants_answer_a_correction_and_read_their_letters(
    education: Organ, client: Client, filed: Callable[..., Receipt], play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = filed()
    today = timezone.localdate()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_a, **_k: today.replace(year=2026, month=11, day=9))
    asked = {"grounds": "description", "items": "请写明年份", "days": 10}
    play(receipt.number, ("confirmed", "11-03", {}), ("correction_asked", "11-05", asked))
    enter(client, receipt)
    page = text(client.get("/request/progress"))
    assert "补正" in page
    number = re.search(r"/request/progress/letters/(\d+)\.docx", page)
    assert number is not None
    letter = client.get(f"/request/progress/letters/{number[1]}.docx")
    assert letter.content[:2] == b"PK"
    answer = client.post("/request/progress/corrected", {"corrected-answer": "只要2025年的"})
    assert answer.status_code == 302
    assert CaseEvent.objects.filter(kind="corrected").exists()
    assert "只要2025年的" not in str(list(CaseEvent.objects.values()))


def test_what_cannot_be_answered_now_is_refused_with_its_reason(
    education: Organ, client: Client, filed: Callable[..., Receipt]
) -> None:
    enter(client, filed())
    answer = client.post("/request/progress/corrected", {"corrected-answer": "早了"})
    assert answer.status_code == 400
    assert client.post("/request/progress/decided", {}).status_code == 404
    assert client.post("/request/progress/filed", {}).status_code == 404


@pytest.mark.parametrize("path", ["/request", "/request/progress"])
def test_english_pages_have_no_chinese_of_ours(education: Organ, client: Client, path: str) -> None:
    page = text(client.get(f"/en{path}"))
    assert "Apply for information" in page
    assert 'lang="en"' in page
