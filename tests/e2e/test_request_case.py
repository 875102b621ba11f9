"""A request from the counter to the reply, in a real browser, by the people of the demo city; and every page of it
as axe and a telephone find it.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from e2e.conftest import City, Opener
from gongkai.foundations.law.calendar import working_calendar

pytestmark = pytest.mark.browser

PASSWORD = "云川-demo-2026"
SUBJECT = "2026年中小学心理健康教师配备情况"
ON_PAPER = {
    "name": "何示例", "document_number": "DEMO9001", "telephone": "(0000) 5559001", "address": "云川市示例路 9 号",
    "subject": SUBJECT, "wanted": "全市中小学心理健康教师的配备名册和经费。",
}  # fmt: skip
PARTLY = {
    "information": "各校教师配备人数", "way": "邮寄纸质复印件", "withheld_part": "教师个人姓名和联系方式",
    "reason": "涉及个人隐私",
}  # fmt: skip


@pytest.fixture
def enter(open_page: Opener) -> Opener:
    """Signs someone of the demo city in; answers their page."""

    def signed_in(login: str, **options: object) -> Page:
        page = open_page("/console/login", **options)
        page.fill("[name=login]", login)
        page.fill("[name=password]", PASSWORD)
        page.locator("main button").click()
        page.wait_for_url("**/console/")
        return page

    return signed_in


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in {"serious", "critical"}]


def do(page: Page, case: str, step: str, **told: str) -> None:
    """On the page of the case choose a step, fill its form and send it."""
    page.goto(case)
    link = page.get_by_role("link", name=step, exact=True)
    if not link.count():
        # What could not have happened today may have happened earlier.
        page.locator("summary", has_text="以今天为发生日期不能登记的").click()
    link.click()
    for name, value in told.items():
        field = page.locator(f"main [name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        elif field.get_attribute("type") == "checkbox":
            field.check()
        else:
            field.fill(value)
    page.get_by_role("button", name=step, exact=True).click()
    page.wait_for_url(case)
    assert f"已登记：{step}" in page.locator(".said").inner_text()


@pytest.mark.timeout(300)
def test_a_request_goes_from_the_counter_to_the_reply(city: City, enter: Opener) -> None:
    registrar = enter("registrar")
    registrar.goto(f"{city.url}/console/requests")
    registrar.get_by_role("link", name="登记申请").click()
    registrar.select_option("[name=document]", "passport")
    for name, value in ON_PAPER.items():
        registrar.fill(f"main [name={name}]", value)
    registrar.get_by_role("button", name="登记", exact=True).click()
    registrar.get_by_role("heading", name="请交给申请人").wait_for()
    assert serious(registrar) == []
    registrar.get_by_role("link", name="查看案件").click()
    case = registrar.url
    assert "何示例" not in registrar.locator("main").inner_text()
    do(registrar, case, "分派承办人", officer=_officer(registrar, case))

    officer = enter("officer")
    officer.get_by_role("link", name="我承办的申请").click()
    officer.get_by_role("link", name=SUBJECT).first.click()
    assert officer.url == case
    do(officer, case, "审查申请内容明确")
    do(officer, case, "检索记录", places="局档案室", method="按年度检索", found="名册一份")
    officer.get_by_role("link", name="拟定答复送签").click()
    assert serious(officer) == []
    officer.get_by_role("link", name="部分公开").click()
    for name, value in PARTLY.items():
        officer.fill(f"main [name={name}]", value)
    officer.get_by_role("button", name="拟定答复送签").click()
    officer.wait_for_url(case)

    do(enter("approver"), case, "签发答复")
    do(registrar, case, "送达答复", service="post", proof="挂号信收据")
    shown = registrar.locator("main").inner_text()
    assert "已答复" in shown
    assert "答复：部分公开" in shown
    with registrar.expect_download() as told:
        registrar.get_by_role("link", name="政府信息公开申请答复书 PDF").click()
    assert told.value.path().read_bytes().startswith(b"%PDF")
    registrar.locator("button[value=applicant]").click()
    assert "何示例" in registrar.locator("main").inner_text()
    assert serious(registrar) == []


def worked(ago: int) -> str:
    """The working day so many before the last one, as forms take it."""
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date().toordinal()
    return str(date.fromordinal(working_calendar().retreat(today + 1, ago + 1)))


@pytest.mark.timeout(400)
def test_partial_disclosure_after_correction_opinion_and_extension(city: City, enter: Opener) -> None:
    registrar, officer, approver = enter("registrar"), enter("officer"), enter("approver")
    registrar.goto(f"{city.url}/console/requests/register")
    registrar.select_option("[name=document]", "passport")
    subject = "2025年校外供餐合同及招标文件"
    for name, value in (ON_PAPER | {"subject": subject, "on": worked(17)}).items():
        registrar.fill(f"main [name={name}]", value)
    registrar.get_by_role("button", name="登记", exact=True).click()
    registrar.get_by_role("link", name="查看案件").click()
    case = registrar.url

    def due(*more: str) -> None:
        """The page says the day that the clock of the law gives."""
        answer = city.gongkai("due", "REQ_REPLY", "--from", worked(17), *more)
        officer.goto(case)
        assert f"到期 {answer['due']}" in officer.locator("main").inner_text()

    due()
    asked = {"grounds": "description", "items": "请写明学年", "days": "10"}
    do(officer, case, "告知补正", on=worked(15), **asked)
    do(registrar, case, "申请人补正", on=worked(12), answer="2025至2026学年")
    due("--restart", worked(12))
    party = {"party_kind": "third_party", "party": "云川示例餐饮公司", "concerns": "合同价款"}
    do(officer, case, "发出征求意见书", on=worked(11), **party)
    assert f"自 {worked(11)} 起中止：征求意见" in officer.locator("main").inner_text()
    do(officer, case, "对方收到征求意见书", on=worked(10), consultation="1")
    said = {"consultation": "1", "opinion": "objects", "grounded": "on", "answer": "价款属于商业秘密"}
    do(officer, case, "征求意见有结果", on=worked(7), **said)
    suspended = ("--restart", worked(12), "--suspend", f"{worked(11)}..{worked(7)}")
    due(*suspended)
    do(approver, case, "延长答复期限", on=worked(5), days="10", reason="需要汇总各校合同")
    due(*suspended, "--extend", "10")
    officer.get_by_role("link", name="拟定答复送签").click()
    officer.get_by_role("link", name="部分公开").click()
    for name, value in (PARTLY | {"on": worked(2)}).items():
        officer.fill(f"main [name={name}]", value)
    officer.get_by_role("button", name="拟定答复送签").click()
    officer.wait_for_url(case)
    do(approver, case, "签发答复", on=worked(1))
    do(registrar, case, "送达答复", on=worked(0), service="post", proof="挂号信收据")
    shown = registrar.locator("main").inner_text()
    for title in ("补正告知书", "征求意见书", "征求意见告知书", "延期答复告知书", "申请答复书", "送达回证"):
        assert title in shown
    registrar.locator("section[aria-labelledby=clocks] a").first.click()
    assert "条例" in registrar.locator("main").inner_text()
    assert serious(registrar) == []


def _officer(page: Page, case: str) -> str:
    """The id under which the demo's officer is offered."""
    page.goto(f"{case}/assigned")
    option = page.locator("[name=officer] option", has_text="教育局承办人").first
    return option.get_attribute("value") or ""


