"""Without a network: what was read can be read again, and the rest says so."""

import pytest

from e2e.conftest import City, Opener

pytestmark = pytest.mark.browser

CONTROLLED = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
HELD = "path => caches.match(path).then((answer) => Boolean(answer))"


def test_what_was_read_can_be_read_again_without_a_network(city: City, open_page: Opener) -> None:
    page = open_page("/")
    page.wait_for_function(CONTROLLED)
    read, unread = city.address_of("工作要点"), city.address_of("租赁住房管理办法的通知")
    page.goto(city.url + read)
    page.wait_for_function(HELD, arg=read)
    page.context.set_offline(True)
    page.goto(city.url + read)
    assert "工作要点" in page.locator("h1").inner_text()
    assert page.evaluate("getComputedStyle(document.querySelector('.text')).paddingTop") != "0px"
    page.goto(city.url + unread)
    assert page.locator("h1").inner_text() == "离线阅读"
    page.locator("[data-kept] a", has_text="工作要点").click()
    page.wait_for_url("**" + read)


def test_no_search_and_nothing_of_the_console_is_kept(city: City, open_page: Opener) -> None:
    page = open_page("/")
    page.wait_for_function(CONTROLLED)
    for path in ("/search?q=校车", "/console/login", "/organs"):
        page.goto(city.url + path)
    page.wait_for_function(HELD, arg="/organs")
    kept = page.evaluate("caches.open('kept-1').then((c) => c.keys()).then((k) => k.map((one) => one.url))")
    paths = {url.removeprefix(city.url) for url in kept}
    assert {path for path in paths if not path.startswith("/static/")} == {"/offline", "/en/offline", "/organs"}
