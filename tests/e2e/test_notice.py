"""The next year's notice of holidays is entered in a real browser: what would change is shown, then marks go."""

import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from e2e.conftest import City, Opener

pytestmark = pytest.mark.browser
PASSWORD = "a long enough pass phrase"
OPEN_ONE = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.settings"
from datetime import date
from gongkai.kernel.cli import session
session.start()
from gongkai.backbone.duties import services
from gongkai.backbone.organs.selectors import organ_by_code
given = dict(rule="REQ_REPLY", subject="request:browser", title="答复一件申请", start=date(2027, 1, 25), public=True)
opening = services.Opening(organ=organ_by_code("yunchuan-education"), **given)
print(services.open_duties([opening], actor=session.actor(), now=session.now())[0].number)
"""


@pytest.fixture(scope="module")
def duty(city: City) -> str:
    """The number of a duty that is due in a year without a notice."""
    done = subprocess.run(
        [sys.executable, "-c", OPEN_ONE], env=city.environment, text=True, capture_output=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture(scope="module")
def login(city: City) -> str:
    words = ["person", "create", "huang", "--name", "黄", "--organ", "yunchuan", "--role", "open_government_office"]
    subprocess.run(
        [sys.executable, "-m", "gongkai", *words], env=city.environment, input=PASSWORD, text=True, check=True
    )
    return "huang"


def _serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in {"serious", "critical"}]


def test_a_notice_is_tried_and_then_entered(city: City, login: str, duty: str, open_page: Opener) -> None:
    public = open_page(f"/duties/{duty}")
    assert "临时日期" in public.inner_text("main")
    assert _serious(public) == []
    page = open_page("/console/working-days")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.locator("main button").click()
    assert page.input_value("[name=year]") == "2027"
    page.fill("[name=off]", "元旦 2027-01-01 2027-01-03\n春节 2027-02-05 2027-02-11")
    page.fill("[name=work]", "2027-02-14")
    page.click("button[name=try]")
    assert _serious(page) == []
    row = page.locator("tr", has_text=duty).inner_text()
    assert "2027-02-24" in row
    assert "2027-02-26" in row
    page.click("button[name=enter]")
    assert "2027 年的通知已录入" in page.inner_text("[role=status]")
    page.goto(f"{city.url}/console/duties")
    assert "的到期日随之改变" in page.inner_text("main .notice")
    page.click('a[href="/console/duties/moved"]')
    page.wait_for_url("**/console/duties/moved")
    moved = page.locator("tr", has_text=duty).inner_text()
    assert moved.index("2027-02-24") < moved.index("2027-02-26")
    assert _serious(page) == []
    public.reload()
    assert "2027-02-26" in public.inner_text("main")
    assert "临时日期" not in public.inner_text("main")


def test_the_pages_of_limits_read_well_on_a_small_screen_without_script(city: City, open_page: Opener) -> None:
    page = open_page("/rules", viewport={"width": 360, "height": 700}, java_script_enabled=False)
    assert "约束本市的时限" in page.inner_text("main")
    page.click('a[href="/rules/REQ_REPLY"]')
    assert "第三十三条" in page.inner_text("main")
