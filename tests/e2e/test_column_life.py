"""The life of a column in a real browser: set up, read, found overdue, switched off."""

import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from e2e.conftest import City, Opener

pytestmark = pytest.mark.browser
PASSWORD = "a long enough pass phrase"


@pytest.fixture(scope="module")
def login(city: City) -> str:
    words = ["person", "create", "lan", "--name", "兰", "--organ", "yunchuan", "--role", "open_government_office"]
    subprocess.run(
        [sys.executable, "-m", "gongkai", *words], env=city.environment, input=PASSWORD, text=True, check=True
    )
    return "lan"


def _serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in {"serious", "critical"}]


def _is_there(page: Page, address: str) -> bool:
    return bool(page.request.get(address).status == 200)


def test_a_column_is_set_up_read_and_switched_off(city: City, login: str, open_page: Opener) -> None:
    page = open_page("/console/columns/new")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.locator("main button").click()
    page.fill("[name=code]", "school-notices")
    page.fill("[name=chinese]", "学校通知")
    page.fill("[name=english]", "School notices")
    page.select_option("[name=organ]", "yunchuan-education")
    page.select_option("[name=list]", "organ/yunchuan-education")
    page.fill("[name=every]", "30")
    assert _serious(page) == []
    page.locator("main button").last.click()
    row = page.locator("tr", has_text="school-notices")
    assert "云川市教育局" in row.inner_text()
    assert _serious(page) == []

    reader = open_page("/lists/all")
    address = f"{city.url}/columns/school-notices"
    city.until(lambda: _is_there(reader, address))
    reader.goto(address)
    assert reader.locator("h1").inner_text() == "学校通知"
    assert "校车" in reader.inner_text("main")
    assert _serious(reader) == []
    feed = reader.locator(".feeds a").first.get_attribute("href")
    assert _is_there(reader, f"{city.url}{feed}")
    reader.goto(f"{city.url}/en/columns/school-notices")
    assert reader.locator("h1").inner_text() == "School notices"

    row.get_by_role("button").click()
    assert "已停用" in page.locator("tr", has_text="school-notices").inner_text()
    city.until(lambda: not _is_there(reader, address))


def test_the_tree_of_subjects_leads_to_their_lists(city: City, login: str, open_page: Opener) -> None:
    page = open_page("/console/subjects")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.locator("main button").click()
    assert _serious(page) == []
    page.locator("tbody a").first.click()
    assert page.url == f"{city.url}/lists/subject/01"
