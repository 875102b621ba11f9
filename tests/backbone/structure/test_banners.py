"""Banners: who sets them, from when to when they stand, and that no page is baked for them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gongkai.backbone.organs.models import Organ
from gongkai.backbone.structure.models import Banner
from gongkai.backbone.structure.selectors.banners import BannerMissingError, banner, standing
from gongkai.backbone.structure.services.banners import (
    BannerRefusedError,
    Words,
    banner_change,
    banner_set,
    banner_take_down,
)
from gongkai.kernel.actors import Actor, ForbiddenError
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.due import services as due
from gongkai.kernel.portal import banner as above
from gongkai.kernel.portal.models import StalePage

pytestmark = pytest.mark.django_db

MakeWords = Callable[..., Words]
WorkOff = Callable[..., list[str]]
Clock = Callable[[datetime], None]


@pytest.mark.parametrize("person", ["approver", "office"])
def test_who_publishes_for_an_organ_sets_a_banner_in_its_name(
    education: Organ, now: datetime, words: MakeWords, request: pytest.FixtureRequest, person: str
) -> None:
    made = banner_set(organ=education.code, words=words(), actor=request.getfixturevalue(person), now=now)
    assert standing(now) == [made]
    entry = AuditEntry.objects.get(action="banner.set")
    assert (entry.organ, entry.after["chinese"] if entry.after else "") == (education.code, "周六停水")


@pytest.mark.parametrize("person", ["citizen", "clerk", "reviewer", "auditor", "administrator", "other_officer"])
def test_nobody_else_does(
    education: Organ, now: datetime, words: MakeWords, approver: Actor, request: pytest.FixtureRequest, person: str
) -> None:
    made, actor = (
        banner_set(organ=education.code, words=words(), actor=approver, now=now),
        request.getfixturevalue(person),
    )
    attempts: list[Callable[[], object]] = [
        lambda: banner_set(organ=education.code, words=words(), actor=actor, now=now),
        lambda: banner_change(made.pk, words=words(chinese="别的"), actor=actor, now=now),
        lambda: banner_take_down(made.pk, actor=actor, now=now),
    ]
    for attempt in attempts:
        with pytest.raises(ForbiddenError):
            attempt()
    assert list(Banner.objects.values_list("chinese", "ends_at")) == [("周六停水", made.ends_at)]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"level": "loud"}, "banner_level_unknown"),
        ({"chinese": "  "}, "banner_words"),
        ({"chinese": "长" * 201}, "banner_words"),
        ({"english": "e" * 401}, "banner_words"),
        ({"link": "//elsewhere.example"}, "link_malformed"),
        ({"link": "javascript:alert(1)"}, "link_malformed"),
        ({"link": "http://elsewhere.example/"}, "link_malformed"),
        ({"starts_at": datetime.fromisoformat("2027-01-01T00:00+08:00")}, "banner_times"),
        ({"ends_at": datetime.fromisoformat("2026-11-26T09:00+08:00")}, "banner_times"),
        ({"ends_at": datetime.fromisoformat("2026-12-28T00:00+08:00")}, "banner_too_long"),
    ],
)
def test_what_cannot_be_a_banner_is_refused(
    education: Organ, now: datetime, words: MakeWords, office: Actor, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(BannerRefusedError) as caught:
        banner_set(organ=education.code, words=words(**changes), actor=office, now=now)
    assert caught.value.code == code
    assert not Banner.objects.exists()


def test_it_stands_from_its_beginning_to_its_end_and_no_page_is_baked(
    education: Organ, now: datetime, words: MakeWords, office: Actor, public: Path, work_off: WorkOff, clock: Clock
) -> None:
    begins, ends = now + timedelta(hours=1), now + timedelta(hours=2)
    work_off()
    banner_set(organ=education.code, words=words(starts_at=begins, ends_at=ends), actor=office, now=now)
    for moment, stands in ((now, False), (begins, True), (ends, False)):
        clock(moment)
        due.fire(now=moment)
        assert work_off(moment) == []
        assert (above.read(public) is not None) is stands
    assert not StalePage.objects.exists()


def test_each_language_has_its_words_and_what_is_written_is_no_markup(
    education: Organ, now: datetime, words: MakeWords, office: Actor, public: Path, work_off: WorkOff, clock: Clock
) -> None:
    given = words(chinese="<b>停水", english="No water", link="/lists/all", level="emergency")
    banner_set(organ=education.code, words=given, actor=office, now=now)
    work_off()
    stands = above.read(public)
    assert stands is not None
    assert "&lt;b&gt;停水" in stands.chinese.decode()
    assert 'href="/lists/all"' in stands.chinese.decode()
    assert "No water" in stands.english.decode()
    assert 'href="/en/lists/all"' in stands.english.decode()
    assert 'class="emergency"' in stands.english.decode()


def test_taken_down_it_is_gone_and_kept(
    education: Organ, now: datetime, words: MakeWords, office: Actor, public: Path, work_off: WorkOff, clock: Clock
) -> None:
    made = banner_set(organ=education.code, words=words(), actor=office, now=now)
    work_off()
    assert above.read(public) is not None
    later = now + timedelta(minutes=1)
    banner_take_down(made.pk, actor=office, now=later)
    clock(later)
    work_off(later)
    assert above.read(public) is None
    assert Banner.objects.get().ends_at == later
    with pytest.raises(BannerRefusedError) as caught:
        banner_change(made.pk, words=words(), actor=office, now=later)
    assert caught.value.code == "banner_over"


def test_emergencies_come_first_and_few_stand_at_once(
    education: Organ, now: datetime, words: MakeWords, office: Actor
) -> None:
    for number in range(4):
        banner_set(organ=education.code, words=words(chinese=f"提示{number}"), actor=office, now=now)
    banner_set(organ=education.code, words=words(chinese="山洪", level="emergency"), actor=office, now=now)
    banner_set(organ=education.code, words=words(chinese="新提示"), actor=office, now=now)
    assert [one.chinese for one in standing(now)] == ["山洪", "新提示", "提示3"]


def test_another_organs_banner_is_missing(education: Organ, now: datetime, words: MakeWords, office: Actor) -> None:
    made = banner_set(organ=education.code, words=words(), actor=office, now=now)
    with pytest.raises(BannerMissingError):
        banner(made.pk, frozenset({"yunchuan-finance"}))
    assert banner(made.pk, None) == made
