"""A rename bakes again the pages that show the name, and no other."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from backbone.records.making import draft, imported
from gongkai.backbone.organs import services
from gongkai.backbone.organs.models import Organ
from gongkai.kernel.actors import Actor
from gongkai.kernel.portal import baker

pytestmark = pytest.mark.django_db

WorkOff = Callable[..., list[str]]


@pytest.fixture
def baked(education: Organ, finance: Organ, now: datetime, work_off: WorkOff) -> tuple[list[str], list[str]]:
    """Three records of each organ and every page there is."""
    ours = imported(education, now, *(draft(f"教育{n}", kind="notice") for n in range(3)))
    theirs = imported(finance, now, *(draft(f"财政{n}", kind="opinion", subject="02") for n in range(3)))
    work_off()
    baker.bake(["organs:", "sitemap:index", *(f"organ:{o.code}" for o in (education, finance))], now=now)
    baker.bake(["organ:yunchuan", "home:", "part:guide"], now=now)
    return ours, theirs


def test_only_what_shows_the_name_is_written(
    baked: tuple[list[str], list[str]], education: Organ, office: Actor, now: datetime, work_off: WorkOff
) -> None:
    ours, theirs = baked
    services.organ_rename(code=education.code, name="云川市教育体育局", since=date(2026, 11, 1), actor=office, now=now)
    written = work_off()
    lists = ["all", "item/20.1", "kind/notice", f"organ/{education.code}", "subject/01", "year/2026"]
    showing = {f"info/{number}.html" for number in ours}
    for name in lists:
        showing |= {f"lists/{name}{end}" for end in (".html", "/feed.atom", "/feed.json", "/page-1.html")}
    showing |= {f"organs/{education.code}.html", "organs/yunchuan.html", "organs.html", "index.html"}
    showing |= {"overview.html", f"overview/{education.code}.html"}
    assert showing - set(written) == set()
    assert set(written) - showing - {"disclosure/institutions.html"} == set()
    assert not any(number in path for number in theirs for path in written)


def test_a_contact_bakes_only_what_shows_contacts(
    baked: tuple[list[str], list[str]], education: Organ, office: Actor, now: datetime, work_off: WorkOff
) -> None:
    services.organ_update(code=education.code, contact=services.Contact(leader="负责人"), actor=office, now=now)
    assert set(work_off()) <= {f"organs/{education.code}.html", "organs.html", "disclosure/institutions.html"}


def test_a_new_organ_appears_on_the_page_of_the_one_above(
    baked: tuple[list[str], list[str]], office: Actor, now: datetime, work_off: WorkOff
) -> None:
    services.organ_create(
        code="yunchuan-parks", name="云川市园林局", kind="department", level="city", index_prefix="011100077",
        parent="yunchuan", actor=office, now=now,
    )  # fmt: skip
    written = work_off()
    assert {"organs.html", "organs/yunchuan.html", "organs/yunchuan-parks.html"} <= set(written)


def test_what_was_published_keeps_the_name_it_was_published_under(
    baked: tuple[list[str], list[str]], education: Organ, office: Actor, now: datetime
) -> None:
    from gongkai.backbone.records.selectors import published_one

    services.organ_rename(code=education.code, name="云川市教育体育局", since=date(2026, 11, 1), actor=office, now=now)
    found = published_one(baked[0][0])
    assert found is not None
    assert found.data["organ"]["name"] == "云川市教育局"
    assert found.organ_name == "云川市教育体育局"
