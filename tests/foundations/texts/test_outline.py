"""Outlines of official documents and of laws."""

import pytest

from gongkai.foundations import texts
from gongkai.foundations.texts.document import Heading, Paragraph


def _outline(text: str) -> list[tuple[int, str, str]]:
    return [(e.level, e.number, e.title) for e in texts.outline(texts.read(text.encode()))]


def _numbers(text: str) -> list[str]:
    return [number for _, number, _ in _outline(text)]


def test_the_four_levels_of_an_official_document() -> None:
    text = "一、总体要求\n（一）指导思想。以人民为中心。\n1.坚持公开\n（1）范围\n（二）原则\n二、任务\n（一）发布"
    assert _outline(text) == [
        (1, "一、", "总体要求"),
        (2, "（一）", "指导思想"),
        (3, "1.", "坚持公开"),
        (4, "（1）", "范围"),
        (2, "（二）", "原则"),
        (1, "二、", "任务"),
        (2, "（一）", "发布"),
    ]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("（一）甲", "（一）"),
        ("(一)甲", "(一)"),
        ("十二、甲", "十二、"),
        ("1．甲", "1．"),
        ("12、甲", "12、"),
        ("(3) 甲", "(3)"),
    ],
)
def test_numbers_are_known_in_every_spelling(line: str, number: str) -> None:
    assert _numbers(line) == [number]


@pytest.mark.parametrize("line", ["1.5万元", "2020.8.25", "一是加强", "（一", "（市）", "一、", "第一，", "123.甲"])
def test_what_only_looks_like_a_number_is_none(line: str) -> None:
    assert _numbers(line) == []


def test_levels_follow_what_the_text_uses() -> None:
    assert [level for level, *_ in _outline("（一）甲\n1.乙\n（二）丙")] == [1, 2, 1]


def test_a_law_has_chapters_sections_and_articles_and_no_items() -> None:
    text = "第一章　总则\n第一条　为了节水。\n（一）甲；\n第二条　本市适用。\n第二章 管理\n第一节 计划\n第三条　计划。"
    assert _outline(text) == [
        (1, "第一章", "总则"),
        (3, "第一条", ""),
        (3, "第二条", ""),
        (1, "第二章", "管理"),
        (2, "第一节", "计划"),
        (3, "第三条", ""),
    ]


def test_articles_keep_permanent_addresses() -> None:
    text = "第一条　甲\n第二条　乙\n第二条之一　丙\n第三条　丁"
    anchors = [e.anchor for e in texts.outline(texts.read(text.encode()))]
    assert anchors == ["art-1", "art-2", "art-2-1", "art-3"]


def test_articles_of_an_attached_text_have_addresses_of_their_own() -> None:
    entries = texts.outline(texts.read("第一条　甲\n第二条　乙\n附件\n第一条　丙\n第二条　丁".encode()))
    assert [e.anchor for e in entries] == ["art-1", "art-2", "art-1.2", "art-2.2"]
    assert texts.numbering_gaps(entries) == ()


@pytest.mark.parametrize(
    "line",
    [
        "第五条第二款规定的人员，由市政府确定。",
        "第二条规定增加一款。",
        "第六条修改为：",
        "第三条以及本办法第四条之规定",
        "第七条中的“局”",
    ],
)
def test_a_sentence_about_an_article_is_none(line: str) -> None:
    assert _numbers(f"第一条　甲\n第二条　乙\n{line}\n第三条　丙") == ["第一条", "第二条", "第三条"]


def test_spaces_and_dashes_in_numbers_are_slips_of_the_typist() -> None:
    entries = texts.outline(texts.read("第三十 条甲乙\n第三十－条 丙\n第三十二条　丁".encode()))
    assert [e.anchor for e in entries] == ["art-30", "art-31", "art-32"]


def test_articles_in_the_other_numerals_are_quoted_ones() -> None:
    assert _numbers("第一条　甲\n第二条　乙\n第6条  丙\n第三条　丁") == ["第一条", "第二条", "第三条"]


def test_a_table_of_contents_is_no_second_outline() -> None:
    text = "节水办法\n目录\n第一章　总则\n第二章　附则\n第一章　总则\n第一条　甲\n第二章　附则\n第二条　乙"
    assert _numbers(text) == ["第一章", "第一条", "第二章", "第二条"]


def test_headings_of_the_file_are_places() -> None:
    document = texts.Document((Heading(1, "概况"), Paragraph("甲"), Heading(2, " 机构  设置 "), Heading(1, "")))
    entries = texts.outline(document)
    assert [(e.level, e.title, e.anchor) for e in entries] == [(1, "概况", "s-1"), (2, "机构 设置", "s-1-1")]


def test_a_missing_and_a_repeated_article_are_reported() -> None:
    entries = texts.outline(texts.read("第一条　甲\n第三条　乙\n第三条　丙\n第四条　丁".encode()))
    gaps = texts.numbering_gaps(entries)
    assert [(gap.after, gap.found) for gap in gaps] == [(1, 3), (3, 3)]
    assert "缺条" in gaps[0].message
    assert "重复" in gaps[1].message


def test_a_part_of_a_code_may_begin_later() -> None:
    assert texts.numbering_gaps(texts.outline(texts.read("第九百条　甲\n第九百零一条　乙".encode()))) == ()


def test_many_equal_numbers_take_no_longer() -> None:
    document = texts.Document((Paragraph("第一条　甲"),) * 100_000)
    assert texts.outline(document)[-1].anchor == "art-1.100000"
