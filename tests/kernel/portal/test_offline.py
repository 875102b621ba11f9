"""Reading without a network: the page in place of another, and the script that keeps what was read."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("path", "heading"), [("/offline", "离线阅读"), ("/en/offline", "Reading without a network")])
def test_a_reader_without_a_network_is_told_what_can_be_read(client: Client, path: str, heading: str) -> None:
    page = client.get(path).content.decode()
    assert f"<h1>{heading}</h1>" in page
    assert '<meta name="robots" content="noindex">' in page


def test_the_script_answers_for_the_whole_site_and_is_looked_at_each_time(client: Client) -> None:
    answer = client.get("/offline.js")
    assert answer["content-type"].startswith("text/javascript")
    assert answer["cache-control"] == "no-cache"


def test_everything_it_keeps_beforehand_is_there(client: Client) -> None:
    shell = re.search(r"SHELL = \[(.*?)\]", client.get("/offline.js").content.decode(), re.DOTALL)
    assert shell is not None
    named = re.findall(r'"(/[^"]+)"', shell[1])
    assert len(named) == 8
    for name in named:
        if name.startswith("/static/"):
            assert finders.find(name.removeprefix("/static/"))
        else:
            assert client.get(name).status_code == 200
