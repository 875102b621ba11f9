"""Search by meaning: a model, its vectors, one order out of two; and the platform without any of it."""

from pathlib import Path

import numpy as np
import pytest
from django.test import override_settings

from backbone.search.entries import entry, index_number
from gongkai.backbone.search.engine import Engine, Entry, Order, Query
from gongkai.backbone.search.meaning import Meaning, configured, encoder, fusing, required
from gongkai.backbone.search.meaning.configured import texts_of
from gongkai.backbone.search.meaning.encoder import Encoder, ModelUnusableError
from gongkai.backbone.search.meaning.vectors import Vectors
from support.little_model import WIDTH, little_model

HOUSES = entry(1, title="住宅补贴办法", body="符合条件的居民可以领取住宅补贴，每户每年一次。")
DOGS = entry(2, title="养犬管理规定", body="遛犬应当束犬链，犬吠扰民的由公安机关处理。")
SCHOOLS = entry(3, title="入学工作通知", body="适龄儿童凭户口簿报名入学，学校不得收取费用。")


@pytest.fixture
def meaning(tmp_path: Path) -> Meaning:
    return Meaning(Encoder(little_model(tmp_path / "model")), tmp_path / "meaning")


def filled(engine: Engine, meaning: Meaning, *entries: Entry) -> None:
    engine.apply(entries, [])
    meaning.learn(entries)


def numbers(engine: Engine, meaning: Meaning | None, query: Query) -> list[str]:
    return [hit.index_number for hit in fusing.search(engine, meaning, query).hits]


def test_a_question_in_other_words_finds_what_means_the_same(any_engine: Engine, meaning: Meaning) -> None:
    filled(any_engine, meaning, HOUSES, DOGS, SCHOOLS)
    query = Query(text="狗狗")
    assert numbers(any_engine, None, query) == []
    assert numbers(any_engine, meaning, query) == [index_number(2)]


def test_filters_hold_for_what_means_the_same(any_engine: Engine, meaning: Meaning) -> None:
    filled(any_engine, meaning, HOUSES, entry(2, title=DOGS.title, body=DOGS.body, validity="repealed"))
    assert numbers(any_engine, meaning, Query(text="狗狗", validity="repealed")) == [index_number(2)]
    assert fusing.search(any_engine, meaning, Query(text="狗狗", validity="in_force")).total == 0


def test_what_is_not_for_the_public_is_not_found_by_its_meaning(any_engine: Engine, meaning: Meaning) -> None:
    filled(any_engine, meaning, entry(2, title=DOGS.title, body=DOGS.body, visibility="office"))
    assert fusing.search(any_engine, meaning, Query(text="狗狗")).total == 0


def test_who_gets_all_the_words_gets_just_that(any_engine: Engine, meaning: Meaning) -> None:
    filled(any_engine, meaning, HOUSES, entry(4, title="居屋维修", body="房屋渗漏的维修，由物业服务企业办理登记。"))
    assert numbers(any_engine, meaning, Query(text="住宅补贴")) == [index_number(1)]


@pytest.mark.parametrize(
    "query",
    [Query(text="狗狗", order=Order.NEWEST), Query(text="狗狗", phrases=("狗狗",)), Query(text="狗狗", title="狗狗")],
)
def test_who_asks_for_something_exact_is_not_given_what_is_near(
    any_engine: Engine, meaning: Meaning, query: Query
) -> None:
    filled(any_engine, meaning, DOGS)
    assert numbers(any_engine, meaning, query) == []


def test_every_record_comes_once_however_far_one_turns_the_pages(any_engine: Engine, meaning: Meaning) -> None:
    by_words = [
        entry(number, title="缴费通知", body="物业费用每年缴纳一次，逾期另行通知。") for number in range(1, 251)
    ]
    alike = [entry(number, title="宅屋", body="房屋居住，另见附件说明。") for number in range(251, 301)]
    filled(any_engine, meaning, *by_words, *alike)
    asked = Query(text="房房缴费逾期通知", some_words=True, size=30)
    pages = [
        numbers(any_engine, meaning, Query(text=asked.text, some_words=True, size=30, page=page))
        for page in range(1, 14)
    ]
    shown = [number for page in pages for number in page]
    assert len(shown) == len(set(shown))
    assert set(shown) >= {each.index_number for each in by_words}


def test_places_in_both_orders_count_together() -> None:
    order = [name for name, _ in fusing.fused(["a", "b", "c"], ["c", "d"])]
    assert order == ["c", "d", "a", "b"]
    assert fusing.fused([], []) == []


def test_the_nearest_come_first_and_each_record_once(meaning: Meaning) -> None:
    long = "\n".join(f"第{number}条　房屋出租应当登记备案，房东与租客共同办理。" for number in "一二三四五六")
    meaning.learn([entry(1, title="房屋租赁", body=long), DOGS])
    near = meaning.nearest("宅")
    assert [each.index_number for each in near] == [index_number(1), index_number(2)]
    assert near[0].similarity > 0.9 > near[1].similarity


def test_a_newer_state_of_a_record_takes_the_place_of_the_older(meaning: Meaning) -> None:
    meaning.learn([DOGS])
    assert meaning.nearest("狗")[0].similarity > 0.9
    meaning.learn([entry(2, seq=9, title=SCHOOLS.title, body=SCHOOLS.body)])
    assert meaning.nearest("狗")[0].similarity < 0.5
    assert meaning.vectors.held(index_number(2), 9) == meaning.vectors.count() == 1


