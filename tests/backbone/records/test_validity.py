"""Validity of any day: the rule, the days on which it changes, and how one record changes another."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from backbone.records.making import draft, fresh, imported
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import selectors, services
from gongkai.backbone.records.drafts import Link
from gongkai.backbone.records.models import Relation
from gongkai.backbone.records.rules import Effect, Route, days_of_change, validity_on
from gongkai.backbone.records.validity import validity_of
from gongkai.kernel.actors import SYSTEM, Actor
from gongkai.kernel.due.services import fire
from gongkai.kernel.events.models import Event

D = date(2026, 6, 1)
DAY = timedelta(days=1)
WorkOff = Callable[..., list[str]]

days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
effects = st.lists(st.builds(Effect, st.sampled_from(["repealed", "amended"]), days), max_size=4)


@pytest.mark.parametrize(
    ("day", "valid_to", "does", "expected"),
    [
        (D - DAY, None, [], "not_yet"),
        (D, None, [], "in_force"),
        (D + DAY, D + 2 * DAY, [], "in_force"),
        (D + 2 * DAY, D + 2 * DAY, [], "expired"),
        (D, None, [Effect("amended", D)], "amended"),
        (D, None, [Effect("amended", D + DAY)], "in_force"),
        (D, None, [Effect("repealed", D)], "repealed"),
        (D, None, [Effect("amended", D), Effect("repealed", D)], "repealed"),
        (D - DAY, None, [Effect("repealed", D - DAY)], "repealed"),
        (D + 2 * DAY, D + DAY, [Effect("amended", D)], "expired"),
        (D - DAY, None, [Effect("amended", D - 2 * DAY)], "not_yet"),
    ],
)
def test_the_validity_on_a_day(day: date, valid_to: date | None, does: list[Effect], expected: str) -> None:
    assert validity_on(day, valid_from=D, valid_to=valid_to, effects=does) == expected


@given(days, st.none() | days, effects, days)
def test_it_changes_on_no_other_day_than_those_named(
    valid_from: date, valid_to: date | None, does: list[Effect], day: date
) -> None:
    def on(some: date) -> str:
        return validity_on(some, valid_from=valid_from, valid_to=valid_to, effects=does)

    if on(day) != on(day - DAY):
        assert day in days_of_change(valid_from=valid_from, valid_to=valid_to, effects=does)


@given(days, st.none() | days, effects, st.randoms())
def test_the_order_of_effects_does_not_matter(
    valid_from: date, valid_to: date | None, does: list[Effect], random: Any
) -> None:
    mixed = random.sample(does, len(does))
    assert validity_on(D, valid_from=valid_from, valid_to=valid_to, effects=does) == validity_on(
        D, valid_from=valid_from, valid_to=valid_to, effects=mixed
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "since"),
    [
        ({"effective_on": date(2026, 12, 1)}, date(2026, 12, 1)),
        ({}, date(2026, 11, 2)),
        ({"dated_on": None}, date(2026, 11, 26)),
    ],
)
def test_it_holds_from_its_effect_else_its_date_else_its_publication(
    education: Organ, now: datetime, changes: dict[str, Any], since: date
) -> None:
    (number,) = imported(education, now, draft(**changes))
    assert validity_of(number, since - DAY) == "not_yet"
    assert validity_of(number, since) == "in_force"


@pytest.mark.django_db
def test_days_bring_it_into_force_and_out_again_and_each_change_is_told(education: Organ, now: datetime) -> None:
    begin, end = date(2026, 12, 1), date(2026, 12, 31)
    (number,) = imported(education, now, draft(effective_on=begin, expires_on=end))
    seen = []
    for n in range(45):
        fire(now=now + n * DAY)
        seen.append(fresh(number).validity)
        assert seen[-1] == validity_of(number, now.date() + n * DAY)
    assert seen == ["not_yet"] * 5 + ["in_force"] * 30 + ["expired"] * 10
    events = Event.objects.filter(kind="record.validity_changed").order_by("seq").values_list("data", flat=True)
    assert list(events) == [{"validity": "in_force"}, {"validity": "expired"}]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "after"),
    [
        ("amends", "amended"),
        ("repeals", "repealed"),
        ("replaces", "repealed"),
        ("implements", "in_force"),
        ("interprets", "in_force"),
        ("attachment_of", "in_force"),
    ],
)
def test_what_each_kind_of_relation_does_to_its_target(
    education: Organ, now: datetime, work_off: WorkOff, client: Client, kind: str, after: str
) -> None:
    (old,) = imported(education, now, draft("旧通知"))
    work_off()
    (new,) = imported(education, now, draft("新通知", Link(kind, old)))
    assert f"info/{old}.html" in work_off()
    assert fresh(old).validity == after
    page = client.get(f"/info/{old}").content.decode()
    assert "新通知" in page
    assert f'href="/info/{new}"' in page
    assert Event.objects.filter(kind="record.validity_changed").count() == (after != "in_force")


@pytest.mark.django_db
def test_a_repeal_of_a_later_day_waits_for_it(education: Organ, now: datetime) -> None:
    (old,) = imported(education, now)
    imported(education, now, draft("新办法", Link("replaces", old), effective_on=date(2026, 12, 1)))
    assert fresh(old).validity == "in_force"
    assert validity_of(old, date(2026, 12, 1)) == "repealed"
    fire(now=now + 5 * DAY)
    assert fresh(old).validity == "repealed"


@pytest.mark.django_db
def test_a_relation_counts_from_its_publication_until_the_edition_without_it(
    education: Organ, clerk: Actor, now: datetime, work_off: WorkOff
) -> None:
    (old,) = imported(education, now, draft("旧通知"))
    (new,) = imported(education, now, draft("新通知"))
    link = Link("repeals", old)

    def publish(note: str) -> None:
        services.publish([new], actor=SYSTEM, now=now, route=Route.IMPORTED, change_note=note)

    services.relate(new, link, actor=clerk, now=now)
    assert (fresh(old).validity, selectors.inverse_relations([old])) == ("in_force", {})
    publish("补关联")
    assert fresh(old).validity == "repealed"
    services.unrelate(new, link, actor=clerk, now=now)
    assert (fresh(old).validity, len(selectors.inverse_relations([old])[old])) == ("repealed", 1)
    work_off()
    publish("去掉关联")
    assert (fresh(old).validity, selectors.inverse_relations([old])) == ("in_force", {})
    assert not Relation.objects.exists()
    assert f"info/{old}.html" in work_off()


@pytest.mark.django_db
def test_a_source_under_correction_still_repeals(education: Organ, clerk: Actor, now: datetime) -> None:
    (old,) = imported(education, now)
    (new,) = imported(education, now, draft("新通知", Link("repeals", old)))
    services.revise(new, {"title": "改过的标题", "effective_on": date(2030, 1, 1)}, actor=clerk, now=now)
    fire(now=now + DAY)
    assert (fresh(old).validity, validity_of(old, now.date())) == ("repealed", "repealed")
    assert selectors.inverse_relations([old])[old][0].title == "新通知"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("link", "code"),
    [
        (Link("blesses", words="某件"), "relation_kind_unknown"),
        (Link("amends", words=" "), "relation_empty"),
        (Link("amends", "itself"), "relation_to_itself"),
        (Link("amends", words="某件"), "relation_known"),
    ],
)
def test_relations_that_cannot_be(education: Organ, clerk: Actor, now: datetime, link: Link, code: str) -> None:
    (number,) = imported(education, now, draft("通知", Link("amends", words="某件")))
    if link.index_number:
        link = Link(link.kind, number)
    with pytest.raises(services.ChangeRefusedError) as caught:
        services.relate(number, link, actor=clerk, now=now)
    assert caught.value.code == code
    with pytest.raises(services.ChangeRefusedError) as caught:
        services.unrelate(number, Link("repeals", words="从未有过"), actor=clerk, now=now)
    assert caught.value.code == "relation_unknown"


@pytest.mark.django_db
def test_any_day_is_answered_on_the_page_and_to_programs(education: Organ, now: datetime, client: Client) -> None:
    (number,) = imported(education, now, draft(effective_on=date(2026, 12, 1), expires_on=date(2027, 12, 1)))
    for day, code, zh, en in (
        ("2026-11-30", "not_yet", "尚未生效", "Not yet in force"),
        ("2027-01-01", "in_force", "有效", "In force"),
        ("2028-01-01", "expired", "失效", "Expired"),
    ):
        answer = client.get(f"/api/v1/records/{number}/validity?on={day}")
        assert answer.json() == {"index_number": number, "on": day, "validity": code}
        assert zh in client.get(f"/info/{number}/validity?on={day}").content.decode()
        assert en in client.get(f"/en/info/{number}/validity?on={day}").content.decode()
    assert client.get(f"/info/{number}/validity?on=nonsense").status_code == 200
    assert client.get(f"/api/v1/records/{number}/validity?on=nonsense").status_code in {400, 422}
    assert client.get("/info/011100012/2026-09999/validity").status_code == 404
    assert client.get("/api/v1/records/011100012/2026-09999/validity?on=2026-01-01").status_code == 404


@pytest.mark.django_db
def test_nothing_is_said_of_a_draft(education: Organ, clerk: Actor, now: datetime) -> None:
    (record,) = services.draft_many([draft()], organ=education, actor=clerk, now=now)
    assert validity_of(record.index_number, now.date()) is None
