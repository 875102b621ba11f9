"""An official signs in, sets up an authenticator and changes the language, in a real browser."""

import subprocess
import sys

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from e2e.conftest import City, Opener

pytestmark = pytest.mark.browser
PASSWORD = "a long enough pass phrase"


@pytest.fixture(scope="module")
def login(city: City) -> str:
    words = ["person", "create", "zhao", "--name", "赵", "--organ", "yunchuan", "--role", "auditor"]
    subprocess.run(
        [sys.executable, "-m", "gongkai", *words], env=city.environment, input=PASSWORD, text=True, check=True
    )
    return "zhao"


def _sign_in(page: Page, login: str, code: str = "") -> None:
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=code]", code)
    page.locator("main button").click()


def _serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in {"serious", "critical"}]


def test_an_authenticator_is_set_up_and_asked_for(city: City, login: str, open_page: Opener) -> None:
    page = open_page("/console/authenticator")
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    _sign_in(page, login)
    page.wait_for_url("**/console/authenticator")
    assert _serious(page) == []
    page.locator("[name=begin]").click()
    image = page.locator("main img")
    assert image.evaluate("one => one.complete && one.naturalWidth > 0")
    assert _serious(page) == []
    totp = pyotp.TOTP(page.locator("main code").inner_text())
    page.fill("[name=code]", totp.now())
    page.locator("main form button").click()
    page.wait_for_url("**/console/")
    page.goto(f"{city.url}/console/password")
    assert _serious(page) == []
    page.locator("[name=language]").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").inner_text() == "Change the password"
    assert refused == []
    again = open_page("/console/login")
    _sign_in(again, login)
    assert "六位验证码" in again.locator("[role=alert]").inner_text()
