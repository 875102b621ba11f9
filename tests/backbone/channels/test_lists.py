"""Lists are numbered from the oldest: what is new rewrites their head and one page, however long they are."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from backbone.records.making import draft, drafted, fresh, imported
from gongkai.backbone.channels import selectors, services
from gongkai.backbone.channels.models import Place
from gongkai.backbone.channels.rules import PAGE_SIZE, first_of, lists_of, page_of
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import selectors as records
from gongkai.backbone.records.rules import Route
from gongkai.backbone.records.services import publish, revise, withdraw
from gongkai.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db

WorkOff = Callable[..., list[str]]
LISTS = ["item/20.1", "kind/notice", "organ/yunchuan-education", "subject/01", "year/2026"]


@pytest.mark.parametrize(("subject", "expected"), [("01", ["subject/01"]), ("01.02", ["subject/01", "subject/01.02"])])
def test_a_record_stands_in_the_lists_of_its_facts(subject: str, expected: list[str]) -> None:
    names = lists_of(organ="a", subject=subject, kind="notice", year=2026, item="20.1")
    assert set(names) == {"all", "item/20.1", "kind/notice", "organ/a", "year/2026", *expected}
    assert list(names) == sorted(names)


@given(st.integers(1, 10**7), st.sampled_from([1, 20, 1000]))
def test_a_page_begins_at_its_first_position(position: int, size: int) -> None:
    page = page_of(position, size)
    assert first_of(page, size) <= position < first_of(page + 1, size)


def numbered(education: Organ, now: datetime, count: int) -> list[str]:
    return imported(education, now, *(draft(f"第{n}号通知") for n in range(1, count + 1)))


@pytest.mark.parametrize("held", [1, 19, 20, 40])
def test_a_new_record_rewrites_heads_and_the_pages_it_stands_on(
    education: Organ, now: datetime, work_off: WorkOff, held: int
) -> None:
    numbered(education, now, held)
    work_off()
    (number,) = imported(education, now, draft("最新的通知"))
    page = page_of(held + 1)
    # Where a page begins the one before it gets its link to it.
    pages = {page, page - 1} - {0} if held % PAGE_SIZE == 0 else {page}
    written = work_off()
    expected = [f"info/{number}.html"]
    for name in ["all", *LISTS]:
        expected += [f"lists/{name}.html", f"lists/{name}/feed.atom", f"lists/{name}/feed.json"]
        expected += [f"lists/{name}/page-{n}.html" for n in pages]
    expected += ["index.html", "disclosure/catalogue.html", "sitemaps/1.xml", f"organs/{education.code}.html"]
    expected += ["overview.html", f"overview/{education.code}.html"]
    assert sorted(written) == sorted(expected)


def test_heads_show_the_newest_and_every_page_its_twenty_and_leads_on(
    education: Organ, now: datetime, work_off: WorkOff, public: Path
) -> None:
    numbers = numbered(education, now, 45)
    work_off()
    assert [row.index_number for row in selectors.newest("all")] == numbers[:24:-1]
    assert [row.index_number for row in selectors.between("all", 21, 40)] == numbers[39:19:-1]
    assert (selectors.length("all"), selectors.total("all")) == (45, 45)
    head, first, second, third = (
        (public / f"lists/all{name}.html").read_text("utf-8") for name in ("", "/page-1", "/page-2", "/page-3")
    )
    assert "/lists/all/page-2" in head
    assert "/lists/all/page-2" in first
    assert "/lists/all/page-1" in second
    assert "/lists/all/page-3" in second
    assert "/lists/all/page-2" in third
    assert "/lists/all/page-4" not in third


def test_a_correction_moves_a_record_to_the_lists_of_its_new_facts(
    education: Organ, now: datetime, work_off: WorkOff
) -> None:
    (number, other) = numbered(education, now, 2)
    work_off()
    revise(number, {"kind": "opinion", "dated_on": date(2025, 3, 1)}, actor=SYSTEM, now=now)
    publish([number], actor=SYSTEM, now=now, route=Route.IMPORTED, change_note="更正文种")
    work_off()
    names = ("all", "kind/notice", "kind/opinion", "year/2026", "year/2025")
    assert {name: [row.index_number for row in selectors.newest(name)] for name in names} == {
        "all": [other, number],
        "kind/notice": [other],
        "kind/opinion": [number],
        "year/2026": [other],
        "year/2025": [number],
    }
    assert selectors.total("kind/notice") == 1


def test_the_place_of_a_withdrawn_record_stays_empty(education: Organ, now: datetime, work_off: WorkOff) -> None:
    numbers = numbered(education, now, 25)
    work_off()
    withdraw(numbers[4], form="withdrawn", reason="有误", actor=SYSTEM, now=now)
    written = work_off()
    assert "lists/all/page-1.html" in written
    assert "lists/all/page-2.html" not in written
    left = [n for n in numbers[19::-1] if n != numbers[4]]
    assert [row.index_number for row in selectors.between("all", 1, 20)] == left
    assert (selectors.length("all"), selectors.total("all")) == (25, 24)


def test_giving_places_again_changes_nothing(education: Organ, now: datetime, work_off: WorkOff) -> None:
    numbers = numbered(education, now, 3)
    work_off()
    before = list(Place.objects.order_by("id").values())
    services.place(list(records.published(numbers).values()))
    assert list(Place.objects.order_by("id").values()) == before


def test_without_a_date_it_belongs_to_the_year_of_its_publication_here(education: Organ, work_off: WorkOff) -> None:
    """Half an hour into the new year of the city, when it is still the old one in Greenwich."""
    new_year = datetime(2026, 1, 1, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    (number,) = imported(education, new_year, draft(dated_on=None))
    work_off(new_year)
    assert [row.index_number for row in selectors.newest("year/2026")] == [number]


@pytest.mark.parametrize("address", ["/lists/kind/poem", "/lists/year/19", "/lists/all/page-9", "/lists/organ/nobody"])
def test_what_is_no_list_is_not_found(education: Organ, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(("number", "status"), [(1, 200), (2, 404), (99_999_999, 404), (0, 404)])
def test_a_list_has_no_page_beyond_its_last(
    education: Organ, now: datetime, work_off: WorkOff, client: Client, number: int, status: int
) -> None:
    imported(education, now)
    work_off()
    assert client.get(f"/en/lists/all/page-{number}").status_code == status


def test_the_number_of_queries_does_not_grow_with_the_list(education: Organ, now: datetime, work_off: WorkOff) -> None:
    def queries() -> int:
        (number,) = imported(education, now)
        with CaptureQueriesContext(connection) as captured:
            work_off()
        assert fresh(number).edition == 1
        return len(captured)

    numbered(education, now, 5)
    work_off()
    few = queries()
    numbered(education, now, 110)
    work_off()
    assert queries() <= few


def test_of_records_handled_together_the_one_published_later_stands_above(
    education: Organ, now: datetime, work_off: WorkOff
) -> None:
    first, second = making_drafts(education, now, "先起草的通知", "后起草的通知")
    publish([second], actor=SYSTEM, now=now, route=Route.IMPORTED)
    publish([first], actor=SYSTEM, now=now, route=Route.IMPORTED)
    work_off()
    assert [row.index_number for row in selectors.newest("all")] == [first, second]


def making_drafts(education: Organ, now: datetime, *titles: str) -> list[str]:
    return [record.index_number for record in drafted(education, SYSTEM, now, *(draft(title) for title in titles))]
