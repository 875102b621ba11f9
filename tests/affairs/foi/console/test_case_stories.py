"""Whole cases played through the pages, form by form, each by who may: what the pages say of days and numbers."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from affairs.foi.conftest import FINANCE
from affairs.foi.console.conftest import SignIn
from affairs.foi.console.test_registering import PAPER
from gongkai.affairs.foi.models import DisclosureRequest
from gongkai.kernel.actors import Role

Enter = Callable[..., str]


@pytest.fixture
def people(sign_in: SignIn) -> Mapping[str, Client]:
    """A browser of each who handles requests."""
    roles = {"registrar": Role.REGISTRAR, "officer": Role.CASE_OFFICER, "approver": Role.APPROVER}
    return {name: sign_in(role) for name, role in roles.items()}


@pytest.fixture
def register(people: Mapping[str, Client]) -> Callable[..., str]:
    """Register a request at the counter; answers its number."""

    def run(**changes: Any) -> str:
        answer = people["registrar"].post("/console/requests/register", PAPER | changes)
        return str(answer.context["receipt"].number)

    return run


@pytest.fixture
def enter(people: Mapping[str, Client]) -> Enter:
    """Send the form of an event on a day of November 2026 unless told otherwise; answers the page of the case."""

    def run(number: str, who: str, kind: str, on: str, **told: Any) -> str:
        path = reverse(f"console-foi:{kind}", args=[number])
        answer = people[who].post(path, {"on": f"2026-{on}"} | told, follow=True)
        assert answer.status_code == 200, answer.context["form"].errors
        return answer.content.decode()

    return run


def row(number: str) -> DisclosureRequest:
    return DisclosureRequest.objects.get(number=number)


def test_partly_disclosed_after_correction_opinion_and_extension(
    register: Callable[..., str], enter: Enter, people: Mapping[str, Client]
) -> None:
    number = register(on="2026-11-02")
    enter(number, "officer", "correction_asked", "11-04", grounds="description", items="请写明年度", days="10")
    page = enter(number, "registrar", "corrected", "11-09", answer="2025年度")
    assert "到期 2026-12-07" in page
    third = {"party_kind": "third_party", "party": "云川通达客运有限公司", "concerns": "线路图"}
    assert "自 2026-11-10 起中止：征求意见" in enter(number, "officer", "consultation_sent", "11-10", **third)
    enter(number, "officer", "consultation_received", "11-11", consultation="1")
    said = {"consultation": "1", "opinion": "objects", "grounded": "on", "answer": "涉及商业秘密"}
    assert "到期 2026-12-14" in enter(number, "officer", "consultation_answered", "11-16", **said)
    refused = people["officer"].get(reverse("console-foi:decided", args=[number])).content.decode()
    assert "第三方反对公开且理由合理" in refused
    assert "到期 2026-12-28" in enter(number, "approver", "extended", "11-18", days="10", reason="材料较多")
    partly = {"code": "P", "information": "线路图", "way": "邮寄", "withheld_part": "报价", "reason": "商业秘密"}
    enter(number, "officer", "proposed", "11-23", **partly)
    enter(number, "approver", "signed", "11-24")
    page = enter(number, "registrar", "served", "11-25", service="post", proof="挂号信收据")
    titles = ("补正告知书", "征求意见书", "征求意见确认函", "延期答复告知书", "申请答复书", "送达回证")
    assert [title for title in titles if title not in page] == []
    numbers = people["officer"].get("/console/requests/statistics").content.decode()
    assert "row=P&amp;column=natural" in numbers


def test_refused_taken_to_reconsideration_and_overturned(register: Callable[..., str], enter: Enter) -> None:
    number = register(on="2026-11-02")
    refused = {"code": "D6", "reason": "属于讨论记录", "which_process": "讨论记录"}
    enter(number, "officer", "proposed", "11-05", **refused)
    enter(number, "approver", "sent_back", "11-06", reason="理由不充分")
    enter(number, "officer", "proposed", "11-09", **refused)
    enter(number, "approver", "signed", "11-09")
    enter(number, "registrar", "served", "11-10", service="direct", proof="签收单")
    enter(number, "registrar", "dispute_filed", "11-12", dispute_kind="review", body="云川市人民政府")
    page = enter(number, "registrar", "dispute_ended", "11-19", dispute="1", outcome="corrected")
    assert "结果纠正" in page
    page = enter(number, "officer", "reopened", "11-20", reason="复议决定书撤销原答复")
    assert "到期 2026-12-18" in page
    enter(number, "officer", "decided", "11-24", code="G", information="会议纪要", way="邮寄")
    found = row(number)
    # The report counts the first decision; the fourth table tells what became of it.
    assert (found.state, found.result) == ("decided", "D6")


def test_a_fee_that_is_not_paid_lapses(
    register: Callable[..., str], enter: Enter, people: Mapping[str, Client]
) -> None:
    number = register(on="2026-10-12")
    page = enter(number, "officer", "fee_set", "10-15", mode="page", units="260")
    assert "5100 元" in page
    enter(number, "registrar", "fee_received", "10-19", service="post", proof="回执")
    lapse = reverse("console-foi:decided", args=[number])
    early = people["officer"].post(lapse, {"on": "2026-11-13", "code": "O2", "reason": "逾期未缴费"})
    assert "缴费期限到 2026-11-16 为止，尚未届满" in early.content.decode()
    assert "申请人逾期未按收费通知" in enter(number, "officer", "decided", "11-17", code="O2", reason="逾期未缴费")
    assert row(number).result == "O2"


def test_split_in_three_with_a_part_passed_on(
    register: Callable[..., str], enter: Enter, sign_in: SignIn, people: Mapping[str, Client]
) -> None:
    number = register(on="2026-11-02")
    page = enter(number, "officer", "split", "11-04", parts="校车线路图\n校车审批表\n校车补贴发放表")
    parts = list(DisclosureRequest.objects.filter(origin__number=number).order_by("id"))
    assert [one.wanted for one in parts] == ["校车审批表", "校车补贴发放表"]
    assert all(one.number in page for one in parts)
    told = {"organ": FINANCE, "reason": "由财政部门负责公开"}
    enter(parts[1].number, "officer", "transferred", "11-05", **told)
    passed = DisclosureRequest.objects.get(organ__code=FINANCE)
    assert (passed.received_on, passed.counted_on) == (date(2026, 11, 2), date(2026, 11, 5))
    other = sign_in(Role.CASE_OFFICER, organ=FINANCE)
    assert "到期 2026-11-30" in other.get(reverse("console-foi:case", args=[passed.number])).content.decode()
    assert people["officer"].get(reverse("console-foi:case", args=[passed.number])).status_code == 404
    assert other.get(reverse("console-foi:case", args=[parts[1].number])).status_code == 404


def test_by_ordinary_mail_the_limits_run_from_the_confirmation_and_a_wrong_day_is_put_right(
    register: Callable[..., str], enter: Enter
) -> None:
    number = register(on="2026-11-02", channel="mail")
    assert row(number).due_on is None
    assert "到期 2026-12-02" in enter(number, "registrar", "confirmed", "11-04")
    told = {"entry": "2", "right_day": "2026-11-03", "reason": "登记有误"}
    page = enter(number, "approver", "entry_corrected", "11-06", **told)
    assert "到期 2026-12-01" in page
    assert "已更正，原为 2026-11-04" in page
