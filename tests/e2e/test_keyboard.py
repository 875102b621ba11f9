"""The portal by keyboard alone, and in large print."""

import pytest
from playwright.sync_api import Page

from e2e.conftest import City, Opener

pytestmark = pytest.mark.browser

FOCUSED = "document.activeElement.textContent.trim() || document.activeElement.name || document.activeElement.id"


def _tab(page: Page, times: int) -> list[str]:
    reached = []
    for _ in range(times):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
    return reached


def test_the_first_stop_is_the_way_past_the_head(city: City, open_page: Opener) -> None:
    page = open_page(city.address_of("工作要点"))
    assert _tab(page, 1) == ["跳到正文"]
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    assert _tab(page, 1) == ["首页"]


def test_focus_goes_in_the_order_that_is_seen(city: City, open_page: Opener) -> None:
    reached = _tab(open_page("/lists/all"), 9)
    assert reached[2:6] == ["q", "搜索", "大字版", "高对比度"]
    assert reached[6:9] == ["English", "首页", "全部信息"]


def test_every_stop_shows_where_it_is(city: City, open_page: Opener) -> None:
    page = open_page("/")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    for _ in range(25):
        page.keyboard.press("Tab")
        assert page.evaluate(outline) == "solid"


def test_a_search_needs_no_mouse(city: City, open_page: Opener) -> None:
    page = open_page("/lists/all")
    _tab(page, 3)
    page.keyboard.type("校车")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    assert page.locator(".list a").count() > 0


def test_large_print_is_kept_from_page_to_page(city: City, open_page: Opener) -> None:
    page = open_page("/")
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    normal = page.evaluate(size)
    page.get_by_role("button", name="大字版").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(size) > 1.3 * normal
    page.goto(city.url + city.address_of("工作要点"))
    assert page.evaluate(size) > 1.3 * normal
    assert page.get_by_role("button", name="大字版").get_attribute("aria-pressed") == "true"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_where_the_reader_is_shows_in_the_outline(city: City, open_page: Opener) -> None:
    page = open_page(city.address_of("工作要点"))
    page.locator("#s-3").scroll_into_view_if_needed()
    page.mouse.wheel(0, 600)
    page.locator(".outline a[aria-current]").wait_for()


def test_the_citation_is_copied_and_the_button_says_so(city: City, open_page: Opener) -> None:
    page = open_page(city.address_of("工作要点"), permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="复制引用").click()
    page.get_by_role("button", name="已复制").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("云川市人民政府办公室：《")
    assert "（云政办发〔2026〕12号）" in copied
