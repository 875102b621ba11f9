"""The search in the hands of the office of open government: what was sought, what it is told, why something ranks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from e2e.conftest import City, Opener

pytestmark = pytest.mark.browser

PASSWORD = "a long enough pass phrase"
TELEPHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
# Where a person who wants to look finds what the browser saw.
SHOTS = os.environ.get("GONGKAI_SHOTS", "")


@pytest.fixture(scope="module")
def office(city: City) -> None:
    words = [
        "person",
        "create",
        "souban",
        "--name",
        "搜办同志",
        "--organ",
        "yunchuan",
        "--role",
        "open_government_office",
    ]
    command = [sys.executable, "-m", "gongkai", *words]
    subprocess.run(command, env=city.environment, input=PASSWORD, text=True, check=True, capture_output=True)


@pytest.fixture
def enter(office: None, open_page: Opener) -> Opener:
    """Signs the office in and opens a page of the console."""

    def signed_in(path: str = "", **options: object) -> Page:
        page = open_page("/console/login", **options)
        page.fill("[name=login]", "souban")
        page.fill("[name=password]", PASSWORD)
        page.locator("main button").click()
        page.wait_for_url("**/console/")
        page.goto(page.url.removesuffix("/console/") + path)
        return page

    return signed_in


def looked_at(page: Page, name: str) -> None:
    """No fault by axe; and a picture for who wants one."""
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def hits(page: Page) -> list[str]:
    return page.locator(".list li > a").all_text_contents()


def test_a_synonym_is_seen_kept_found_by_readers_and_taken_back_without_script(
    city: City, open_page: Opener, enter: Opener
) -> None:
    reader = open_page("/search?q=娃娃大巴", java_script_enabled=False)
    assert hits(reader) == []
    page = enter("/console/search", java_script_enabled=False)
    page.locator(".heading .button").click()
    page.fill("[name=words]", "娃娃大巴、校车")
    page.fill("[name=note]", "家长的叫法")
    page.locator(".wideform button").click()
    assert "nDCG@10" in page.locator("main").inner_text()
    reader.reload()
    assert hits(reader) == []
    page.locator(".wideform button").click()
    page.wait_for_url("**/console/search")
    reader.reload()
    assert any("校车" in title for title in hits(reader))
    page.get_by_role("link", name="娃娃大巴、校车").click()
    page.locator("main form button").click()
    page.wait_for_url("**/console/search")
    reader.reload()
    assert hits(reader) == []


def test_what_is_put_first_is_marked_for_readers(city: City, open_page: Opener, enter: Opener) -> None:
    number = city.address_of("校车安全管理办法（试行）").removeprefix("/info/")
    page = enter(f"/console/search/new?kind=best&words=接送孩子&records={number}")
    page.locator(".wideform button").click()
    looked_at(page, "preview")
    page.locator(".wideform button").click()
    page.wait_for_url("**/console/search")
    looked_at(page, "hints")
    reader = open_page("/search?q=接送孩子")
    assert "推荐" in reader.locator(".list li").first.inner_text()
    looked_at(reader, "recommended")


def test_why_is_asked_with_the_keyboard_alone(city: City, enter: Opener) -> None:
    page = enter("/console/search/why")
    page.locator("[name=q]").focus()
    page.keyboard.type("校车安全")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('td.acts a')"):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("table").count() == 2
    looked_at(page, "why")


@pytest.mark.parametrize("path", ["", "/new", "/why?q=校车", "/statistics"])
def test_on_a_telephone_nothing_is_wider_than_the_screen(city: City, enter: Opener, path: str) -> None:
    page = enter(f"/console/search{path}", **TELEPHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    looked_at(page, f"phone{path.partition('?')[0].replace('/', '-')}")


def test_opening_a_hit_is_told_by_the_browser_itself(city: City, open_page: Opener) -> None:
    page = open_page("/search?q=校车", java_script_enabled=False)
    link = page.locator(".list li > a").first
    with page.expect_request("**/search/opened?*") as told:
        link.click()
        page.wait_for_url("**/info/**")
    assert told.value.method == "POST"
    assert "place=1" in told.value.url
    assert "cookie" not in told.value.headers


def test_what_readers_seek_is_shown(city: City, enter: Opener) -> None:
    page = enter("/console/search/statistics")
    looked_at(page, "statistics")
