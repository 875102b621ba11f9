"""A record in the hands of officials, in a real browser: returned, corrected, signed, published, urgent, withdrawn; and
no way for its author to pass their own work.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from e2e.conftest import City, Opener

pytestmark = pytest.mark.browser

PASSWORD = "a long enough pass phrase"
ORGAN = "yunchuan-education"
PEOPLE = {
    "bian": ("editor",),
    "shen": ("reviewer",),
    "fa": ("legality_reviewer",),
    "mi": ("secrecy_reviewer",),
    "qian": ("approver",),
    "zhang": ("approver",),
    "quan": ("editor", "reviewer", "legality_reviewer", "secrecy_reviewer", "approver"),
}


@pytest.fixture(scope="module")
def people(city: City) -> None:
    """Everyone the chain needs, a second approver, and one who holds every role."""
    for login, roles in PEOPLE.items():
        words = ["person", "create", login, "--name", f"{login}同志", "--organ", ORGAN]
        words += [word for role in roles for word in ("--role", role)]
        command = [sys.executable, "-m", "gongkai", *words]
        subprocess.run(command, env=city.environment, input=PASSWORD, text=True, check=True, capture_output=True)


@pytest.fixture
def enter(people: None, open_page: Opener) -> Opener:
    """Signs someone in; answers their page."""

    def signed_in(login: str, **options: object) -> Page:
        page = open_page("/console/login", **options)
        page.fill("[name=login]", login)
        page.fill("[name=password]", PASSWORD)
        page.locator("main button").click()
        page.wait_for_url("**/console/")
        return page

    return signed_in


def take_in(city: City, page: Page, tmp_path: Path, title: str) -> str:
    """Hand a file in at the console; answers the address of its desk."""
    file = tmp_path / "notice.txt"
    file.write_text(f"{title}\n\n各中小学校：\n\n周末开放操场，供居民锻炼。\n\n云川市教育局\n2026年5月6日\n", "utf-8")
    page.goto(f"{city.url}/console/intake")
    page.set_input_files("[name=files]", str(file))
    page.select_option("[name=organ]", ORGAN)
    page.get_by_role("button", name="开始收入").click()
    page.wait_for_url("**/console/intake/*", timeout=60_000)
    link = page.locator(".intakes li.read p a").first
    link.wait_for(timeout=60_000)
    desk = f"{city.url}{link.get_attribute('href')}".removesuffix("/read")
    settle(page, desk)
    return desk


def settle(page: Page, desk: str) -> None:
    """Say of everything that was doubtful that it is right."""
    page.goto(f"{desk}/read")
    right = page.get_by_role("button", name="确认无误", exact=True)
    while left := right.count():
        right.first.click()
        page.wait_for_function("left => document.querySelectorAll('.findings .open form').length < left", arg=left)


def do(page: Page, address: str, button: str) -> None:
    page.goto(address)
    page.get_by_role("button", name=button, exact=True).click()
    page.locator(".said p").first.wait_for()


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in {"serious", "critical"}]


def status_of(page: Page, address: str) -> int:
    answer = page.goto(address)
    assert answer is not None
    return answer.status


def test_a_returned_record_is_corrected_signed_published_and_withdrawn(
    city: City, enter: Opener, open_page: Opener, tmp_path: Path
) -> None:
    editor = enter("bian")
    desk = take_in(city, editor, tmp_path, "云川市教育局关于周末开放学校操场的通知")
    do(editor, desk, "提交审核")

    reviewer = enter("shen")
    reviewer.goto(f"{city.url}/console/inbox")
    reviewer.get_by_role("link", name="周末开放学校操场").click()
    reviewer.locator("[name=reason]").fill("请在摘要中写明开放时间。")
    reviewer.get_by_role("button", name="退回", exact=True).click()
    reviewer.wait_for_url("**/console/inbox")

    editor.goto(desk)
    assert "请在摘要中写明开放时间。" in editor.locator(".notice").first.inner_text()
    editor.goto(f"{desk}/edit")
    editor.locator("[name=summary]").fill("周末上午九时至下午五时开放。")
    editor.get_by_role("button", name="保存", exact=True).click()
    editor.wait_for_url(desk)
    settle(editor, desk)
    do(editor, desk, "提交审核")

    for login in ("shen", "fa", "mi", "qian"):
        do(reviewer if login == "shen" else enter(login), desk, "通过")
    approver = enter("qian")
    do(approver, desk, "发布")
    public = desk.replace("/console/records/", "/info/")
    reader = open_page("/", java_script_enabled=False)
    city.until(lambda: status_of(reader, public) == 200)
    assert "周末上午九时至下午五时开放。" in reader.locator("main").inner_text()

    approver.goto(f"{desk}/withdraw")
    approver.locator("[name=form][value=withdrawn]").check()
    approver.locator("[name=reason]").fill("开放安排有变，另行通知。")
    approver.get_by_role("button", name="预览读者看到的页面").click()
    preview = approver.frame_locator("iframe.outlook").locator("main")
    assert "开放安排有变，另行通知。" in preview.inner_text()
    previewed = preview.inner_text()
    assert serious(approver) == []
    approver.get_by_role("button", name="撤回", exact=True).click()
    approver.wait_for_url(desk)
    city.until(lambda: status_of(reader, public) == 410)
    assert reader.locator("main").inner_text() == previewed


def test_who_wrote_a_record_passes_it_by_no_path_whatever_their_roles(
    city: City, enter: Opener, tmp_path: Path
) -> None:
    page = enter("quan")
    desk = take_in(city, page, tmp_path, "云川市教育局关于自行审批的通知")
    do(page, desk, "提交审核")
    page.goto(desk)
    assert page.locator("[name=decision]").count() == 0
    assert page.get_by_role("button", name="紧急发布").count() == 0
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    for step in ("office", "legality", "secrecy", "sign_off"):
        form: dict[str, str | float | bool] = {
            "csrfmiddlewaretoken": token,
            "step": step,
            "decision": "pass",
            "round": "1",
        }
        page.request.post(f"{desk}/decide", form=form, headers={"referer": desk})
    for way in ("publish", "publish-urgently", "schedule", "confirm-urgent"):
        form = {"csrfmiddlewaretoken": token, "at": "2030-01-01T08:00", "change_note": "无"}
        page.request.post(f"{desk}/{way}", form=form, headers={"referer": desk})
    page.goto(desk)
    assert page.locator(".tag").first.inner_text() == "审核中"
    assert page.locator(".chain .passed").count() == 0


def test_an_urgent_publication_is_confirmed_by_another(
    city: City, enter: Opener, open_page: Opener, tmp_path: Path
) -> None:
    desk = take_in(city, enter("bian"), tmp_path, "云川市教育局关于台风停课的紧急通知")
    first, second = enter("qian"), enter("zhang")
    do(first, desk, "紧急发布")
    assert first.get_by_role("button", name="确认紧急发布").count() == 0
    second.goto(f"{city.url}/console/")
    assert "待确认的紧急发布" in second.locator("main").inner_text()
    do(second, desk, "确认紧急发布")
    assert second.get_by_text("待确认").count() == 0


def test_the_pages_after_publication_are_accessible_and_fit_a_telephone(city: City, enter: Opener) -> None:
    office = ["person", "create", "gai", "--name", "公开办", "--organ", "yunchuan", "--role", "open_government_office"]
    command = [sys.executable, "-m", "gongkai", *office]
    subprocess.run(command, env=city.environment, input=PASSWORD, text=True, check=True, capture_output=True)
    page = enter("gai", viewport={"width": 390, "height": 844})
    desk = "/console/records" + city.address_of("工作要点").removeprefix("/info")
    paths = [desk, f"{desk}/history", f"{desk}/where", f"{desk}/withdraw"]
    for path in [*paths, "/console/calendar", "/console/audit", "/console/failures", "/console/health"]:
        page.goto(city.url + path)
        assert serious(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
