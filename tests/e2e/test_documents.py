"""What every public page is as a document: valid, with ids of its own, and with the meta tags of a government page."""

from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import html5lib
import pytest

from e2e.conftest import PAGES, City
from gongkai.foundations import law

# They ask the platform that the browser tests started.
pytestmark = pytest.mark.browser

EVERY = [*PAGES, "/en/", "/en/lists/all", "/en/organs", "/en/disclosure/guide", "/en/search?q=云川"]
# Columns of the site; neither the manual of the interface nor the page for a reader without a network is one.
COLUMNS = [name for name in EVERY if name not in ("/nothing", "/console/login", "/api/v1/docs", "/offline")]


def _text(city: City, name: str) -> str:
    address = city.url + quote(city.path_of(name), safe="/?=&")
    try:
        with urlopen(address, timeout=20) as answer:
            return str(answer.read().decode())
    except HTTPError as answer:
        return answer.read().decode()


def _tree(text: str) -> Any:
    return html5lib.parse(text, treebuilder="lxml", namespaceHTMLElements=False)


@pytest.mark.parametrize("name", EVERY)
def test_the_page_is_valid_html(city: City, name: str) -> None:
    parser = html5lib.HTMLParser()
    parser.parse(_text(city, name))
    assert [f"{place}: {what}" for place, what, _ in parser.errors] == []


@pytest.mark.parametrize("name", EVERY)
def test_every_id_is_there_once_and_every_jump_has_its_place(city: City, name: str) -> None:
    tree = _tree(_text(city, name))
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert sorted(ids) == sorted(set(ids))
    jumps = {link.get("href")[1:] for link in tree.iter("a") if (link.get("href") or "").startswith("#")}
    assert jumps - set(ids) == set()


@pytest.mark.parametrize("name", EVERY)
def test_nothing_is_inline(city: City, name: str) -> None:
    tree = _tree(_text(city, name))
    assert [script for script in tree.iter("script") if not script.get("src")] == []
    assert list(tree.iter("style")) == []
    attributes = {attribute for element in tree.iter() for attribute in element.keys()}  # noqa: SIM118 - not a dict
    assert {name for name in attributes if name == "style" or name.startswith("on")} == set()


@pytest.mark.parametrize("name", COLUMNS)
def test_the_page_carries_the_meta_tags_of_its_level(city: City, name: str) -> None:
    levels = {"site", "column"} | ({"content"} if name.startswith("record:") else set())
    held = {tag.get("name"): tag.get("content") for tag in _tree(_text(city, name)).iter("meta")}
    wanted = [code for code, tag in law.meta_tags().items() if tag.required and tag.level in levels]
    assert [code for code in wanted if not held.get(code)] == []
    assert held["ColumnType"] in law.column_types()
