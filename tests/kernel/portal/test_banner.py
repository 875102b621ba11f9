"""A banner stands above every page from the moment its file is there, and no page is baked again for it."""

import gzip
import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from gongkai.kernel.portal import banner, patrol
from gongkai.kernel.portal import front as front_module
from gongkai.kernel.portal.banner import Banner
from kernel.portal.test_front import PAGE, Site

MARKED = b"<body><!--banner-->" + PAGE
FLOOD = Banner("<aside>山洪红色预警</aside>".encode(), b"<aside>Flood warning</aside>")
OTHER = Banner("<aside>停水</aside>".encode(), b"<aside>No water</aside>")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr(front_module, "FRESH_SECONDS", 0)
    site = Site(tmp_path)
    site.write("organs.html", MARKED, twin=True)
    return site


def at_once(site: Site, path: str, *headers: str) -> bytes:
    lines = "".join(f"{line}\r\n" for line in ("host: x", *headers))
    answer = site.front.at_once(f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode())
    assert answer is not None
    return answer


def test_a_banner_comes_and_goes_and_the_file_stays_as_it_is(site: Site) -> None:
    assert site.ask("/organs").body == MARKED
    banner.write(site.public, FLOOD)
    assert site.ask("/organs").body == b"<body>" + FLOOD.chinese + PAGE
    assert (site.public / "organs.html").read_bytes() == MARKED
    banner.write(site.public, OTHER)
    assert site.ask("/organs").body == b"<body>" + OTHER.chinese + PAGE
    banner.write(site.public, None)
    assert site.ask("/organs").body == MARKED


def test_the_compressed_page_has_the_banner_as_well(site: Site) -> None:
    banner.write(site.public, FLOOD)
    answer = site.ask("/organs", accept_encoding="gzip")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-length"] == str(len(answer.body))
    assert gzip.decompress(answer.body) == b"<body>" + FLOOD.chinese + PAGE


def test_what_is_answered_below_the_server_has_it_too(site: Site) -> None:
    at_once(site, "/organs")
    banner.write(site.public, FLOOD)
    assert FLOOD.chinese in at_once(site, "/organs")
    banner.write(site.public, None)
    assert FLOOD.chinese not in at_once(site, "/organs")


def test_head_tells_the_length_with_the_banner(site: Site) -> None:
    banner.write(site.public, FLOOD)
    answer = site.ask("/organs", method="HEAD")
    assert answer.body == b""
    assert answer.headers["content-length"] == str(len(MARKED) - len(banner.MARK) + len(FLOOD.chinese))


@pytest.mark.parametrize("accepted", ["", "gzip"])
def test_each_banner_and_none_has_an_etag_of_its_own(site: Site, accepted: str) -> None:
    tags = []
    for standing in (None, FLOOD, OTHER):
        banner.write(site.public, standing)
        tags.append(site.ask("/organs", accept_encoding=accepted).headers["etag"])
        for tag in tags:
            status = site.ask("/organs", accept_encoding=accepted, if_none_match=tag).status
            assert status == (304 if tag == tags[-1] else 200)
    assert len(set(tags)) == 3


def test_a_date_never_hides_a_banner_or_its_end(site: Site) -> None:
    late = "Fri, 01 Jan 2100 00:00:00 GMT"
    assert site.ask("/organs", if_modified_since=late).status == 304
    banner.write(site.public, FLOOD)
    assert site.ask("/organs", if_modified_since=late).status == 200
    assert "last-modified" not in site.ask("/organs").headers
    assert b"304" not in at_once(site, "/organs", f"if-modified-since: {late}")[:30]


def test_a_large_page_has_it_too_and_does_not_fill_the_memory(site: Site) -> None:
    body = MARKED + os.urandom(300_000)
    site.write("large.html", body, twin=True)
    banner.write(site.public, FLOOD)
    assert site.ask("/large", pathsend=True).body == banner.insert(body, FLOOD.chinese)
    assert gzip.decompress(site.ask("/large", accept_encoding="gzip").body) == banner.insert(body, FLOOD.chinese)
    assert site.front._held < 300_000


@pytest.mark.parametrize("name", ["robots.txt", "feed.atom", "data.json"])
def test_what_is_no_page_stays_as_it_is(site: Site, name: str) -> None:
    site.write(name, MARKED)
    banner.write(site.public, FLOOD)
    assert site.ask(f"/{name}").body == MARKED


def test_a_page_is_not_kept_by_others_for_longer_than_a_banner_may_take(site: Site) -> None:
    assert site.ask("/organs").headers["cache-control"] == "public, max-age=1"


def test_the_file_itself_has_no_address_and_a_broken_one_is_none(site: Site) -> None:
    banner.write(site.public, FLOOD)
    assert site.ask(f"/{banner.FILE_NAME}").body == b"django"
    (site.public / banner.FILE_NAME).write_bytes(b"{")
    assert site.ask("/organs").body == MARKED


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "markup"), [("/nothing", FLOOD.chinese), ("/en/nothing", FLOOD.english)])
def test_what_is_not_baked_stands_below_the_banner_in_its_language(
    client: Client, tmp_path: Path, settings: Any, path: str, markup: bytes
) -> None:
    settings.PUBLIC = tmp_path
    assert markup not in client.get(path).content
    banner.write(tmp_path, FLOOD)
    answer = client.get(path)
    assert markup in answer.content
    assert answer.headers["content-length"] == str(len(answer.content))


@pytest.mark.django_db
def test_the_console_and_the_patrol_leave_it_alone(client: Client, tmp_path: Path, settings: Any) -> None:
    settings.PUBLIC, settings.RUN = tmp_path / "public", tmp_path / "run"
    banner.write(settings.PUBLIC, FLOOD)
    assert FLOOD.chinese not in client.get("/console/login").content
    assert list(patrol.patrol(repair=True)) == []
    assert banner.read(settings.PUBLIC) == FLOOD
