"""The search in a browser: without script, by keyboard, on a telephone."""

import pytest
from playwright.sync_api import Page

from e2e.conftest import City, Opener

pytestmark = pytest.mark.browser

TELEPHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}


def _hits(page: Page) -> list[str]:
    return page.locator(".list li > a").all_text_contents()


def test_without_script_a_question_is_typed_narrowed_and_followed(city: City, open_page: Opener) -> None:
    page = open_page("/search", java_script_enabled=False)
    page.locator("#words").fill("校车")
    page.locator(".ask button").click()
    page.wait_for_url("**q=*")
    assert any("校车" in title for title in _hits(page))
    page.locator("select[name=validity]").select_option("all")
    page.locator("select[name=order]").select_option("newest")
    page.locator(".ask button").click()
    page.wait_for_url(lambda url: "validity=all" in url and "order=newest" in url)
    page.locator(".list li > a", has_text="校车").first.click()
    page.wait_for_url("**/info/**")


def test_what_sounds_alike_is_offered_as_a_link(city: City, open_page: Opener) -> None:
    page = open_page("/search?q=笑车", java_script_enabled=False)
    page.get_by_role("link", name="校车").first.click()
    assert any("校车" in title for title in _hits(page))


def test_by_keyboard_a_question_is_asked_and_the_first_hit_opened(city: City, open_page: Opener) -> None:
    page = open_page("/search?q=校车")
    page.locator("#words").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.list li > a')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/info/**")


def test_titles_are_offered_while_one_types(city: City, open_page: Opener) -> None:
    page = open_page("/search")
    page.locator("#words").press_sequentially("校车")
    page.wait_for_selector("#titles option", state="attached")
    assert "校车" in str(page.locator("#titles option").first.get_attribute("value"))


@pytest.mark.parametrize("path", ["/search", "/search?q=云川&validity=all&order=oldest", "/en/search?q=云川"])
def test_on_a_telephone_nothing_is_wider_than_the_screen(city: City, open_page: Opener, path: str) -> None:
    page = open_page(path, **TELEPHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
