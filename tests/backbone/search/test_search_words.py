import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.backbone.search.document_numbers import cited, compact, fold, is_whole, keys
from gongkai.backbone.search.words import cut, grams, pairs, words_of

SPELLINGS = [
    "云政办发〔2026〕38号",
    "云政办发[2026]38号",
    "云政办发（2026）38号",
    "云政办发 2026 第 38 号",
    "云政办发【２０２６】３８",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_a_document_number_becomes_the_same_key(spelling: str) -> None:
    assert compact(spelling) == "云政办发202638号"
    assert is_whole(spelling)


def test_a_document_number_is_found_by_its_parts() -> None:
    assert keys("云政办发〔2026〕38号") == ("云政办发202638号", "202638号", "38号", "云政办发")


def test_an_order_without_a_year_is_found_by_its_number() -> None:
    assert keys("云川市人民政府令第12号") == ("云川市人民政府令12号", "12号", "云川市人民政府令")


def test_no_document_number_gives_no_key() -> None:
    assert keys("") == ()


def test_numbers_cited_in_a_text_become_words_of_their_own() -> None:
    assert cited("根据云政发〔2025〕3号和云政发（2024） 第 17 号") == ("n2025x3", "n2024x17")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("住房保障工作", ("住房", "保障", "工作")),
        ("ＷＩＦＩ覆盖", ("wifi", "覆盖")),
        ("怎么申请公租房", ("申请", "公", "租房")),
        ("“”〔〕（）　。", ()),
    ],
)
def test_a_query_is_cut_into_its_telling_words(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


def test_a_query_of_empty_words_alone_keeps_them() -> None:
    assert words_of("的") == ("的",)


def test_pairs_leave_out_punctuation() -> None:
    assert pairs("住房、保障") == "住房 房保 保障"


def test_grams_never_reach_over_punctuation() -> None:
    assert grams("住房、保障住房") == ["住房", "保障", "障住"]


@given(st.text(max_size=200))
def test_width_and_case_do_not_change_the_words(text: str) -> None:
    assert words_of(fold(text)) == words_of(text)


@given(st.text(max_size=80))
def test_no_text_is_too_odd_to_be_cut_or_compared(text: str) -> None:
    assert compact(compact(text)) == compact(text)
    assert isinstance(cut(text), str)
    assert isinstance(is_whole(text), bool)
