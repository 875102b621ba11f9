"""A newcomer publishes a DOCX: from the file on their desk to the page readers see, in a real browser."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

from e2e.conftest import City, Opener
from gongkai.foundations.texts import setting
from support.papers import notice

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
# Of the demo city, which everyone may read where it is laid out.
PASSWORD = "云川-demo-2026"
REVIEWERS = ("reviewer", "legality", "secrecy", "approver")
SUMMARY = "新人核对后写下的概述。"


def enter(open_page: Opener, login: str, path: str = "/console/") -> Page:
    """A page of someone who has just signed in; what the browser's policy refuses counts as an error."""
    page = open_page(path)
    page.on("console", _complain)
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.locator("main button").click()
    page.wait_for_url(f"**{path}")
    return page


def _complain(message: ConsoleMessage) -> None:
    # A record another holds is answered with 409, which the browser reports as well.
    if message.type == "error" and "409" not in message.text:
        raise AssertionError(message.text)


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in {"serious", "critical"}]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "工作要点.docx"
    path.write_bytes(setting.to_docx(notice(3)))
    return path


def take_in(page: Page, file: Path) -> None:
    """From the first page to the reading desk of the draft the file became."""
    page.get_by_role("link", name="收文入库").click()
    assert serious(page) == []
    page.set_input_files("[name=files]", file)
    page.get_by_role("button", name="开始收入").click()
    page.wait_for_url("**/console/intake/*-*")
    page.wait_for_selector(".intakes .read", timeout=60_000)
    assert serious(page) == []
    page.locator(".intakes .read a").click()
    page.wait_for_url("**/read")


def look_through(page: Page) -> None:
    """Correct a field in place, and settle everything with the keyboard alone."""
    assert serious(page) == []
    page.fill("[name=summary]", SUMMARY)
    page.wait_for_selector("[data-said]:has-text('已自动暂存')")
    with page.expect_navigation():
        page.locator(".correct button").click()
    while page.locator(".findings .open").count():
        left = page.locator(".findings .open").count()
        page.locator("body").press("j")
        page.keyboard.press("Enter")
        page.wait_for_function("count => document.querySelectorAll('.findings .open').length < count", arg=left)
    assert page.locator("[name=summary]").input_value() == SUMMARY


def hand_in(page: Page) -> str:
    """See the preview in both widths and hand the draft in; answers the address of its desk."""
    page.get_by_role("link", name="预览并提交").click()
    framed = page.frame_locator("iframe")
    framed.get_by_text(SUMMARY).first.wait_for()
    page.get_by_role("link", name="手机").click()
    framed.get_by_text(SUMMARY).first.wait_for()
    assert page.locator("iframe").evaluate("frame => frame.clientWidth") < 400
    assert serious(page) == []
    with page.expect_navigation():
        page.get_by_role("button", name="提交审核").click()
    return page.url


def test_a_newcomer_publishes_a_docx(city: City, open_page: Opener, file: Path) -> None:
    page = enter(open_page, "editor")
    take_in(page, file)
    look_through(page)
    desk = hand_in(page).removeprefix(city.url)
    for login in REVIEWERS:
        reviewer = enter(open_page, login, desk)
        reviewer.locator("[name=decision][value=pass]").click()
        reviewer.wait_for_url("**/console/inbox")
    publisher = enter(open_page, "approver", desk)
    publisher.locator("form[action$='/publish'] button").click()
    publisher.wait_for_selector(".said:has-text('已发布')")
    address = desk.replace("/console/records/", "/info/")
    city.until(lambda: open_page(address).get_by_text(SUMMARY).count())


def test_two_at_one_draft_are_told_of_each_other(city: City, open_page: Opener, tmp_path: Path) -> None:
    file = tmp_path / "另一份.docx"
    file.write_bytes(setting.to_docx(notice(4)))
    first = enter(open_page, "editor")
    take_in(first, file)
    first.get_by_role("link", name="修改正文").click()
    edit = first.url.removeprefix(city.url)
    first.fill("[name=summary]", "先来的人写的。")
    first.wait_for_selector("[data-said]:has-text('已自动暂存')")
    second = enter(open_page, "office", edit)
    assert "教育局编辑 自" in second.locator(".others").inner_text()
    assert second.locator("[name=summary]").is_disabled()
    with second.expect_navigation():
        second.get_by_role("button", name="接手编辑").click()
    assert second.locator("[name=summary]").is_enabled()
    first.fill("[name=summary]", "先来的人又写。")
    first.wait_for_selector("[data-said].lacking:has-text('市政务公开工作机构正在编辑')")
