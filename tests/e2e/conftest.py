"""A real platform with the demo city, and a browser that reads it."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from support import require

SECONDS_TO_START = 90.0
KEY_POINTS = "云川市人民政府办公室关于印发2026年政务公开工作要点的通知"
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip

# Every kind of public page, and the door of the console.
PAGES = (
    "/", "/lists/all", "/lists/kind/notice", "/lists/kind/minutes", "/organs", "/organs/yunchuan",
    "/organs/yunchuan-education", "/disclosure/guide", "/disclosure/institutions", "/disclosure/catalogue",
    "/disclosure/reports", "/disclosure/apply", "/search", "/search?q=云川", "/search?q=没有的词语",
    "/overview", "/overview/yunchuan-education", "/overview/qingxi",
    "record:工作要点", "record:租赁住房管理办法的通知", "record:年度报告", "record:校车安全管理办法（试行）",
    "/request", "/request/progress", "/columns", "/columns/schooling", "/offline",
    "/nothing", "/console/login", "/api/v1/docs",
)  # fmt: skip

# A context of the browser with these options, such as ``viewport`` or ``color_scheme``, and a page in it.
Opener = Callable[..., Page]


@dataclass(frozen=True)
class City:
    """The platform of Yunchuan as it runs: its address, and the addresses of some of its records."""

    url: str
    records: dict[str, str]
    environment: dict[str, str]

    def path_of(self, name: str) -> str:
        """A path as it is, or for ``record:words`` that of the record whose title holds these words."""
        return self.address_of(name.removeprefix("record:")) if name.startswith("record:") else name

    def address_of(self, words: str) -> str:
        """The path of the record whose title holds these words."""
        return next(path for title, path in self.records.items() if words in title)

    def gongkai(self, *words: str) -> Any:
        """Run a command beside the platform and read the last line it answers."""
        done = subprocess.run(
            [sys.executable, "-m", "gongkai", *words, "--json"],
            env=self.environment, capture_output=True, text=True, check=True, timeout=90,
        )  # fmt: skip
        return json.loads(done.stdout.splitlines()[-1])

    def until(self, condition: Callable[[], Any], seconds: float = 30) -> Any:
        """Ask until the condition holds."""
        deadline = time.monotonic() + seconds
        while not (answer := condition()):
            assert time.monotonic() < deadline, "the platform did not come so far"
            time.sleep(0.2)
        return answer


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(data: Path, port: int) -> dict[str, str]:
    # A database of its own: the tests' PostgreSQL must not see a second platform.
    foreign = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    own = {"GONGKAI_DATA": str(data), "GONGKAI_PORT": str(port), "GONGKAI_SITE_URL": f"http://127.0.0.1:{port}"}
    return kept | own | {"GONGKAI_DEMO": "small"}


def _titles(url: str) -> dict[str, str]:
    try:
        with urlopen(f"{url}/lists/all/feed.json", timeout=5) as answer:
            items = json.load(answer)["items"]
    except OSError:
        return {}
    return {item["title"]: item["url"].removeprefix(url) for item in items}


@pytest.fixture(scope="package")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    data, port = tmp_path_factory.mktemp("yunchuan"), _free_port()
    url, environment, log = f"http://127.0.0.1:{port}", _environment(data / "data", port), data / "serve.log"
    with log.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "gongkai", "serve"],
            env=environment, stdout=file, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    try:
        City(url, {}, environment).until(lambda: _is_settled(url), SECONDS_TO_START)
        yield City(url, _titles(url), environment)
    finally:
        process.terminate()
        process.wait(20)


def _is_settled(url: str) -> bool:
    """Whether the documents of the demo stand in the list, and none was added for a second."""
    first = _titles(url)
    time.sleep(1 if first else 0.2)
    return any(KEY_POINTS in title for title in first) and len(_titles(url)) == len(first)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=require.chromium(), args=list(ARGUMENTS))
        yield started
        started.close()


def _failure(request: Request) -> list[str]:
    """What failed, but for what the browser left off for another page and what a test took the network from."""
    failure = str(request.failure)
    return [] if "ERR_ABORTED" in failure or "ERR_INTERNET_DISCONNECTED" in failure else [f"{request.url} {failure}"]


@pytest.fixture
def open_page(browser: Browser, city: City) -> Iterator[Opener]:
    """Opens pages; whatever the browser reports as an error on one of them fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def opener(path: str = "/", **options: Any) -> Page:
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("requestfailed", lambda request: errors.extend(_failure(request)))
        page.goto(city.url + path)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert errors == []
