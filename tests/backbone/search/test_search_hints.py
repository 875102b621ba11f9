"""What editors tell the search: it counts at once, for all, on top of what is shipped, and can be taken back."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.test import override_settings

from backbone.records import making
from backbone.search.entries import entry, index_number
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import services
from gongkai.backbone.search.asking import query_from
from gongkai.backbone.search.consumer import index
from gongkai.backbone.search.embedded import EmbeddedEngine
from gongkai.backbone.search.engine import Hit, Query
from gongkai.backbone.search.engines import configured
from gongkai.backbone.search.hints import HintMissingError, current, hint, hints, wording_with, wording_without
from gongkai.backbone.search.models import Hint
from gongkai.backbone.search.rules import HintRefusedError, is_personal, listed
from gongkai.backbone.search.selectors import search
from gongkai.backbone.search.services import Told, hint_switch, hint_tell
from gongkai.kernel.actors import Actor, ForbiddenError
from gongkai.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def engine(tmp_path: Path) -> Iterator[EmbeddedEngine]:
    with override_settings(SEARCH_URL=f"tantivy://{tmp_path}/search", RUN=tmp_path, DATA=tmp_path):
        made = configured()
        assert isinstance(made, EmbeddedEngine)
        yield made
        made.close()


def tell(office: Actor, now: datetime, kind: str, words: str, *records: str) -> Hint:
    return hint_tell(Told(kind=kind, words=listed(words), records=records), actor=office, now=now)


def found(text: str) -> list[str]:
    return [hit.index_number for hit in search(Query(text=text)).hits]


def best(text: str, **values: str) -> list[tuple[str, bool]]:
    hits: tuple[Hit, ...] = search(query_from({"q": text} | values)).hits
    return [(hit.title, hit.recommended) for hit in hits]


def test_a_synonym_counts_at_the_next_question_and_no_more_when_taken_back(
    engine: EmbeddedEngine, office: Actor, now: datetime
) -> None:
    engine.apply([entry(1, title="老年人优待办法", body="凭证免费乘车。"), entry(2)], [])
    assert found("银发卡") == []
    told = tell(office, now, "synonyms", "银发卡、老年人优待")
    assert found("银发卡") == [index_number(1)]
    hint_switch(told.pk, active=False, actor=office, now=now)
    assert found("银发卡") == []
    hint_switch(told.pk, active=True, actor=office, now=now)
    assert found("银发卡") == [index_number(1)]


def test_what_is_shipped_stays_beside_it(engine: EmbeddedEngine, office: Actor, now: datetime) -> None:
    tell(office, now, "synonyms", "房补 安居补助")
    assert {"住房补贴", "安居补助"} <= set(current().synonyms.by_word["房补"])


def test_another_process_that_changed_something_is_noticed(
    engine: EmbeddedEngine, office: Actor, now: datetime
) -> None:
    told = tell(office, now, "synonyms", "甲词 乙词")
    assert "甲词" in current().synonyms.by_word
    Hint.objects.filter(pk=told.pk).update(active=False, token="of another process")
    assert "甲词" not in current().synonyms.by_word


def test_a_stop_word_is_passed_over(engine: EmbeddedEngine, office: Actor, now: datetime) -> None:
    engine.apply([entry(1, title="公园管理办法", body="公园免费开放。")], [])
    assert search(Query(text="麻烦 公园")).relaxed
    tell(office, now, "stop", "麻烦")
    assert not search(Query(text="麻烦 公园")).relaxed
    assert found("麻烦 公园") == [index_number(1)]


@pytest.fixture
def parks(education: Organ, public: Path, engine: EmbeddedEngine, now: datetime) -> list[str]:
    """Two published records in the index, on parks and on libraries."""
    numbers = making.imported(education, now, making.draft("公园开放时间的通告"), making.draft("图书馆服务规范"))
    index(numbers)
    return numbers


def test_what_is_recommended_comes_first_and_once(parks: list[str], office: Actor, now: datetime) -> None:
    assert best("公园开放") == [("公园开放时间的通告", False)]
    tell(office, now, "best", "公园开放", parks[1], parks[0])
    shown = [("图书馆服务规范", True), ("公园开放时间的通告", True)]
    assert best("公园开放") == best("公园 开放！") == best("公園開放") == shown
    assert search(query_from({"q": "公园开放"})).total == 2
    assert best("公园") == [("公园开放时间的通告", False)]


def test_who_narrows_or_orders_or_turns_the_page_gets_what_was_asked_for(
    parks: list[str], office: Actor, now: datetime
) -> None:
    tell(office, now, "best", "公园开放", parks[1])
    for values in ({"order": "newest"}, {"year": "2020"}, {"organ": "nobody"}, {"since": "2020"}, {"page": "2"}):
        assert not any(recommended for _, recommended in best("公园开放", **values)), values


def test_what_was_recommended_and_taken_back_since_is_not_shown(
    parks: list[str], office: Actor, approver: Actor, now: datetime
) -> None:
    tell(office, now, "best", "公园开放", parks[1])
    services.withdraw(parks[1], form="withdrawn", reason="重新核对", actor=approver, now=now)
    assert best("公园开放") == [("公园开放时间的通告", False)]


@pytest.mark.parametrize(
    ("kind", "words", "records", "code"),
    [
        ("synonyms", "一个", (), "hint_words"),
        ("synonyms", " ".join(f"词{n}" for n in range(13)), (), "hint_words"),
        ("synonyms", f"词 {'长' * 41}", (), "hint_word_malformed"),
        ("synonyms", "词 !!", (), "hint_word_malformed"),
        ("synonyms", "词 13800138000", (), "hint_personal"),
        ("best", "公园", (), "hint_records"),
        ("best", "公园", ("000/2020-00001",), "hint_record_unfindable"),
        ("stop", "怎么", (), "hint_stop_already"),
        ("stop", "公共图书馆服务规范", (), "hint_stop_cut"),
        ("wish", "公园", (), "hint_kind_unknown"),
    ],
)
def test_what_would_be_useless_or_harmful_is_refused(
    office: Actor, now: datetime, kind: str, words: str, records: tuple[str, ...], code: str
) -> None:
    with pytest.raises(HintRefusedError) as refused:
        tell(office, now, kind, words, *records)
    assert refused.value.code == code
    assert not Hint.objects.exists()


def test_only_the_office_of_open_government_tells_it(clerk: Actor, now: datetime) -> None:
    with pytest.raises(ForbiddenError):
        tell(clerk, now, "synonyms", "甲 乙")
    with pytest.raises(ForbiddenError):
        hint_switch(1, active=False, actor=clerk, now=now)


def test_each_change_is_in_the_audit_and_no_change_is_not(office: Actor, now: datetime) -> None:
    told = tell(office, now, "synonyms", "甲词 乙词")
    for _ in range(2):
        hint_switch(told.pk, active=False, actor=office, now=now)
    entries = AuditEntry.objects.filter(subject=f"search-hint:{told.pk}").order_by("id")
    assert list(entries.values_list("action", flat=True)) == ["search.told", "search.taken_back"]
    assert entries[0].after == {"kind": "synonyms", "words": ["甲词", "乙词"], "records": [], "note": ""}


def test_what_is_missing_is_missing(office: Actor, now: datetime) -> None:
    with pytest.raises(HintMissingError):
        hint(7)
    with pytest.raises(HintMissingError):
        hint_switch(7, active=True, actor=office, now=now)


def test_the_list_is_found_by_kind_state_and_words(office: Actor, now: datetime) -> None:
    first, second = tell(office, now, "synonyms", "甲词 乙词"), tell(office, now, "stop", "麻烦")
    hint_switch(first.pk, active=False, actor=office, now=now)
    assert list(hints()) == [second, first]
    assert list(hints(kind="stop")) == list(hints(state="on")) == list(hints(text="麻")) == [second]
    assert list(hints(state="off")) == [first]


def test_what_would_be_is_told_without_being_kept(office: Actor, now: datetime) -> None:
    told = tell(office, now, "synonyms", "甲词 乙词")
    assert "甲词" not in wording_without(told).synonyms.by_word
    assert "丙词" in wording_with(Hint(kind="synonyms", words=["丙词", "丁词"])).synonyms.by_word
    assert "丙词" not in current().synonyms.by_word


@pytest.mark.parametrize(
    ("typed", "words"),
    [("房补，住房补贴、 租补", ("房补", "住房补贴", "租补")), ("WIFI wifi\n网络", ("wifi", "网络")), ("  ", ())],
)
def test_a_list_is_read_as_people_write_it(typed: str, words: tuple[str, ...]) -> None:
    assert listed(typed) == words


def test_personal_data_are_known() -> None:
    assert is_personal("电话13800138000")
    assert not is_personal("公租房申请条件")
