"""Numbers that the word processor counts itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.foundations import texts
from gongkai.foundations.texts.document import Heading, Hidden
from gongkai.foundations.texts.numerals import to_chinese, to_int
from support.packages import NAMESPACES, docx, paragraph


def _level(depth: int, kind: str, pattern: str, start: int = 1) -> str:
    kinds = f'<w:start w:val="{start}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{pattern}"/>'
    return f'<w:lvl w:ilvl="{depth}">{kinds}</w:lvl>'


def _numbering(*levels: str, more: str = "") -> str:
    return (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}</w:numbering>'
    )


def _numbered(text: str, depth: int = 0, number: int = 1) -> str:
    used = f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    return paragraph(text, used)


def _lines(body: str, numbering: str, **parts: str | bytes) -> list[str]:
    return texts.to_text(texts.read(docx(body, numbering=numbering, **parts))).splitlines()


def test_paragraphs_show_the_numbers_a_reader_sees() -> None:
    numbering = _numbering(
        _level(0, "chineseCountingThousand", "%1、"),
        _level(1, "chineseCounting", "（%2）"),
        _level(2, "decimal", "%3."),
    )
    before = [("总体要求", 0), ("原则", 1), ("公开", 2), ("便民", 2), ("目标", 1)]
    after = [("任务", 0), ("发布", 1)]
    body = "".join(_numbered(*one) for one in before) + paragraph("插入的段落")
    body += "".join(_numbered(*one) for one in after)
    lines = _lines(body, numbering)
    expected = ["一、总体要求", "（一）原则", "1.公开", "2.便民", "（二）目标", "插入的段落", "二、任务", "（一）发布"]
    assert lines == expected
    assert [entry.level for entry in texts.outline(texts.read("\n".join(lines).encode()))] == [1, 2, 3, 3, 2, 1, 2]


@pytest.mark.parametrize(
    ("kind", "pattern", "start", "label"),
    [
        ("decimal", "第%1条", 3, "第3条"),
        ("chineseCounting", "第%1条　", 21, "第二十一条　"),
        ("lowerLetter", "%1)", 2, "b)"),
        ("upperRoman", "%1.", 4, "IV."),
        ("decimalEnclosedCircle", "%1", 3, "③"),
        ("bullet", "●", 1, ""),
        ("none", "", 1, ""),
        ("unknown", "%1.", 1, "1."),
    ],
)
def test_numbers_are_spelled_as_their_kind_says(kind: str, pattern: str, start: int, label: str) -> None:
    assert _lines(_numbered("甲"), _numbering(_level(0, kind, pattern, start))) == [f"{label}甲"]


def test_levels_may_show_those_above() -> None:
    numbering = _numbering(_level(0, "decimal", "%1"), _level(1, "decimal", "%1.%2 "))
    assert _lines(_numbered("甲") + _numbered("乙", 1) + _numbered("丙", 1), numbering) == ["1甲", "1.1 乙", "1.2 丙"]


def test_a_list_may_begin_anew() -> None:
    again = '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    numbering = _numbering(_level(0, "decimal", "%1."), more=f"{again}</w:lvlOverride></w:num>")
    assert _lines(_numbered("甲") + _numbered("乙") + _numbered("丙", 0, 2), numbering) == ["1.甲", "2.乙", "1.丙"]


def test_numbers_may_come_with_the_style() -> None:
    styles = (
        '<w:styles NAMESPACES><w:style w:styleId="h"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style></w:styles>"
    )
    body = paragraph("总则", '<w:pPr><w:pStyle w:val="h"/></w:pPr>')
    document = texts.read(docx(body, numbering=_numbering(_level(0, "chineseCounting", "第%1章　")), styles=styles))
    assert document.blocks == (Heading(1, "第一章　总则"),)


@pytest.mark.parametrize("number", ["9", "", "x", "99999999999"])
def test_a_list_that_is_not_there_has_no_numbers(number: str) -> None:
    used = f'<w:pPr><w:numPr><w:ilvl w:val="{number}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    assert _lines(paragraph("甲", used), _numbering(_level(0, "decimal", "%1."))) == ["甲"]


def test_what_is_hidden_is_told_apart_from_the_text() -> None:
    body = (
        "<w:p><w:r><w:t>留</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r></w:p>"
    )
    comments = f"<w:comments {NAMESPACES}><w:comment>{paragraph('批')}</w:comment></w:comments>"
    document = texts.read(docx(body, comments=comments))
    assert document.hidden == (Hidden("deletion", "删"), Hidden("hidden_text", "隐"), Hidden("comment", "批"))


@given(st.integers(0, 9999))
def test_chinese_numerals_are_read_as_they_are_written(number: int) -> None:
    assert to_int(to_chinese(number)) == number
