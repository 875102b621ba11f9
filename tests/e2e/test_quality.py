"""What every public page keeps: accessible by axe, small, still, and asking nobody else for anything."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from e2e.conftest import PAGES, City, Opener

pytestmark = pytest.mark.browser

LARGEST_TRANSFER = 100_000
ENGLISH = ["/", "/lists/all", "/overview", "/disclosure/guide", "/search?q=云川", "record:工作要点"]
SHIFT = """new Promise(done => {
  let total = 0;
  new PerformanceObserver(list => { for (const e of list.getEntries()) total += e.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(total), 400);
})"""


def _broken_rules(page: Page) -> list[str]:
    violations: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{v['impact']} {v['id']}: {[n['html'][:160] for n in v['nodes'][:3]]}"
        for v in violations
        if v["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious_in_light_or_dark(city: City, open_page: Opener, name: str) -> None:
    page = open_page(city.path_of(name), color_scheme="light")
    assert _broken_rules(page) == []
    page.emulate_media(color_scheme="dark")
    assert _broken_rules(page) == []


@pytest.mark.parametrize("name", ENGLISH)
def test_axe_finds_nothing_serious_in_english(city: City, open_page: Opener, name: str) -> None:
    assert _broken_rules(open_page("/en" + city.path_of(name))) == []


@pytest.mark.parametrize("name", ["/", "record:工作要点", "/overview", "/search?q=云川", "/offline"])
def test_axe_finds_nothing_serious_in_high_contrast(city: City, open_page: Opener, name: str) -> None:
    page = open_page(city.path_of(name))
    page.get_by_role("button", name="高对比度").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"
    assert _broken_rules(page) == []


@pytest.mark.parametrize("name", ["/", "record:工作要点", "/overview"])
def test_axe_finds_nothing_serious_on_a_telephone_in_large_print(city: City, open_page: Opener, name: str) -> None:
    page = open_page(city.path_of(name), viewport={"width": 390, "height": 844})
    page.evaluate("localStorage.setItem('large-print', '1')")
    page.reload()
    assert _broken_rules(page) == []


@pytest.mark.parametrize("name", ["/", "record:工作要点", "record:租赁住房管理办法的通知", "/lists/all"])
def test_a_page_is_small_and_asks_nobody_else(city: City, open_page: Opener, name: str) -> None:
    page = open_page("/nothing")
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    received: list[float] = []
    asked: list[str] = []
    network.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.context.on("request", lambda request: asked.append(request.url))
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(city.url + city.path_of(name), wait_until="networkidle")
    assert len(received) > 4
    assert sum(received) <= LARGEST_TRANSFER
    assert [url for url in asked if not url.startswith(city.url)] == []


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("name", ["/", "record:工作要点", "/lists/all", "/organs", "/overview"])
def test_nothing_moves_while_a_page_loads(city: City, open_page: Opener, name: str, large: bool) -> None:
    page = open_page("/nothing")
    if large:
        page.evaluate("localStorage.setItem('large-print', '1')")
    page.goto(city.url + city.path_of(name))
    assert page.evaluate(SHIFT) == 0


def test_the_policy_of_the_browser_finds_nothing_to_refuse(city: City, open_page: Opener) -> None:
    page = open_page("/")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for name in PAGES:
        if name != "/nothing":
            page.goto(city.url + city.path_of(name))
    assert said == []
