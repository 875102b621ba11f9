from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backbone.search.entries import PUBLISHED_AT, entry, index_number
from gongkai.backbone.search.embedded import EmbeddedEngine
from gongkai.backbone.search.engine import Engine, Query, Results


@pytest.fixture
def engine(any_engine: Engine) -> Engine:
    """Each engine in turn."""
    return any_engine


def found(engine: Engine, text: str = "", **narrowing: Any) -> list[str]:
    return [hit.index_number for hit in engine.search(Query(text=text, **narrowing)).hits]


@pytest.mark.parametrize("text", ["住房", "保障", "住房保障", "关于做好住房保障工作的通知", "轮候办法", "住房，保障！"])
def test_a_record_is_found_by_its_words(engine: Engine, text: str) -> None:
    engine.apply([entry(1)], [])
    assert found(engine, text) == [index_number(1)]


@pytest.mark.parametrize(
    "text",
    [
        "云政办发〔2026〕38号",
        "云政办发[2026]38号",
        "云政办发（2026）38号",
        "云政办发 2026 38",
        "云政办发202638号",
        "〔2026〕38号",
        "38号",
    ],
)
def test_a_document_number_is_found_first_however_it_is_typed(engine: Engine, text: str) -> None:
    citing = [entry(n, body="根据云政办发〔2026〕38号，38号文件，2026年38号" * 3) for n in (1, 2)]
    engine.apply([*citing, entry(38), entry(380)], [])
    assert found(engine, text)[0] == index_number(38)


def test_records_that_cite_a_document_number_are_found_after_it(engine: Engine) -> None:
    engine.apply([entry(1, body="依据云政办发〔2026〕38号，做好工作。"), entry(2), entry(38)], [])
    assert found(engine, "云政办发〔2026〕38号") == [index_number(38), index_number(1)]


def test_an_unknown_document_number_finds_nothing_rather_than_something_else(engine: Engine) -> None:
    engine.apply([entry(1)], [])
    assert engine.search(Query(text="云政办发〔2026〕99号")) == Results()


def test_the_title_weighs_more_than_the_text(engine: Engine) -> None:
    in_text = entry(1, title="关于绿化工作的通知", body="养犬管理" * 20)
    engine.apply([in_text, entry(2, title="云川市养犬管理办法", body="第一条 为了规范饲养行为。")], [])
    assert found(engine, "养犬管理") == [index_number(2), index_number(1)]


def test_an_exact_title_comes_first_even_when_cut_differently(engine: Engine) -> None:
    other = entry(1, title="政府采购信息公开办法", body="政府信息公开条例")
    engine.apply([other, entry(2, title="中华人民共和国政府信息公开条例", body="总则。条例。")], [])
    assert found(engine, "政府信息公开条例") == [index_number(2), index_number(1)]


@pytest.mark.parametrize("validity", ["repealed", "expired"])
def test_what_no_longer_holds_comes_after_what_does(engine: Engine, validity: str) -> None:
    engine.apply([entry(1, validity=validity), entry(2)], [])
    assert found(engine, "住房保障") == [index_number(2), index_number(1)]


def test_records_with_some_of_the_words_are_offered_when_none_has_all(engine: Engine) -> None:
    engine.apply([entry(1)], [])
    results = engine.search(Query(text="住房保障 天文台"))
    assert results.relaxed
    assert results.total == 1
    assert not engine.search(Query(text="住房保障")).relaxed


def test_filters_narrow_and_facets_count(engine: Engine) -> None:
    engine.apply([entry(1), entry(2, kind="decision", year="2025"), entry(3, validity="repealed")], [])
    results = engine.search(Query(text="住房"))
    assert {b.value: b.count for b in results.facets["kind"]} == {"notice": 2, "decision": 1}
    assert {b.value: b.count for b in results.facets["validity"]} == {"in_force": 2, "repealed": 1}
    assert found(engine, "住房", kind="decision") == [index_number(2)]
    assert found(engine, "住房", year="2026", validity="in_force") == [index_number(1)]
    assert found(engine, "住房", organ="nobody") == []


