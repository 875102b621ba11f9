"""The console's pages of what the search was told, and of why a record ranks where it does."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from backbone.records import making
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.search.consumer import index
from gongkai.backbone.search.embedded import EmbeddedEngine
from gongkai.backbone.search.engines import configured
from gongkai.backbone.search.models import Hint
from gongkai.kernel.actors import Role
from kernel.console.people import signed_in

pytestmark = pytest.mark.django_db
NEW = "/console/search/new"


@pytest.fixture
def parks(education: Organ, public: Path, now: datetime) -> Iterator[list[str]]:
    numbers = making.imported(education, now, making.draft("公园开放时间的通告"), making.draft("图书馆服务规范"))
    index(numbers)
    yield numbers
    engine = configured()
    assert isinstance(engine, EmbeddedEngine)
    engine.close()


@pytest.fixture
def office(city: Organ) -> Client:
    return signed_in("office", Role.OPEN_GOVERNMENT_OFFICE)


def typed(**changes: str) -> dict[str, str]:
    return {"kind": "synonyms", "words": "毛孩子乐园、公园", "records": "", "note": "读者这样说", "seen": ""} | changes


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_is_kept_only_after_what_it_does_was_seen(office: Client, parks: list[str]) -> None:
    assert "还没有" in text(office, "/console/search")
    seen = office.post(NEW, typed())
    assert not Hint.objects.exists()
    assert "nDCG@10" in seen.content.decode()
    before, after = seen.context["preview"].looks[0].before, seen.context["preview"].looks[0].after
    assert (before.total, after.total) == (0, 1)
    token = seen.context["form"].data["seen"]
    changed = office.post(NEW, typed(words="毛孩子乐园、公园、园子", seen=token))
    assert not Hint.objects.exists()
    assert changed.context["form"].data["seen"] != token
    assert office.post(NEW, typed(seen=token)).status_code == 302
    assert Hint.objects.get().words == ["毛孩子乐园", "公园"]
    assert "读者这样说" in text(office, "/console/search?kind=synonyms&state=on&text=毛")
    assert "没有符合条件" in text(office, "/console/search?kind=stop")


def test_taking_it_back_shows_what_that_does_first(office: Client, parks: list[str]) -> None:
    token = office.post(NEW, typed()).context["form"].data["seen"]
    office.post(NEW, typed(seen=token))
    page = f"/console/search/{Hint.objects.get().pk}"
    assert "收回" in text(office, page)
    assert Hint.objects.get().active
    assert office.post(page, {"state": "off"}).status_code == 302
    assert not Hint.objects.get().active
    assert "重新启用" in text(office, page)
    office.post(page, {"state": "on"})
    assert Hint.objects.get().active


def test_a_recommendation_shows_what_readers_will_see(office: Client, parks: list[str]) -> None:
    seen = office.post(NEW, typed(kind="best", words="公园开放", records=parks[1]))
    after = seen.context["preview"].looks[0].after
    assert [hit.index_number for hit in after.hits] == [parks[1], parks[0]]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"words": "一个"}, "words"),
        ({"kind": "best", "records": "000/2020-00009"}, "records"),
        ({"kind": "stop", "words": "怎么"}, "words"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(office: Client, changes: dict[str, str], field: str) -> None:
    answer = office.post(NEW, typed(**changes))
    assert answer.status_code == 400
    assert answer.context["form"].errors[field]
    assert "读者这样说" in answer.content.decode()


def test_a_link_brings_the_words_along(office: Client) -> None:
    shown = text(office, f"{NEW}?kind=stop&words=麻烦")
    assert 'value="麻烦"' in shown
    assert 'value="stop"' in shown.partition("checked")[0].rpartition("<input")[2]


def test_why_tells_which_words_made_the_score(office: Client, parks: list[str]) -> None:
    shown = office.get("/console/search/why", {"q": "公园开放", "record": parks[0]})
    account = shown.context["account"]
    assert account.rank == 1
    assert {"公园", "开放"} <= {reason.words for reason in account.reasons}
    assert account.worth > 0
    assert "整个查询词" in shown.content.decode()


def test_why_tells_what_a_record_that_is_not_found_lacks(office: Client, parks: list[str]) -> None:
    account = office.get("/console/search/why", {"q": "公园开放", "record": parks[1]}).context["account"]
    assert account.reasons == ()
    assert set(account.missing) == {"公园", "开放"}
    assert office.get("/console/search/why", {"q": "公园", "record": "none"}).context["account"].hidden


def test_why_works_for_questions_that_are_answered_by_some_of_their_words(office: Client, parks: list[str]) -> None:
    shown = office.get("/console/search/why", {"q": "公园 周末 烧烤", "record": parks[0]})
    assert shown.context["found"].relaxed
    assert shown.context["account"].reasons


def test_why_says_how_a_query_was_understood(office: Client, parks: list[str]) -> None:
    understood = office.get("/console/search/why", {"q": "怎么领房补"}).context["understood"]
    assert ("房补", ("住房补贴", "租赁补贴")) in understood.sought
    assert "怎么" in understood.passed_over
    assert "像读者那样" in text(office, "/console/search/why")


def test_others_do_not_get_in(city: Organ) -> None:
    editor = signed_in("editor", Role.EDITOR)
    for address in ("/console/search", NEW, "/console/search/1", "/console/search/why"):
        assert editor.get(address).status_code == 403