def test_what_another_process_removed_is_not_found_any_more(meaning: Meaning) -> None:
    meaning.learn([HOUSES, DOGS])
    assert len(meaning.nearest("狗")) == 2
    Vectors(meaning.file).add(index_number(2), 99, ())
    assert [each.index_number for each in meaning.nearest("狗")] == [index_number(1)]


def test_vectors_made_anew_by_another_process_are_read_anew(meaning: Meaning) -> None:
    meaning.learn([HOUSES, DOGS])
    assert meaning.nearest("狗")[0].index_number == index_number(2)
    other = Vectors(meaning.file)
    other.drop()
    other.add(index_number(7), 1, meaning.encoder.passages(["遛狗"]))
    other.add(index_number(8), 2, meaning.encoder.passages(["房屋"]))
    assert [each.index_number for each in meaning.nearest("狗")] == [index_number(7), index_number(8)]


def test_memory_is_taken_in_anew_when_most_of_it_is_gone(tmp_path: Path) -> None:
    vectors = Vectors(tmp_path / "v.sqlite3")
    row = np.array([[127, 0, 0, 0]], np.int8)
    for seq in range(3):
        vectors.add(index_number(1), seq, np.repeat(row, 800, axis=0))
        assert [each.index_number for each in vectors.nearest(row[0], 5)] == [index_number(1)]
    assert vectors.count() == 800


def test_an_unreadable_file_of_vectors_leaves_search_by_words(any_engine: Engine, meaning: Meaning) -> None:
    filled(any_engine, meaning, HOUSES, DOGS)
    meaning.file.write_bytes(b"nothing of the kind" * 100)
    for ending in ("-wal", "-shm"):
        meaning.file.with_name(meaning.file.name + ending).unlink(missing_ok=True)
    assert numbers(any_engine, meaning, Query(text="住宅补贴")) == [index_number(1)]
    assert numbers(any_engine, meaning, Query(text="狗狗")) == []


def test_a_question_is_turned_towards_what_answers_where_that_was_learned_for_the_model(
    meaning: Meaning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meaning.learn([HOUSES, DOGS, SCHOOLS])
    assert meaning.nearest("校")[0].index_number == index_number(3)
    inwards, outwards = np.zeros((WIDTH, 1), np.float16), np.zeros((1, WIDTH), np.float16)
    inwards[3, 0], outwards[0, 2] = 1, 5
    np.savez(tmp_path / f"{meaning.encoder.name}.npz", inwards=inwards, outwards=outwards, least=0.3)
    monkeypatch.setattr(encoder, "TURNS", tmp_path)
    turned = Meaning(Encoder(tmp_path / "model"), tmp_path / "meaning")
    assert turned.nearest("校")[0].index_number == index_number(2)
    assert turned.encoder.least == 0.3


def test_a_model_reads_each_article_and_short_paragraphs_together_under_the_title() -> None:
    law = "第一条　房屋出租应当登记备案。\n备案不收取任何费用。\n第二条　遛犬应当束犬链，注意避让行人。"
    assert [text.count("\n") for text in texts_of("条例", law)] == [2, 1]
    notice = "\n".join(["各区人民政府要做好入学工作，不得收费。"] * 50)
    texts = texts_of("通知", notice)
    assert len(texts) == 3
    assert all(text.startswith("通知\n") and len(text) <= 410 for text in texts)
    assert texts_of("只有标题", "") == ["只有标题"]


def test_many_texts_come_back_in_their_own_order(meaning: Meaning) -> None:
    texts = ["房" * number if number % 2 else "狗" * (40 - number) for number in range(1, 40)]
    rows = meaning.encoder.passages(texts)
    assert [int(row.argmax()) for row in rows] == [0 if text[0] == "房" else 2 for text in texts]


def test_two_models_never_share_vectors(tmp_path: Path) -> None:
    first, second = little_model(tmp_path / "a"), little_model(tmp_path / "b")
    assert Encoder(first).name == Encoder(second).name
    words = second / "little-tokenizer.json"
    words.write_text(words.read_text("utf-8") + "\n", "utf-8")
    assert Encoder(first).name != Encoder(second).name


@pytest.mark.parametrize("broken", ["missing", "no words", "two models", "no model", "not a model"])
def test_a_model_that_cannot_be_used_says_why_and_search_goes_on(tmp_path: Path, broken: str) -> None:
    folder = little_model(tmp_path / broken)
    match broken:
        case "missing":
            folder = tmp_path / "nowhere"
        case "no words":
            (folder / "little-tokenizer.json").unlink()
        case "two models":
            (folder / "other.onnx").write_bytes(b"")
        case "no model":
            (folder / "little.onnx").unlink()
        case _:
            (folder / "little.onnx").write_bytes(b"PK" * 50)
    with override_settings(SEARCH_MODEL=str(folder)):
        assert configured() is None
        with pytest.raises(ModelUnusableError, match="语义模型不能使用"):
            required()


def test_without_a_model_named_nothing_is_loaded() -> None:
    with override_settings(SEARCH_MODEL=""):
        assert configured() is None
        with pytest.raises(ModelUnusableError, match="没有指定语义模型"):
            required()
