"""Finding by everything a reader may know of a record; each engine must pass."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from backbone.search.entries import PUBLISHED_AT, entry, index_number
from gongkai.backbone.search.embedded import EmbeddedEngine
from gongkai.backbone.search.engine import DEEPEST_HIT, IN_FORCE, Engine, Order, Query

HOUSING = "云川市公共租赁住房管理办法"
TEXT = (
    "第一条　为了保障住房困难家庭，制定本办法。\n"
    "第二条　申请人应当在本市连续居住满一年。\n"
    "第三条　轮候期一般不超过三年。"
)


@pytest.fixture
def engine(any_engine: Engine) -> Engine:
    """Each engine in turn."""
    return any_engine


def found(engine: Engine, text: str = "", **more: Any) -> list[str]:
    return [hit.index_number for hit in engine.search(Query(text=text, **more)).hits]


@pytest.mark.parametrize("phrase", ["住房困难家庭", "连续居住满一年", "公共租赁住房管理"])
def test_a_phrase_stands_as_it_is(engine: Engine, phrase: str) -> None:
    scattered = entry(2, title="通知", body="困难家庭的住房。居住满一年，连续。公共管理，租赁住房。")
    engine.apply([entry(1, title=HOUSING, body=TEXT), scattered], [])
    assert found(engine, phrases=(phrase,)) == [index_number(1)]


@pytest.mark.parametrize(
    "typed", ["gonggongzulinzhufang", "gong gong zu lin", "zulinzhufang", "ggzlzf", "GGZL", "guanlibanfa"]
)
def test_pinyin_and_its_initials_find_a_title(engine: Engine, typed: str) -> None:
    engine.apply([entry(1, title=HOUSING, body=TEXT), entry(2, title="关于食品安全的通知", body="")], [])
    assert found(engine, typed) == [index_number(1)]


@pytest.mark.parametrize("typed", ["公租房", "公租房管理办法", "公共租赁房"])
def test_a_synonym_finds_what_documents_call_it(engine: Engine, typed: str) -> None:
    engine.apply([entry(1, title=HOUSING, body=TEXT), entry(2, title="关于食品安全的通知", body="")], [])
    assert found(engine, typed) == [index_number(1)]


def test_an_organ_is_found_by_what_people_call_it(engine: Engine) -> None:
    engine.apply([entry(1, issuer="云川市人力资源和社会保障局", body=""), entry(2, body="")], [])
    assert found(engine, "人社局 住房") == [index_number(1)]


def test_words_of_the_title_alone(engine: Engine) -> None:
    engine.apply([entry(1, title="食品安全", body="住房"), entry(2, title="住房", body="食品安全")], [])
    assert found(engine, title="住房") == [index_number(2)]


def test_a_document_number_alone_finds_the_one_document(engine: Engine) -> None:
    engine.apply([entry(1, body="依据云政办发〔2026〕38号。"), entry(38)], [])
    assert found(engine, number="云政办发 2026 38") == [index_number(38)]


def test_days_narrow_and_both_ends_count(engine: Engine) -> None:
    engine.apply([entry(day, dated_on=date(2026, 1, day)) for day in (1, 2, 3, 4)], [])
    within = found(engine, since=date(2026, 1, 2), until=date(2026, 1, 3))
    assert set(within) == {index_number(2), index_number(3)}
    assert found(engine, "住房", since=date(2026, 1, 4)) == [index_number(4)]


@pytest.mark.parametrize(("order", "numbers"), [(Order.NEWEST, [3, 2, 1]), (Order.OLDEST, [1, 2, 3])])
def test_the_order_may_be_that_of_days(engine: Engine, order: Order, numbers: list[int]) -> None:
    engine.apply([entry(day, dated_on=date(2026, 1, day)) for day in (2, 3, 1)], [])
    assert found(engine, "住房", order=order) == [index_number(n) for n in numbers]


def test_what_is_no_longer_in_force_is_left_out_and_counted(engine: Engine) -> None:
    validities = ("in_force", "amended", "not_yet", "expired", "repealed", "repealed")
    engine.apply([entry(n, validity=validity) for n, validity in enumerate(validities, 1)], [])
    results = engine.search(Query(text="住房", validity=IN_FORCE))
    assert {hit.index_number for hit in results.hits} == {index_number(n) for n in (1, 2, 3)}
    assert results.left_out == {"expired": 1, "repealed": 2}
    assert engine.search(Query(text="住房")).total == 6


def test_what_a_reader_may_not_see_is_never_found(engine: Engine) -> None:
    engine.apply([entry(1, visibility="console"), entry(2)], [])
    assert found(engine, "住房") == [index_number(2)]
    assert engine.suggest("住房保障") == ("关于做好住房保障工作的通知",)
    assert set(found(engine, "住房", visibility=("public", "console"))) == {index_number(1), index_number(2)}


def test_a_record_can_be_left_out_of_its_own_company(engine: Engine) -> None:
    engine.apply([entry(1), entry(2)], [])
    assert found(engine, "住房", excluding=index_number(1)) == [index_number(2)]


def test_passages_are_quoted_exactly_with_their_article(engine: Engine) -> None:
    engine.apply([entry(1, title=HOUSING, body=TEXT)], [])
    (hit,) = engine.search(Query(text="申请人要居住多久", some_words=True, passages=2)).hits
    assert hit.passages[0].article == "第二条"
    assert hit.passages[0].quote in TEXT


def test_a_long_question_is_answered_with_most_of_its_words(engine: Engine) -> None:
    engine.apply([entry(1, title=HOUSING, body=TEXT), entry(2)], [])
    results = engine.search(Query(text="外地来的年轻人申请公租房，需要在本市住满几年才能轮候？"))
    assert results.relaxed
    assert results.hits[0].index_number == index_number(1)


def test_titles_are_suggested_while_typing(engine: Engine) -> None:
    engine.apply([entry(1, title=HOUSING), entry(2, title=HOUSING), entry(3, title="关于食品安全的通知")], [])
    for typed in ("公共租", "ggzl", "gonggong"):
        assert engine.suggest(typed) == (HOUSING,)
    assert engine.suggest("") == engine.suggest("租") == engine.suggest("天文") == ()


def test_a_title_is_found_by_its_sound(engine: Engine) -> None:
    engine.apply([entry(1, title=HOUSING)], [])
    assert engine.sounding(("zu", "lin", "zhu")) == HOUSING
    assert engine.sounding(("tian", "wen")) == engine.sounding(()) == ""


def test_it_tells_why_a_record_ranks_where_it_does(engine: Engine) -> None:
    engine.apply([entry(1), entry(2, title="别的", body="")], [])
    told = engine.explain(Query(text="住房"), index_number(1))
    assert told["value"] > 0
    assert engine.explain(Query(text="住房"), index_number(2)) == engine.explain(Query(), index_number(1)) == {}


def test_it_counts_in_how_many_records_a_word_stands(engine: Engine) -> None:
    engine.apply([entry(1), entry(2, title="别的", body="住房"), entry(3, title="别的", body="")], [])
    assert engine.frequencies(("住房", "天文台")) == {"住房": 2, "天文台": 0}


def test_a_late_entry_never_takes_the_place_of_a_newer_one(engine: Engine) -> None:
    engine.apply([entry(1, seq=5, title="新标题")], [])
    engine.apply([entry(1, seq=4, title="旧标题")], [])
    assert engine.state([index_number(1)]) == {index_number(1): 5}
    assert found(engine, "新标题") == [index_number(1)]
    engine.apply([entry(1, seq=5, title="同一版", validity="repealed")], [])
    assert found(engine, "同一版", validity="repealed") == [index_number(1)]


def test_the_thousandth_page_is_served(engine: Engine) -> None:
    size = 1
    engine.apply([entry(n, body="", published_at=PUBLISHED_AT + timedelta(minutes=n)) for n in range(1, 1003)], [])
    last = engine.search(Query(organ="yunchuan-office", page=1000, size=size))
    assert [hit.index_number for hit in last.hits] == [index_number(3)]
    assert DEEPEST_HIT >= 1000 * 20


def test_a_snapshot_is_an_index_of_its_own(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path / "search")
    engine.apply([entry(1)], [])
    copy = tmp_path / "copy" / "v0"
    engine.snapshot(copy)
    engine.apply([entry(2)], [index_number(1)])
    root = tmp_path / "restored"
    root.mkdir()
    (root / "current").symlink_to(copy)
    restored = EmbeddedEngine(root)
    assert found(restored, "住房") == [index_number(1)]


def test_a_rebuild_is_seen_at_once_and_whole_and_keeps_what_came_meanwhile(engine: Engine) -> None:
    engine.apply([entry(1), entry(2)], [])
    engine.request_rebuild()
    assert engine.wants_rebuild()
    assert engine.rebuild_resume() == ""
    engine.rebuild_add([entry(1, title="重建之后")], reached=index_number(1))
    assert engine.rebuild_resume() == index_number(1)
    engine.apply([entry(3)], [index_number(2)])
    assert set(found(engine, "住房")) == {index_number(1), index_number(3)}
    assert found(engine, title="重建") == []
    engine.rebuild_finish()
    assert not engine.wants_rebuild()
    assert set(found(engine, "公共")) == {index_number(1), index_number(3)}
    assert found(engine, title="重建") == [index_number(1)]
    assert engine.count() == 2


def test_what_was_removed_may_come_back_with_its_own_seq(engine: Engine) -> None:
    engine.apply([entry(1, seq=7)], [])
    engine.apply([], [index_number(1), index_number(9)])
    assert engine.state([index_number(1)]) == {}
    engine.apply([entry(1, seq=7)], [])
    assert engine.state([index_number(1)]) == {index_number(1): 7}


def test_pages_that_do_not_end_where_articles_are_weighed_together_lose_nothing(any_engine: Engine) -> None:
    any_engine.apply([entry(number) for number in range(1, 241)], [])
    asked = [
        any_engine.search(Query(text="住房 缴费", some_words=True, size=30, page=page)).hits for page in range(1, 9)
    ]
    assert len({hit.index_number for hits in asked for hit in hits}) == 240
