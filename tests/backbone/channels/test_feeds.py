"""Feeds and the site map as programs read them."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from lxml import etree

from backbone.records.making import draft, imported
from gongkai.backbone.channels import feeds, portal
from gongkai.backbone.channels.selectors import Row
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records.services import publish, revise
from gongkai.kernel.actors import SYSTEM
from gongkai.kernel.portal import baker

WorkOff = Callable[..., list[str]]
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def check_atom(content: bytes) -> etree._Element:
    """What RFC 4287 demands of a feed and its entries."""
    feed = etree.fromstring(content)
    assert feed.tag == f"{ATOM}feed"
    for parent in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (element,) = parent.findall(f"{ATOM}{name}")
            assert (element.text or "").strip(), name
        assert datetime.fromisoformat(parent.findtext(f"{ATOM}updated") or "").tzinfo
        assert parent.findall(f"{ATOM}link")
    for entry in feed.findall(f"{ATOM}entry"):
        assert entry.findtext(f"{ATOM}author/{ATOM}name")
        assert datetime.fromisoformat(entry.findtext(f"{ATOM}published") or "").tzinfo
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    assert feed.find(f"{ATOM}link[@rel='self']") is not None
    return feed


def check_json_feed(content: bytes) -> dict[str, object]:
    """What JSON Feed 1.1 demands."""
    feed: dict[str, object] = json.loads(content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert isinstance(feed["items"], list)
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item.get("content_text") or item.get("content_html")
        assert all(datetime.fromisoformat(item[name]).tzinfo for name in ("date_published", "date_modified"))
        assert all(author["name"] for author in item["authors"])
    return feed


@pytest.mark.django_db
def test_every_list_has_both_feeds_with_its_newest(
    education: Organ, now: datetime, work_off: WorkOff, public: Path
) -> None:
    numbers = imported(education, now, *(draft(f"第{n}号通知 <&>", summary="摘要") for n in range(25)))
    work_off()
    for name in ("all", f"organ/{education.code}", "kind/notice", "subject/01", "item/20.1", "year/2026"):
        atom = check_atom((public / f"lists/{name}/feed.atom").read_bytes())
        ids = [entry.findtext(f"{ATOM}id") for entry in atom.findall(f"{ATOM}entry")]
        feed = check_json_feed((public / f"lists/{name}/feed.json").read_bytes())
        assert isinstance(feed["items"], list)
        assert ids == [item["url"] for item in feed["items"]]
        assert ids == [f"http://testserver/info/{number}" for number in numbers[:4:-1]]
        assert atom.findtext(f"{ATOM}entry/{ATOM}title") == "第24号通知 <&>"


@pytest.mark.django_db
def test_a_correction_keeps_its_entry_and_moves_its_time(
    education: Organ, now: datetime, work_off: WorkOff, public: Path
) -> None:
    from datetime import timedelta

    from gongkai.backbone.records.rules import Route

    (number,) = imported(education, now)
    work_off()
    revise(number, {"title": "更正后的标题"}, actor=SYSTEM, now=now)
    later = now + timedelta(days=2)
    publish([number], actor=SYSTEM, now=later, route=Route.IMPORTED, change_note="更正")
    work_off(later)
    (entry,) = check_atom((public / "lists/all/feed.atom").read_bytes()).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "更正后的标题"
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}published") or "") == now
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "") == later


def test_an_empty_feed_is_valid_and_always_the_same() -> None:
    assert check_atom(feeds.atom("全部", "/lists/all", [])) is not None
    assert feeds.atom("全部", "/lists/all", []) == feeds.atom("全部", "/lists/all", [])
    check_json_feed(feeds.json_feed("全部", "/lists/all", []))


def test_an_entry_without_words_shows_its_title(now: datetime) -> None:
    row = Row("011100012/2026-00001", "题", "", "", "a", None, now, now, "in_force", "某局")
    check_atom(feeds.atom("全部", "/lists/all", [row]))
    check_json_feed(feeds.json_feed("全部", "/lists/all", [row]))


@pytest.mark.django_db
def test_the_site_map_names_every_record_once(
    education: Organ, now: datetime, work_off: WorkOff, public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portal, "SITEMAP_SIZE", 10)
    from gongkai.backbone.channels import services

    monkeypatch.setattr(services, "SITEMAP_SIZE", 10)
    numbers = imported(education, now, *(draft(f"第{n}号通知") for n in range(25)))
    baker.bake(["sitemap:index"], now=now)
    work_off()
    index = etree.fromstring((public / "sitemap.xml").read_bytes())
    parts = [loc.text or "" for loc in index.iter(f"{MAP}loc")]
    assert parts == [f"http://testserver/sitemaps/{n}.xml" for n in (1, 2, 3)]
    found = []
    for part in parts:
        urls = etree.fromstring((public / part.removeprefix("http://testserver/")).read_bytes())
        assert urls.tag == f"{MAP}urlset"
        found += [loc.text for loc in urls.iter(f"{MAP}loc")]
        assert {mod.text for mod in urls.iter(f"{MAP}lastmod")} == {"2026-11-26"}
    assert sorted(str(one) for one in found) == [f"http://testserver/info/{number}" for number in numbers]


@pytest.mark.django_db
def test_robots_are_led_to_the_site_map(education: Organ, now: datetime, public: Path) -> None:
    baker.bake(["robots:"], now=now)
    assert "Sitemap: http://testserver/sitemap.xml" in (public / "robots.txt").read_text("utf-8")
