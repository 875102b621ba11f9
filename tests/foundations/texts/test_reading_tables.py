"""XLSX and CSV."""

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from gongkai.foundations import texts
from gongkai.foundations.texts.document import Cell, Heading, Hidden, Table
from support.packages import package


def _saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _book(rows: list[list[Any]]) -> Any:
    book = openpyxl.Workbook()
    book.active.title = "预算"
    for row in rows:
        book.active.append(row)
    return book


def test_sheets_become_headings_and_tables() -> None:
    book = _book([["项目", "金额"], ["修路", 30], [None, None], ["架桥", 12.5]])
    book.create_sheet("空表")
    book.create_sheet("决算").append(["无"])
    assert texts.read(_saved(book)).blocks == (
        Heading(1, "预算"),
        Table(((Cell("项目"), Cell("金额")), (Cell("修路"), Cell("30")), (Cell("架桥"), Cell("12.5")))),
        Heading(1, "决算"),
        Table(((Cell("无"),),)),
    )


def test_dates_shares_and_truth_are_shown_as_the_sheet_does() -> None:
    book = _book([[date(2026, 3, 5), datetime.fromisoformat("2026-03-05T09:30"), 0.125, True, 0.1 + 0.2, 1e20]])
    book.active["C1"].number_format = "0.0%"
    (_, table) = texts.read(_saved(book)).blocks
    assert isinstance(table, Table)
    assert [cell.text for cell in table.rows[0]][:5] == ["2026-03-05", "2026-03-05 09:30", "12.5%", "是", "0.3"]


def test_merged_cells_span() -> None:
    book = _book([["合计", None, "备注"], ["甲", 1, "无"], [None, 2, "无"]])
    book.active.merge_cells("A1:B1")
    book.active.merge_cells("A2:A3")
    (_, table) = texts.read(_saved(book)).blocks
    assert table == Table(
        (
            (Cell("合计", 2, 1), Cell("备注")),
            (Cell("甲", 1, 2), Cell("1"), Cell("无")),
            (Cell("2"), Cell("无")),
        )
    )


def test_what_is_hidden_never_becomes_text_and_is_reported() -> None:
    book = _book([["姓名", "电话"], ["甲", "13800000000"], ["乙", "2"]])
    book.active.column_dimensions["B"].hidden = True
    book.active.row_dimensions[3].hidden = True
    book.active["A1"].comment = Comment("内部", "某人")
    secret = book.create_sheet("底稿")
    secret.sheet_state = "veryHidden"
    secret.append(["底稿", 1])
    document = texts.read(_saved(book))
    assert document.blocks == (Heading(1, "预算"), Table(((Cell("姓名"),), (Cell("甲"),))))
    assert {notice.code for notice in document.notices} == {"hidden_sheets", "hidden_cells", "comments"}
    assert Hidden("hidden_cell", "13800000000") in document.hidden
    assert Hidden("hidden_sheet", "底稿：底稿\t1") in document.hidden


def test_a_sheet_without_cells_is_empty() -> None:
    with pytest.raises(texts.UnreadableFileError) as error:
        texts.read(_saved(openpyxl.Workbook()))
    assert error.value.code == "empty_file"


def test_senseless_references_do_no_harm() -> None:
    rows = '<row r="99999999999"><c r="XFD1" t="s"><v>99</v></c><c r="??" t="inlineStr"><is><t>甲</t></is></c></row>'
    merges = '<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="B"/></mergeCells>'
    content = package(
        {
            "xl/workbook.xml": '<w xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
            '<sheets xmlns="s"><sheet name="表" r:id="r1"/></sheets></w>',
            "xl/_rels/workbook.xml.rels": '<R><Relationship Id="r1" Target="worksheets/a.xml"/></R>',
            "xl/worksheets/a.xml": f'<worksheet xmlns="s"><sheetData>{rows}</sheetData>{merges}</worksheet>',
        }
    )
    assert texts.read(content).blocks == (Heading(1, "表"), Table(((Cell("甲"),),)))


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_is_one_table(mark: str) -> None:
    text = f'项目{mark}金额\r\n"修{mark}路"{mark}30\r\n\r\n"两\n行"{mark}\r\n'
    document = texts.read(text.encode("gb18030"), name="表.csv")
    assert document.blocks == (
        Table(((Cell("项目"), Cell("金额")), (Cell(f"修{mark}路"), Cell("30")), (Cell("两\n行"), Cell("")))),
    )
    assert document.format == "csv"


@pytest.mark.parametrize(("text", "code"), [(",,\n,,", "empty_file"), ("," * 1_200_000, "too_complex")])
def test_csv_without_words_or_end_is_refused(text: str, code: str) -> None:
    with pytest.raises(texts.UnreadableFileError) as error:
        texts.read(text.encode(), name="表.csv")
    assert error.value.code == code
