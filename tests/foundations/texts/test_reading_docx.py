"""DOCX."""

import io

import docx as python_docx
import pytest

from gongkai.foundations import texts
from gongkai.foundations.texts.document import Block, Cell, Footnote, Heading, Image, Paragraph, Table
from support.packages import NAMESPACES, PNG, docx, package, paragraph

STYLES = (
    "<w:styles NAMESPACES>"
    '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="b"><w:name w:val="二级"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    '<w:style w:styleId="x"><w:name w:val="heading 99999999"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
    "</w:styles>"
)


def _blocks(body: str, **parts: str | bytes) -> tuple[Block, ...]:
    return texts.read(docx(body, **parts)).blocks


def _cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(words)}</w:tc>"


def test_a_document_of_another_program_is_read() -> None:
    made = python_docx.Document()
    made.add_heading("通知", 1)
    made.add_paragraph("各有关单位：")
    table = made.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "预算"
    table.cell(1, 0).text, table.cell(1, 1).text = "修路", "30"
    made.add_picture(io.BytesIO(PNG))
    stream = io.BytesIO()
    made.save(stream)
    document = texts.read(stream.getvalue(), name="anything.txt")
    (media,) = document.media
    assert document.blocks == (
        Heading(1, "通知"),
        Paragraph("各有关单位："),
        Table(((Cell("预算", 2),), (Cell("修路"), Cell("30")))),
        Image(media.sha256, ""),
    )
    assert (document.format, media.content, media.media_type) == ("docx", PNG, "image/png")


def test_headings_are_told_by_their_style() -> None:
    body = "".join(paragraph(f"标题{style}", f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>') for style in "1bxy")
    assert _blocks(body, styles=STYLES) == (
        Heading(1, "标题1"),
        Heading(2, "标题b"),
        Paragraph("标题x"),
        Paragraph("标题y"),
    )


def test_line_breaks_part_paragraphs_and_tabulators_stay() -> None:
    body = "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r></w:p>"
    assert _blocks(body) == (Paragraph("甲"), Paragraph("乙\t丙"))


def test_what_was_deleted_hidden_or_commented_never_becomes_text() -> None:
    body = (
        "<w:p><w:r><w:t>留</w:t></w:r><w:del><w:r><w:delText>删</w:delText><w:t>删</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        "<w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>'
    )
    document = texts.read(docx(body, comments=f"<w:comments {NAMESPACES}/>"))
    assert document.blocks == (Paragraph("留增显"),)
    assert [notice.code for notice in document.notices] == ["tracked_deletions", "tracked_insertions", "comments"]


def test_vertical_merges_become_one_cell() -> None:
    restart = '<w:vMerge w:val="restart"/>'
    rows = (
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{_cell('类')}{_cell('目')}</w:tr>"
        f"<w:tr>{_cell('甲', restart)}{_cell('一')}</w:tr>"
        f"<w:tr>{_cell('', '<w:vMerge/>')}{_cell('二')}</w:tr>"
        f"<w:tr>{_cell('乙')}{_cell('三')}</w:tr>"
    )
    assert _blocks(f"<w:tbl>{rows}</w:tbl>") == (
        Table(
            (
                (Cell("类"), Cell("目")),
                (Cell("甲", 1, 2), Cell("一")),
                (Cell("二"),),
                (Cell("乙"), Cell("三")),
            )
        ),
    )


@pytest.mark.parametrize("span", ["0", "-1", "x", "99999999", "9" * 5000])
def test_a_senseless_span_is_one_or_bounded(span: str) -> None:
    cell = _cell("甲", f'<w:gridSpan w:val="{span}"/>')
    (table,) = _blocks(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")
    assert isinstance(table, Table)
    assert 1 <= table.rows[0][0].colspan <= 1000


def test_footnotes_and_endnotes_come_last_and_separators_are_none() -> None:
    notes = f'<w:footnotes NAMESPACES><w:footnote w:type="separator" w:id="0">{paragraph("—")}</w:footnote>'
    notes += f'<w:footnote w:id="2">{paragraph("不含镇级。")}</w:footnote></w:footnotes>'
    ends = f'<w:endnotes NAMESPACES><w:endnote w:id="5">{paragraph("末注")}</w:endnote></w:endnotes>'
    body = '<w:p><w:r><w:t>口径</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    assert _blocks(body, footnotes=notes, endnotes=ends) == (
        Paragraph("口径[2]"),
        Footnote("2", "不含镇级。"),
        Footnote("5", "末注"),
    )


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('云川市人民政府文件')}</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>"
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert _blocks(body) == (Paragraph("云川市人民政府文件"),)


def test_a_picture_keeps_its_description() -> None:
    body = (
        '<w:p><w:r><w:drawing><wp:inline><wp:docPr descr="位置图"/><a:blip r:embed="r1"/></wp:inline></w:drawing></w:r>'
        '<w:r><w:drawing><a:blip r:embed="r2"/><a:blip r:embed="r3"/></w:drawing></w:r></w:p>'
    )
    relations = (
        '<Relationships xmlns="x"><Relationship Id="r1" Target="media/a.png"/>'
        '<Relationship Id="r2" Target="https://example.invalid/b.png" TargetMode="External"/>'
        '<Relationship Id="r3" Target="../../../etc/passwd"/></Relationships>'
    )
    content = package(
        {
            "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations,
            "word/media/a.png": PNG,
        }
    )
    document = texts.read(content)
    assert document.blocks == (Image(document.media[0].sha256, "位置图"),)


def test_content_controls_are_looked_into() -> None:
    inner = f"<w:sdt><w:sdtContent>{paragraph('乙')}</w:sdtContent></w:sdt>"
    assert _blocks(f"<w:sdt><w:sdtContent>{paragraph('甲')}{inner}</w:sdtContent></w:sdt><w:sdt/>") == (
        Paragraph("甲"),
        Paragraph("乙"),
    )


def test_macros_are_reported() -> None:
    content = package(
        {
            "word/document.xml": f"<w:document {NAMESPACES}><w:body>{paragraph('甲')}</w:body></w:document>",
            "word/vbaProject.bin": b"x",
        }
    )
    assert [notice.code for notice in texts.read(content).notices] == ["macros"]


def test_a_document_without_words_is_refused() -> None:
    with pytest.raises(texts.UnreadableFileError) as error:
        _blocks("<w:p/><w:tbl><w:tr><w:tc/></w:tr></w:tbl>")
    assert error.value.code == "empty_file"
