"""The pictures of the guides. Set ``GONGKAI_PICTURES_OF`` to the address of a grown demo city (``make run``)
to take them anew; without it each screen is opened in the tests' small city, to see that it is still there.
"""

import json
import os
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from e2e.conftest import City, Opener
from e2e.shots import SHOTS, Shot
from e2e.test_newcomer import PASSWORD

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).resolve().parents[2] / "docs/pictures"
GROWN = os.environ.get("GONGKAI_PICTURES_OF", "")


def _path(shot: Shot, url: str, page: Page) -> str:
    if shot.path.startswith("case:"):
        page.goto(f"{url}/console/requests?words={quote(shot.path.removeprefix('case:'))}")
        return str(page.locator(".requests td.thing a").last.get_attribute("href")) + shot.below
    if not shot.path.startswith("record:"):
        return shot.path
    with urlopen(f"{url}/api/v1/search?q={quote(shot.path.removeprefix('record:'))}", timeout=10) as answer:
        number = json.load(answer)["results"][0]["index_number"]
    return f"/console/records/{number}{shot.below}" if shot.login else f"/info/{number}"


@pytest.mark.parametrize("shot", [shot for shot in SHOTS if GROWN or not shot.grown], ids=lambda shot: shot.name)
def test_a_guide_shows_a_screen_that_is_there(city: City, open_page: Opener, shot: Shot) -> None:
    url = GROWN or city.url
    page = open_page("/offline", **shot.options)
    if shot.login:
        page.goto(f"{url}/console/login")
        page.fill("[name=login]", shot.login)
        page.fill("[name=password]", PASSWORD)
        page.locator("main button").click()
        page.wait_for_url("**/console/")
    answer = page.goto(url + _path(shot, url, page))
    assert answer is not None
    assert answer.status == 200
    assert shot.words in page.locator("main").inner_text() + page.title()
    for mode in shot.modes:
        page.get_by_role("button", name=mode).click()
    if GROWN:
        page.screenshot(path=PICTURES / f"{shot.name}.png")
    assert (PICTURES / f"{shot.name}.png").exists()
