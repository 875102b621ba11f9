"""Good files of every kind, small and with everything in them that a reader looks at: what fuzzing damages."""

import io
from collections.abc import Callable
from functools import partial

import docx as python_docx
import openpyxl
import pypdfium2
from openpyxl.comments import Comment

from gongkai.foundations import texts
from gongkai.foundations.texts import setting
from gongkai.foundations.texts.document import Cell, Document, Footnote, Heading, Image, Media, Paragraph, Table
from support import require
from support.packages import NAMESPACES, PNG, package, paragraph

_PICTURE = Media("ab" * 32, "a.png", "image/png", PNG)
DOCUMENT = Document(
    (
        Paragraph("云川市人民政府文件"),
        Paragraph("云政发〔2026〕8号"),
        Heading(1, "关于节约用水的通知"),
        Paragraph("各单位："),
        Paragraph("一、总体要求[1]"),
        Paragraph("（一）加强领导。电话13812345678，https://www.yunchuan.example。"),
        Table(((Cell("合计", 2, 1), Cell("丙", 1, 2)), (Cell("一"), Cell("1|2")))),
        Image(_PICTURE.sha256, "图"),
        Paragraph("云川市人民政府"),
        Paragraph("2026年3月5日"),
        Footnote("1", "注"),
    ),
    (_PICTURE,),
)


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["项目", 1.5, "13812345678"])
    book.active.append(["甲", None, "乙"])
    book.active.merge_cells("A2:B2")
    return _saved(book)


def _workbook_with_hidden() -> bytes:
    book = openpyxl.Workbook()
    for row in range(1, 6):
        book.active.append([row, f"=A{row}*2", row / 7, "是"])
    book.active.column_dimensions["B"].hidden = True
    book.active.row_dimensions[3].hidden = True
    book.active["A1"].comment = Comment("内部", "某人")
    book.active["C1"].number_format = "yyyy年m月d日"
    secret = book.create_sheet("底稿")
    secret.sheet_state = "hidden"
    secret.append(["底稿"])
    return _saved(book)


def _saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _by_python_docx() -> bytes:
    made = python_docx.Document()
    made.add_heading("通知", 1)
    for style in ("List Number", "List Bullet", "Quote"):
        made.add_paragraph("各有关单位：", style=style)
    table = made.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "预算"
    made.add_picture(io.BytesIO(PNG))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _revised() -> bytes:
    """A DOCX with tracked changes, comments, lists, text boxes, content controls and hidden letters."""
    box = f"<w:txbxContent>{paragraph('文本框')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>留</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:ins><w:r><w:t>增</w:t></w:r>"
        "</w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r></w:p>"
        + paragraph("项", '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>')
        + f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        f"</mc:AlternateContent></w:r></w:p><w:sdt><w:sdtContent>{paragraph('控件')}</w:sdtContent></w:sdt>"
        '<w:p><w:r><w:t>注</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    )
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="%{n + 1}、"/></w:lvl>'
        for n, kind in enumerate(("chineseCounting", "decimal", "upperRoman"))
    )
    return package({
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/numbering.xml": f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
        "word/comments.xml": f"<w:comments {NAMESPACES}><w:comment>{paragraph('批注')}</w:comment></w:comments>",
        "word/footnotes.xml": f'<w:footnotes {NAMESPACES}><w:footnote w:id="2">{paragraph("脚注")}</w:footnote>'
        "</w:footnotes>",
        "docProps/core.xml": "<cp><creator>某人</creator></cp>",
    })  # fmt: skip


def _pdf_of_another_program() -> bytes:
    """The same pages as PDFium writes them."""
    file, stream = pypdfium2.PdfDocument(setting.to_pdf(DOCUMENT, original=True)), io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def _site_page() -> bytes:
    rows = "<tr><th rowspan=2>甲<th colspan=2>乙<tr><td>丙<br>丁<td><table><tr><td>戊</table>"
    return (
        "<html><head><meta charset=gb2312><title>通知</title><script>var a=1</script></head><body><div class=nav>"
        f"<a href=/>首页</a></div><div class='TRS_Editor'><h1>通知</h1><p style='display:none'>隐</p><table>{rows}"
        "</table><ol start=3><li>三<ul><li>甲</ul><li>四</ol><img src='data:image/png;base64,iVBORw0KGgo='>"
        "<p class=footnote>[1] 注</p></div></body></html>"
    ).encode("gb18030")


def _foreign(folder: str) -> tuple[Callable[[], bytes], ...]:
    """Files of other programs that lie beside this checkout."""
    return tuple(path.read_bytes for path in sorted((require.SHARED / folder).glob("*")) if path.is_file())


SEEDS: dict[str, tuple[Callable[[], bytes], ...]] = {
    "txt": (texts.to_text(DOCUMENT).encode, partial(texts.to_text(DOCUMENT).encode, "utf-16")),
    "txt in gb18030": (partial(texts.to_text(DOCUMENT).encode, "gb18030"),),
    "md": (texts.to_markdown(DOCUMENT).encode, "- 甲\n  1. 乙\n\n> 丙\n\n```\n丁\n```\n\n|a|b|\n|-|-|\n|c|d|\n".encode),
    "html": (f"<!DOCTYPE html><html><body>{texts.to_html(DOCUMENT)}</body></html>".encode, _site_page),
    "docx": (partial(setting.to_docx, DOCUMENT), _by_python_docx, _revised),
    "pdf": (partial(setting.to_pdf, DOCUMENT), _pdf_of_another_program),
    "ofd": (partial(setting.to_ofd, DOCUMENT), partial(setting.to_ofd, DOCUMENT, original=True)),
    "xlsx": (_workbook, _workbook_with_hidden),
    "csv": ('项目,金额\n"甲\n乙",1.5\n'.encode, "项目\t金额\n甲\t1\n".encode),
}
if foreign := _foreign("inputs/ofd"):
    SEEDS["ofd of other programs"] = foreign
