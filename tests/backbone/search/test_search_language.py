"""What a reader may write into the one field."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.backbone.search.language import days_of, parse
from gongkai.backbone.search.sounds import as_initials, simplified, spelled, syllables, where_it_sounds


@pytest.mark.parametrize(
    ("text", "words", "phrases"),
    [
        ("公共租赁住房 申请", "公共租赁住房 申请", ()),
        ('"公共租赁" 申请', "公共租赁 申请", ("公共租赁",)),
        ("“公共租赁”申请", "公共租赁 申请", ("公共租赁",)),
        ("「公共租赁」", "公共租赁", ("公共租赁",)),
        ('一个引号" 也行', '一个引号" 也行', ()),
    ],
)
def test_quotes_make_phrases(text: str, words: str, phrases: tuple[str, ...]) -> None:
    asked = parse(text)
    assert (asked.words, asked.phrases) == (words, phrases)


@pytest.mark.parametrize(
    ("text", "fields", "words"),
    [
        ("机构:市教育局 招生", {"organ": "市教育局"}, "招生"),
        ("招生 文种：通知 年份:2025", {"kind": "通知", "year": "2025"}, "招生"),
        ('标题:"招生 办法"', {"title": "招生 办法"}, ""),
        ("KIND:notice", {"kind": "notice"}, ""),
        ("文号:云政发[2026]3号", {"number": "云政发[2026]3号"}, ""),
        ("时间：上午9:30", {}, "时间：上午9:30"),
        ("https://example.org", {}, "https://example.org"),
    ],
)
def test_known_fields_narrow_and_others_stay_words(text: str, fields: dict[str, str], words: str) -> None:
    asked = parse(text)
    assert (asked.fields, asked.words) == (fields, words)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2024", (date(2024, 1, 1), date(2024, 12, 31))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2024年2月", (date(2024, 2, 1), date(2024, 2, 29))),
        ("２０２４年2月3日", (date(2024, 2, 3), date(2024, 2, 3))),
        ("2023..2024-03", (date(2023, 1, 1), date(2024, 3, 31))),
        ("2023至2024", (date(2023, 1, 1), date(2024, 12, 31))),
        ("2023..", (date(2023, 1, 1), None)),
        ("..2023-06", (None, date(2023, 6, 30))),
        ("2024-13", None),
        ("去年", None),
        ("..", None),
        ("2023..昨天", None),
    ],
)
def test_days_and_ranges(text: str, days: object) -> None:
    assert days_of(text) == days


def test_a_date_in_the_question_is_a_range() -> None:
    asked = parse("日期:2023..2024 住房")
    assert (asked.words, asked.since, asked.until) == ("住房", date(2023, 1, 1), date(2024, 12, 31))


def test_traditional_characters_become_simplified() -> None:
    assert simplified("關於公共租賃住房的申請辦法") == "关于公共租赁住房的申请办法"
    assert parse("公共租賃住房").words == "公共租赁住房"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("gongzufang", ("gong", "zu", "fang")),
        ("gong zu fang", ("gong", "zu", "fang")),
        ("zhufangbaozhang", ("zhu", "fang", "bao", "zhang")),
        ("GongZuFang", ("gong", "zu", "fang")),
        ("wifi", ()),
        ("公租房", ()),
        ("a1", ()),
        ("", ()),
    ],
)
def test_pinyin_is_taken_apart(text: str, found: tuple[str, ...]) -> None:
    assert spelled(text) == found


def test_initials_are_letters_alone() -> None:
    assert as_initials("gzf") == ("g", "z", "f")
    assert as_initials("g") == as_initials("gz1") == as_initials("公租") == ()


def test_what_sounds_the_same_is_found_in_a_title() -> None:
    assert where_it_sounds("云川市公租房管理办法", syllables("公祖房")) == "公租房"
    assert where_it_sounds("云川市《公租·房》管理办法", syllables("公祖房")) == "公租·房"
    assert where_it_sounds("云川市管理办法", syllables("公祖房")) == ""


def test_what_has_no_sound_is_found_nowhere() -> None:
    assert [where_it_sounds(text, syllables("\ufffd\ufffd")) for text in ("", "云川市管理办法")] == ["", ""]


@settings(deadline=None)
@given(st.text(max_size=80))
def test_nothing_a_reader_writes_is_an_error(text: str) -> None:
    asked = parse(text)
    assert isinstance(asked.words, str)
    assert len(syllables(text)) == sum(character.isalnum() for character in text.lower())
    spelled(text)
    days_of(text)
