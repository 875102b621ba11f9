"""A citizen applies, keeps the receipt and follows the request: in a real browser, also without script."""

import re

import pytest
from playwright.sync_api import Page

from e2e.conftest import City, Opener
from e2e.test_newcomer import serious
from support.packages import PNG

pytestmark = pytest.mark.browser


def fill_in(page: Page) -> None:
    page.get_by_label("向哪个机关申请").select_option("yunchuan-education")
    page.get_by_label("所需信息的名称").or_(page.locator("[name=subject]")).first.fill("公共租赁住房的审批材料")
    page.locator("[name=wanted]").fill("2025年公共租赁住房项目的审批表")
    page.get_by_label("公民").check()
    page.locator("[name=name]").fill("林小满")
    page.locator("[name=document_number]").fill("320102199001011232")
    page.locator("[name=telephone]").fill("000-0000")


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False, "viewport": {"width": 390, "height": 844}}])
def test_a_citizen_applies_and_follows_the_request(city: City, open_page: Opener, options: dict[str, object]) -> None:
    page = open_page("/disclosure/apply", **options)
    page.get_by_role("link", name="在线申请").click()
    fill_in(page)
    page.get_by_role("button", name="核对申请").click()
    assert page.locator("#public").count() == 1
    assert page.locator("section.notice li a").count() >= 1
    assert "320102199001011232" not in page.locator("main").inner_text()
    if not options:
        assert serious(page) == []
    page.get_by_role("button", name="提交申请").click()
    number, secret = page.locator(".receipt code").all_inner_texts()
    assert re.fullmatch(r"[a-z0-9-]+", number)
    if not options:
        assert serious(page) == []
    # Papers can be handed in at once; then the request is closed on this device, and number and secret open it again.
    page.set_input_files("[name=paper]", {"name": "card.png", "mimeType": "image/png", "buffer": PNG})
    page.get_by_role("button", name="提交材料").click()
    page.wait_for_url("**/request/progress#papers")
    assert "身份证明" in page.locator("[aria-labelledby=papers] ul").inner_text()
    page.get_by_role("button", name="在这台设备上退出这件申请").click()
    page.goto(f"{city.url}/request/progress")
    page.locator("[name=number]").fill(number)
    page.locator("[name=secret]").fill(secret)
    page.get_by_role("button", name="打开").click()
    assert "待确认收到" in page.locator("main").inner_text()
    assert page.url.endswith("/request/progress")
    if not options:
        assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_was_typed_is_still_there_after_a_look_elsewhere_but_names_nobody(city: City, open_page: Opener) -> None:
    page = open_page("/request")
    page.locator("[name=wanted]").type("2025年公共租赁住房项目")
    page.locator("[name=name]").type("林小满")
    page.goto(f"{city.url}/organs")
    page.goto(f"{city.url}/request")
    assert page.locator("[name=wanted]").input_value() == "2025年公共租赁住房项目"
    assert page.locator("[name=name]").input_value() == ""
    assert "林小满" not in page.evaluate("JSON.stringify(sessionStorage)")
