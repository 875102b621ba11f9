"""The five forms of withdrawal, as readers and programs meet them in both languages."""

import hashlib
import io
import itertools
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from backbone.records.making import draft, fresh, imported
from gongkai.backbone.channels import selectors as channels
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import selectors, services
from gongkai.backbone.records.drafts import Attachment, Link
from gongkai.backbone.records.models import Edition, Record, State
from gongkai.backbone.records.rules import Route
from gongkai.backbone.records.whereabouts import whereabouts
from gongkai.backbone.search.engine import Query
from gongkai.backbone.search.engines import configured
from gongkai.foundations import law
from gongkai.kernel.actors import SYSTEM, Actor, ForbiddenError
from gongkai.kernel.events.models import Event
from gongkai.kernel.files.services import file_store

pytestmark = pytest.mark.django_db

WorkOff = Callable[..., list[str]]
FORMS = law.withdrawal_forms()
TAKEN_AWAY = [code for code, form in FORMS.items() if not form.text_stays]
SECRET = "只在这份文件里的一句话"


@pytest.fixture
def target(education: Organ, now: datetime) -> str:
    (number,) = imported(education, now, draft("新的通知"))
    return number


@pytest.fixture
def number(education: Organ, now: datetime, work_off: WorkOff, target: str) -> str:
    """A record with two editions, an attachment and a picture, everything baked."""
    stored = file_store(io.BytesIO(SECRET.encode()), organ=education.code, actor=SYSTEM, now=now)
    picture = file_store(io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"0" * 64), organ=education.code, actor=SYSTEM, now=now)
    document = {
        "blocks": [SECRET, {"type": "image", "sha256": picture.sha256, "alt": ""}],
        "media": [{"sha256": picture.sha256, "media_type": "image/png"}],
    }
    file = Attachment("附件.txt", stored.sha256, "text/plain", stored.size)
    (made,) = imported(education, now, draft("要撤下的通知", document=document, attachments=(file,)))
    services.revise(made, {"summary": "摘要"}, actor=SYSTEM, now=now)
    services.publish([made], actor=SYSTEM, now=now, route=Route.IMPORTED, change_note="补摘要")
    work_off()
    return made


def withdraw(number: str, form: str, target: str, actor: Actor, now: datetime) -> Record:
    goes_to = target if FORMS[form].needs_target else ""
    return services.withdraw(number, form=form, reason="内容有误", target=goes_to, actor=actor, now=now)


def picture_of(number: str) -> str:
    found = selectors.published_one(number)
    assert found is not None
    return str(found.data["document"]["media"][0]["sha256"])


@pytest.mark.parametrize("form", TAKEN_AWAY)
def test_its_addresses_say_what_became_of_it(
    number: str, target: str, approver: Actor, now: datetime, client: Client, form: str
) -> None:
    withdraw(number, form, target, approver, now)
    for prefix, ending in itertools.product(("", "/en"), ("", ".txt", ".md", ".json")):
        answer = client.get(f"{prefix}/info/{number}{ending}")
        assert answer.status_code == FORMS[form].http_status
        if FORMS[form].needs_target:
            assert answer["location"] == f"{prefix}/info/{target}{ending}"
            assert client.get(answer["location"]).status_code == 200
            continue
        page = answer.content.decode()
        assert all(words in page for words in ("内容有误", "noindex", FORMS[form].name("en" if prefix else "zh-hans")))
        assert "要撤下的通知" not in page
        assert SECRET not in page


@pytest.mark.parametrize("form", TAKEN_AWAY)
def test_nothing_of_the_text_is_reachable_any_more(
    number: str, target: str, approver: Actor, now: datetime, client: Client, work_off: WorkOff, public: Path, form: str
) -> None:
    ways = [
        f"/info/{number}/editions/1",
        f"/info/{number}/editions/2",
        f"/info/{number}/files/1",
        f"/info/{number}/images/{picture_of(number)}",
        f"/info/{number}/validity",
    ]
    ways += [f"/en{way}" for way in ways]
    assert [client.get(way).status_code for way in ways] == [200] * len(ways)
    withdraw(number, form, target, approver, now)
    assert [way for way in ways if client.get(way).status_code not in {404, 410, 301}] == []
    api = client.get(f"/api/v1/records/{number}").json()
    assert (api["withdrawal"], api["content"]) == (form, None)
    assert client.get(f"/api/v1/records/{number}/validity?on=2026-11-26").status_code == 404
    work_off()
    left = [str(file) for file in public.rglob("*") if file.is_file() and SECRET.encode() in file.read_bytes()]
    assert left == []
    assert not (public / "info" / number).with_suffix(".html").exists()


@pytest.mark.parametrize("form", TAKEN_AWAY)
def test_it_leaves_lists_feeds_site_map_and_search_and_the_others_stay(
    number: str, target: str, approver: Actor, now: datetime, work_off: WorkOff, public: Path, form: str
) -> None:
    withdraw(number, form, target, approver, now)
    work_off()
    for name in ("lists/all.html", "lists/all/feed.atom", "lists/all/feed.json", "lists/all/page-1.html", "index.html"):
        text = (public / name).read_text("utf-8")
        assert number not in text, name
        assert target in text, name
    assert number not in (public / "sitemaps/1.xml").read_text("utf-8")
    assert (channels.length("all"), channels.total("all")) == (2, 1)
    assert [hit.index_number for hit in configured().search(Query(text="通知")).hits] == [target]
    held = whereabouts(number)
    assert held is not None
    states = {c["consumer"]: c["state"] for c in held["consumers"]}
    assert states == {"page": "gone", "lists": "gone", "search": "gone"}
    assert held["files"] == []


