"""Markdown."""

import base64

import pytest

from gongkai.foundations import texts
from gongkai.foundations.texts.document import Cell, Footnote, Heading, Image, Paragraph, Table
from support.packages import PNG


def _read(text: str) -> texts.Document:
    return texts.read(text.encode(), name="通知.md")


def test_headings_paragraphs_and_lists_are_read() -> None:
    document = _read("# 通知\n\n各有关\n单位：\n\n- 甲\n- 乙\n\n3. 丙\n4. 丁\n")
    assert document.blocks == (
        Heading(1, "通知"),
        Paragraph("各有关 单位："),
        Paragraph("甲"),
        Paragraph("乙"),
        Paragraph("3. 丙"),
        Paragraph("4. 丁"),
    )
    assert document.format == "md"


def test_tables_are_read() -> None:
    (table,) = _read("| 项目 | 金额 |\n| --- | --- |\n| 修路 | 3\\|4 |\n").blocks
    assert table == Table(((Cell("项目"), Cell("金额")), (Cell("修路"), Cell("3|4"))))


def test_footnotes_are_read_with_their_references() -> None:
    document = _read("按去年口径[^1]计算。\n\n[^1]: 不含**镇**级。\n")
    assert document.blocks == (Paragraph("按去年口径[1]计算。"), Footnote("1", "不含镇级。"))


def test_embedded_pictures_are_read_and_others_reported() -> None:
    source = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    document = _read(f"![位置图]({source})\n\n![远处](https://example.invalid/a.png)\n\n见上图")
    (media,) = document.media
    assert document.blocks == (Image(media.sha256, "位置图"), Paragraph("见上图"))
    assert media.content == PNG
    assert [notice.code for notice in document.notices] == ["external_images"]


def test_html_inside_is_text() -> None:
    assert _read("<script>alert(1)</script> 通知").blocks == (Paragraph("<script>alert(1)</script> 通知"),)


@pytest.mark.parametrize("text", ["![" * 60_000, "a|b\n-|-\n" * 60_000, "中" * 5_000_000])
def test_what_would_take_too_long_is_refused(text: str) -> None:
    with pytest.raises(texts.UnreadableFileError) as error:
        _read(text)
    assert error.value.code in {"too_complex", "too_large"}


@pytest.mark.parametrize(
    "text",
    ["# 不是标题", "1. 不是清单", "- 不是", "> 不是", "*不斜*", "`x`", "[a](b)", "<b>", "&amp;", "1) 不", "---x"],
)
def test_what_only_looks_like_a_mark_is_written_so_that_it_stays_text(text: str) -> None:
    document = texts.Document((Paragraph(text), Paragraph("二")))
    assert _read(texts.to_markdown(document)).blocks == document.blocks


def test_its_own_output_is_read_again() -> None:
    document = texts.Document(
        (
            Heading(1, "总则"),
            Paragraph("按口径[1]计算[2]。"),
            Table(((Cell("甲"), Cell("乙")), (Cell("1|2"), Cell("3")))),
            Footnote("1", "注一"),
        ),
        format="md",
    )
    assert _read(texts.to_markdown(document, top=1)) == document