@pytest.mark.timeout(300)
def test_every_page_of_requests_is_accessible_and_fits_a_telephone(city: City, enter: Opener) -> None:
    page = enter("registrar", viewport={"width": 390, "height": 844})
    page.goto(f"{city.url}/console/requests?state=any")
    cases = page.locator(".requests td.thing a")
    paths = [str(cases.nth(at).get_attribute("href")) for at in range(0, cases.count(), 4)]
    fixed = ("", "?light=red", "/register", "/assign", "/statistics", "/statistics/requests?row=new&column=total")
    forms = [f"{paths[0]}/{step}" for step in ("confirmed", "served", "assigned")]
    for path in [*(f"/console/requests{one}" for one in fixed), *paths, *forms]:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(city.url + path)
            assert serious(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path


def test_a_case_is_handled_without_script(city: City, enter: Opener) -> None:
    page = enter("officer", java_script_enabled=False)
    page.goto(f"{city.url}/console/requests?words=校车运行线路审批")
    page.locator(".requests td.thing a").last.click()
    case = page.url
    page.get_by_role("link", name="检索记录", exact=True).click()
    for name, value in {"places": "业务系统", "method": "全文检索", "found": "没有其他材料"}.items():
        page.fill(f"main [name={name}]", value)
    page.get_by_role("button", name="检索记录").click()
    assert page.url == case
    assert "没有其他材料" in page.locator("main").inner_text()