def test_narrowing_without_words_answers_the_newest_first(engine: Engine) -> None:
    engine.apply([entry(n, published_at=PUBLISHED_AT + timedelta(days=n)) for n in (2, 3, 1)], [])
    assert found(engine, organ="yunchuan-office") == [index_number(n) for n in (3, 2, 1)]


def test_brackets_alone_find_nothing(engine: Engine) -> None:
    engine.apply([entry(1)], [])
    assert engine.search(Query(text="〔〕", kind="notice")).total == 0
    assert engine.search(Query()).total == 0


def test_pages_end_at_the_deepest_hit(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("embedded.finding", "cluster.querying"):
        monkeypatch.setattr(f"gongkai.backbone.search.{module}.DEEPEST_HIT", 1000)
    engine.apply([entry(n, body="") for n in range(1, 1031)], [])
    pages = [engine.search(Query(text="住房", page=page, size=100)) for page in (1, 10, 11, 10**9)]
    assert [len(page.hits) for page in pages] == [100, 100, 0, 0]
    assert {page.total for page in pages} == {1030}
    assert not {h.index_number for h in pages[0].hits} & {h.index_number for h in pages[1].hits}


def test_applying_twice_is_applying_once(engine: Engine) -> None:
    for _ in range(2):
        engine.apply([entry(1), entry(2)], [index_number(3)])
    assert engine.count() == 2


def test_the_same_record_twice_in_a_portion_is_held_once(engine: Engine) -> None:
    engine.apply([entry(1, title="旧标题"), entry(1, title="新标题")], [])
    assert [hit.title for hit in engine.search(Query(text="标题")).hits] == ["新标题"]
    assert engine.count() == 1


def test_a_new_edition_takes_the_place_of_the_old(engine: Engine) -> None:
    engine.apply([entry(1)], [])
    engine.apply([entry(1, seq=9, title="关于食品安全的通知", body="")], [])
    assert found(engine, "住房") == []
    assert found(engine, "食品安全") == [index_number(1)]
    assert engine.state([index_number(1), index_number(2)]) == {index_number(1): 9}


def test_a_removed_record_is_not_found(engine: Engine) -> None:
    engine.apply([entry(1), entry(2)], [])
    engine.apply([], [index_number(1)])
    assert found(engine, "住房") == [index_number(2)]
    assert engine.state([index_number(1)]) == {}


def test_another_process_sees_a_commit_at_its_next_search(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path / "search")
    reader = EmbeddedEngine(tmp_path / "search")
    assert reader.search(Query(text="住房")) == Results()
    for number in range(1, 4):
        engine.apply([entry(number)], [])
        assert reader.search(Query(text="住房")).total == number


def test_a_very_long_text_is_found_by_its_last_word(engine: Engine) -> None:
    engine.apply([entry(1, body="无关的话。" * 40_000 + "末尾提到天文台。")], [])
    assert found(engine, "天文台") == [index_number(1)]


def test_stray_bytes_of_a_command_line_do_not_raise(engine: Engine) -> None:
    engine.apply([entry(1)], [])
    assert found(engine, "\udcff", organ="\udcfe") == []


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=250),
        st.text(alphabet='+-&|!(){}[]^"~*?:\\/ 住房保障〔〕2026号AND', max_size=60),
    ),
    page=st.integers(-5, 10**12),
    size=st.integers(-5, 10**6),
    organ=st.text(max_size=10),
)
def test_no_query_raises(engine: Engine, text: str, page: int, size: int, organ: str) -> None:
    engine.apply([] if engine.count() else [entry(1)], [])
    results = engine.search(Query(text=text, organ=organ, page=page, size=size))
    assert len(results.hits) <= min(results.total, 100)
