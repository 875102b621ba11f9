"""The page of one request: what is known, owed and told, masked until someone opens it and the audit says who."""

import io
import zipfile
from collections.abc import Callable

import pytest

from affairs.foi.conftest import FINANCE, ID_CARD, Play
from affairs.foi.console.conftest import SignIn
from gongkai.affairs.foi.models import DisclosureRequest
from gongkai.affairs.foi.services import Receipt
from gongkai.kernel.actors import Role
from gongkai.kernel.audit.models import AuditEntry

Filed = Callable[..., Receipt]
NAMES = ("林小满", ID_CARD, "xiaoman@applicant.example", "通达客运")
THIRD = {"party_kind": "third_party", "party": "云川通达客运有限公司", "concerns": "线路图"}
SEARCH = {"places": "档案室", "method": "按年度", "found": "线路图十二份"}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def number(filed: Filed, play: Play) -> str:
    """A request in which a third party is being asked."""
    found = filed().number
    play(found, ("confirmed", "11-02", {}), ("searched", "11-05", SEARCH), ("consultation_sent", "11-10", THIRD))
    return found


def reads(number: str) -> list[str]:
    """What the audit noted of opening sealed words."""
    rows = AuditEntry.objects.filter(subject=f"request:{number}", action__endswith="_read").order_by("id")
    return [f"{row.action} {(row.after or {})['slot']} {row.actor_label}" for row in rows]


def test_it_tells_facts_limits_and_history(number: str, sign_in: SignIn) -> None:
    page = sign_in(Role.CASE_OFFICER).get(f"/console/requests/{number}").content.decode()
    for words in ("2025年校车运行线路审批材料", "征求意见中", "自 2026-11-10 起中止：征求意见", "档案室", "网上提交"):
        assert words in page, words
    assert "发出征求意见书" in page
    assert "/console/duties/" in page


def test_who_applied_and_what_was_written_is_masked(number: str, sign_in: SignIn) -> None:
    page = sign_in(Role.CASE_OFFICER).get(f"/console/requests/{number}").content.decode()
    assert [word for word in NAMES if word in page] == []
    assert "林**" in page
    assert reads(number) == []


def test_opening_shows_it_once_and_the_audit_notes_who(number: str, sign_in: SignIn) -> None:
    client, path = sign_in(Role.CASE_OFFICER, login="hand"), f"/console/requests/{number}"
    page = client.post(f"{path}/open", {"slot": "applicant"}).content.decode()
    assert "林小满" in page
    assert ID_CARD in page
    assert "通达客运" not in page
    assert "通达客运" in client.post(f"{path}/open", {"slot": "event:4"}).content.decode()
    assert reads(number) == ["request.identity_read applicant hand", "request.words_read event:4 hand"]
    assert "林小满" not in client.get(path).content.decode()


@pytest.mark.parametrize("slot", ["", "letter:1", "event:", "event:x", "other"])
def test_nothing_else_is_opened_there(number: str, sign_in: SignIn, slot: str) -> None:
    answer = sign_in(Role.CASE_OFFICER).post(f"/console/requests/{number}/open", {"slot": slot})
    assert answer.status_code == 404
    assert reads(number) == []


def test_following_the_address_opens_nothing(number: str, sign_in: SignIn) -> None:
    answer = sign_in(Role.CASE_OFFICER).get(f"/console/requests/{number}/open?slot=applicant")
    assert "林小满" not in answer.content.decode()
    assert reads(number) == []


def test_the_office_supervises_without_knowing_who_applied(number: str, sign_in: SignIn) -> None:
    client, path = sign_in(Role.OPEN_GOVERNMENT_OFFICE, organ="yunchuan"), f"/console/requests/{number}"
    page = client.get(path).content.decode()
    assert "征求意见中" in page
    assert "林" not in page
    assert client.post(f"{path}/open", {"slot": "applicant"}).status_code == 403
    for file in ("archive.zip", "letters/1.pdf", "letters/1.docx"):
        assert client.get(f"{path}/{file}").status_code == 403, file
    assert reads(number) == []


def test_letters_are_taken_as_docx_and_pdf_and_noted(number: str, sign_in: SignIn) -> None:
    client, path = sign_in(Role.REGISTRAR, login="desk"), f"/console/requests/{number}/letters"
    word, pdf = client.get(f"{path}/1.docx"), client.get(f"{path}/1.pdf")
    assert (word["content-type"], pdf["content-type"]) == (DOCX, "application/pdf")
    assert zipfile.ZipFile(io.BytesIO(word.content)).testzip() is None
    assert pdf.content.startswith(b"%PDF")
    assert reads(number) == ["request.letter_read letter:1 desk"] * 2
    assert client.get(f"{path}/99.pdf").status_code == 404


def test_the_archive_package_is_taken_by_who_handles_it(number: str, sign_in: SignIn) -> None:
    answer = sign_in(Role.CASE_OFFICER).get(f"/console/requests/{number}/archive.zip")
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert {"contents.txt", "case.json", "application.json"} < set(names)


def test_similar_requests_are_told_with_the_reason(number: str, filed: Filed, sign_in: SignIn) -> None:
    other = filed(wanted="云川市2025年全部校车运行线路的审批表和线路图复印件").number
    page = sign_in(Role.CASE_OFFICER).get(f"/console/requests/{number}").content.decode()
    assert other in page
    assert "同一申请人" in page
    assert "文字相同" in page


def test_a_part_leads_to_the_whole_but_not_into_another_organ(
    number: str, filed: Filed, play: Play, sign_in: SignIn
) -> None:
    whole = filed().number
    play(whole, ("confirmed", "11-02", {}), ("split", "11-03", {"parts": "校车线路图\n校车审批表"}))
    part = DisclosureRequest.objects.get(origin__number=whole)
    passed_on = filed().number
    play(passed_on, ("confirmed", "11-02", {}), ("transferred", "11-03", {"organ": FINANCE, "reason": "由其公开"}))
    child = DisclosureRequest.objects.get(origin__number=passed_on)
    client = sign_in(Role.CASE_OFFICER)
    assert whole in client.get(f"/console/requests/{part.number}").content.decode()
    assert child.number not in client.get(f"/console/requests/{passed_on}").content.decode()


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.CASE_OFFICER, Role.APPROVER])
def test_another_organ_meets_nothing_there(number: str, sign_in: SignIn, role: Role) -> None:
    client, path = sign_in(role, organ=FINANCE), f"/console/requests/{number}"
    for address in ("", "/archive.zip", "/letters/1.pdf", "/letters/1.docx", "/signed", "/extended", "/assigned"):
        assert client.get(path + address).status_code in {403, 404}, address
    assert client.post(f"{path}/open", {"slot": "applicant"}).status_code == 404
    assert reads(number) == []


def test_after_erasure_the_page_says_so(number: str, sign_in: SignIn) -> None:
    DisclosureRequest.objects.get(number=number).sealed.filter(slot="applicant").delete()
    page = sign_in(Role.CASE_OFFICER).get(f"/console/requests/{number}").content.decode()
    assert "这件申请的个人信息已清除" in page
