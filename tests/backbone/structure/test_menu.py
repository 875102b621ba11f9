"""The main navigation: set as a whole, seen before it stands, put back when it was wrong."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from backbone.records.making import draft, imported
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.structure.models import Menu
from gongkai.backbone.structure.selectors.menu import standing
from gongkai.backbone.structure.services.columns import ColumnRefusedError, Shape, column_create, column_switch
from gongkai.backbone.structure.services.menu import MenuRefusedError, menu_put_back, menu_set
from gongkai.kernel.actors import Actor, ForbiddenError, Role
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.portal import menu
from gongkai.kernel.portal.menu import DEFAULT, Entry
from kernel.console.people import signed_in

pytestmark = pytest.mark.django_db
WorkOff = Callable[..., list[str]]
RULES = Entry("办理时限", "Time limits", "/rules")
MORE = (*DEFAULT.entries, RULES)


@pytest.fixture(autouse=True)
def _no_menu_is_left(public: Path) -> Iterator[None]:
    yield
    (public / menu.FILE_NAME).unlink(missing_ok=True)


def test_without_any_the_platform_s_own_stands(client: Client) -> None:
    assert standing() == DEFAULT.entries
    assert '<a href="/organs">机构</a>' in client.get("/nothing").content.decode()


def test_what_is_set_stands_on_every_page_in_both_languages(
    education: Organ, office: Actor, now: datetime, work_off: WorkOff, public: Path, client: Client
) -> None:
    (number,) = imported(education, now, draft("关于开学的通知"))
    work_off()
    menu_set(MORE, actor=office, now=now)
    written = work_off()
    assert {"index.html", f"info/{number}.html", "lists/all.html"} <= set(written)
    for name in ("index.html", f"info/{number}.html"):
        assert '<a href="/rules">办理时限</a>' in (public / name).read_text("utf-8")
    assert '<a href="/en/rules" aria-current="page">Time limits</a>' in client.get("/en/rules").content.decode()


def test_an_earlier_one_is_put_back_and_all_of_them_stay(education: Organ, office: Actor, now: datetime) -> None:
    for entries in (MORE, MORE[::-1], MORE[::-1]):
        menu_set(entries, actor=office, now=now)
    first = Menu.objects.order_by("id").first()
    assert first is not None
    menu_put_back(first.pk, actor=office, now=now)
    assert standing() == MORE
    assert Menu.objects.count() == 3
    told = [json.dumps(entry.after, ensure_ascii=False) for entry in AuditEntry.objects.filter(action="menu.set")]
    assert len(told) == 3
    assert all("办理时限" in one for one in told)


@pytest.mark.parametrize(
    ("entries", "refusal", "words"),
    [
        ((), "menu_length", "1 至 12 项"),
        (MORE * 2, "menu_length", "1 至 12 项"),
        (DEFAULT.entries[:6], "menu_part_missing", "依申请公开"),
        ((*DEFAULT.entries, Entry("", "Rules", "/rules")), "menu_words", "第 9 项"),
        ((*DEFAULT.entries, Entry("很" * 13, "Rules", "/rules")), "menu_words", "第 9 项"),
        ((*DEFAULT.entries, Entry("别处", "Elsewhere", "//elsewhere.example")), "menu_link_malformed", "第 9 项"),
        ((*DEFAULT.entries, Entry("别处", "Elsewhere", "https://elsewhere.example/")), "menu_host_not_allowed", "允许"),
        ((*DEFAULT.entries, Entry("没有", "Nothing", "/nothing-there")), "menu_page_missing", "/nothing-there"),
    ],
)
def test_what_would_lead_readers_nowhere_is_refused(
    city: Organ, office: Actor, now: datetime, entries: tuple[Entry, ...], refusal: str, words: str
) -> None:
    with pytest.raises(MenuRefusedError, match=words) as refused:
        menu_set(entries, actor=office, now=now)
    assert refused.value.code == refusal
    assert not Menu.objects.exists()


@pytest.mark.parametrize("who", ["clerk", "approver", "auditor", "citizen"])
def test_only_the_office_of_the_city_sets_it(
    city: Organ, request: pytest.FixtureRequest, now: datetime, who: str
) -> None:
    with pytest.raises(ForbiddenError):
        menu_set(MORE, actor=request.getfixturevalue(who), now=now)


def typed(*entries: Entry, **more: str) -> dict[str, str]:
    """The form as a browser sends it; the places run the other way round from the rows."""
    sent = {"form-TOTAL_FORMS": str(len(entries)), "form-INITIAL_FORMS": str(len(entries))}
    for row, entry in enumerate(entries):
        sent |= {f"form-{row}-place": str(len(entries) - row), f"form-{row}-chinese": entry.chinese}
        sent |= {f"form-{row}-english": entry.english, f"form-{row}-link": entry.link}
    return sent | more


def test_it_is_seen_before_it_is_kept(city: Organ) -> None:
    office = signed_in("office", Role.OPEN_GOVERNMENT_OFFICE)
    assert "法定主动公开" in office.get("/console/navigation").content.decode()
    page = office.post("/console/navigation", typed(*MORE, preview="1")).content.decode()
    assert "尚未保存" in page
    assert page.index("办理时限</a>") < page.index("首页</a>")
    assert not Menu.objects.exists()
    assert office.post("/console/navigation", typed(*MORE)).status_code == 302
    assert standing() == MORE[::-1]
    office.post("/console/navigation", typed(*MORE[::-1]))
    first = Menu.objects.order_by("id").first()
    assert first is not None
    assert office.post(f"/console/navigation/{first.pk}/back").status_code == 302
    assert standing() == MORE[::-1]
    assert office.post("/console/navigation/999/back").status_code == 404


def test_a_column_stays_while_the_navigation_leads_to_it(education: Organ, office: Actor, now: datetime) -> None:
    shape = Shape(
        chinese="教育通知", english="Education", organ=education.code, list=f"organ/{education.code}", every=None
    )
    column_create(code="school", shape=shape, actor=office, now=now)
    menu_set((*DEFAULT.entries, Entry("教育", "Education", "/columns/school")), actor=office, now=now)
    with pytest.raises(ColumnRefusedError) as caught:
        column_switch("school", active=False, actor=office, now=now)
    assert caught.value.code == "column_in_navigation"
    menu_set(DEFAULT.entries, actor=office, now=now)
    assert not column_switch("school", active=False, actor=office, now=now).active


def test_an_entry_whose_words_are_taken_away_is_left_out(city: Organ) -> None:
    office = signed_in("office", Role.OPEN_GOVERNMENT_OFFICE)
    office.post("/console/navigation", typed(*MORE, Entry("", "", "")))
    assert standing() == MORE[::-1]


def test_what_is_wrong_with_an_entry_is_said_and_nothing_typed_is_lost(city: Organ) -> None:
    office = signed_in("office", Role.OPEN_GOVERNMENT_OFFICE)
    answer = office.post("/console/navigation", typed(*MORE, Entry("没有", "Nothing", "/nothing-there")))
    assert answer.status_code == 400
    assert "本站没有 /nothing-there 这个页面" in answer.content.decode()
    assert 'value="Nothing"' in answer.content.decode()
    assert office.post("/console/navigation", {"form-TOTAL_FORMS": "x"}).status_code == 400


def test_a_file_that_is_broken_leaves_the_platform_s_own(public: Path, client: Client) -> None:
    public.mkdir(parents=True, exist_ok=True)
    for told in ("{", "[1]", '[{"chinese": "x"}]'):
        (public / menu.FILE_NAME).write_text(told, "utf-8")
        assert menu.standing(settings.PUBLIC) == DEFAULT
        assert client.get("/nothing").status_code == 404