def test_what_lapsed_stays_readable_under_a_banner(
    number: str, target: str, approver: Actor, now: datetime, work_off: WorkOff, client: Client, public: Path
) -> None:
    withdraw(number, "lapsed", target, approver, now)
    work_off()
    page = (public / "info" / f"{number}.html").read_text("utf-8")
    assert SECRET in page
    assert FORMS["lapsed"].zh in page
    assert "内容有误" in page
    assert fresh(number).validity == "expired"
    for way in (f"/en/info/{number}", f"/info/{number}/editions/1", f"/info/{number}/files/1"):
        assert client.get(way).status_code == 200
    assert channels.total("all") == 2


def test_what_lapsed_may_still_be_taken_away(number: str, target: str, approver: Actor, now: datetime) -> None:
    withdraw(number, "lapsed", target, approver, now)
    with pytest.raises(services.WithdrawalRefusedError):
        withdraw(number, "lapsed", target, approver, now)
    withdraw(number, "withdrawn", target, approver, now)
    assert fresh(number).withdrawal == "withdrawn"


def test_a_correction_of_what_lapsed_leaves_it_without_force(number: str, approver: Actor, now: datetime) -> None:
    withdraw(number, "lapsed", "", approver, now)
    services.revise(number, {"summary": "再补"}, actor=SYSTEM, now=now)
    services.publish([number], actor=SYSTEM, now=now + timedelta(days=9), route=Route.IMPORTED, change_note="再补")
    record = fresh(number)
    assert (record.state, record.validity, record.valid_to) == (State.WITHDRAWN, "expired", now.date())


def test_a_repeal_is_undone_with_the_text_that_said_it(education: Organ, approver: Actor, now: datetime) -> None:
    (old,) = imported(education, now)
    (act,) = imported(education, now, draft("关于废止的决定", Link("repeals", old)))
    assert fresh(old).validity == "repealed"
    services.withdraw(act, form="published_in_error", reason="误发", actor=approver, now=now)
    assert fresh(old).validity == "in_force"
    assert selectors.inverse_relations([old]) == {}
    assert Event.objects.filter(kind="record.validity_changed", subject=old).count() == 2


def test_a_repeal_outlives_the_act_that_only_lapsed(education: Organ, approver: Actor, now: datetime) -> None:
    (old,) = imported(education, now)
    (act,) = imported(education, now, draft("关于废止的决定", Link("repeals", old)))
    services.withdraw(act, form="lapsed", reason="任务完成", actor=approver, now=now)
    assert fresh(old).validity == "repealed"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"form": "burnt"}, "form_unknown"),
        ({"reason": " "}, "reason_missing"),
        ({"form": "moved"}, "target_missing"),
        ({"form": "merged", "target": "011100012/2026-09999"}, "target_unknown"),
        ({"form": "moved", "target": "itself"}, "target_unknown"),
    ],
)
def test_what_is_missing_is_told(
    number: str, approver: Actor, now: datetime, change: dict[str, Any], code: str
) -> None:
    values = {"form": "withdrawn", "reason": "有误", "target": ""} | change
    if values["target"] == "itself":
        values["target"] = number
    with pytest.raises(services.WithdrawalRefusedError) as caught:
        services.withdraw(number, **values, actor=approver, now=now)
    assert caught.value.code == code
    assert fresh(number).withdrawal == ""


def test_only_what_is_public_is_withdrawn_and_only_once(
    education: Organ, number: str, clerk: Actor, approver: Actor, now: datetime
) -> None:
    (unseen,) = services.draft_many([draft("草稿")], organ=education, actor=clerk, now=now)
    services.withdraw(number, form="withdrawn", reason="有误", actor=approver, now=now)
    for one in (unseen.index_number, number):
        with pytest.raises(services.WithdrawalRefusedError) as caught:
            services.withdraw(one, form="withdrawn", reason="有误", actor=approver, now=now)
        assert caught.value.code == "not_published"


def test_nothing_is_deleted_and_the_address_is_not_used_again(
    number: str, education: Organ, approver: Actor, now: datetime
) -> None:
    digests = [
        hashlib.sha256(bytes(e.content)).hexdigest() for e in Edition.objects.filter(record__index_number=number)
    ]
    services.withdraw(number, form="withdrawn", reason="有误", actor=approver, now=now)
    held = Edition.objects.filter(record__index_number=number).order_by("number")
    assert sorted(e.digest for e in held) == sorted(digests)
    (next_one,) = imported(education, now)
    assert next_one > number


@pytest.mark.parametrize("person", ["citizen", "clerk", "reviewer", "other_officer", "auditor"])
def test_who_may_not_withdraw_does_not(number: str, now: datetime, request: pytest.FixtureRequest, person: str) -> None:
    with pytest.raises(ForbiddenError):
        services.withdraw(number, form="withdrawn", reason="有误", actor=request.getfixturevalue(person), now=now)
