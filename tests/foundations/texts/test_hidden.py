"""What a file holds and no page shows is found in every format, and personal data in it is an alarm."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx as python_docx
import openpyxl
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from openpyxl.comments import Comment

from gongkai.foundations import texts
from gongkai.foundations.texts import setting
from gongkai.foundations.texts.checking import check_document
from gongkai.foundations.texts.document import Hidden, Paragraph
from gongkai.foundations.texts.personal import find_in_document
from support.packages import NAMESPACES, package, paragraph

MOBILE = "13812345678"
DOCUMENT = texts.Document((Paragraph("关于节水的通知"),))


def _book(change: Callable[[Any], object]) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["项目", "电话"])
    change(book)
    return _saved(book)


def _saved(file: Any) -> bytes:
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def _hidden_sheet(book: Any) -> None:
    sheet = book.create_sheet("底稿")
    sheet.sheet_state = "hidden"
    sheet.append([MOBILE])


def _hidden_column(book: Any) -> None:
    book.active["B2"] = MOBILE
    book.active.column_dimensions["B"].hidden = True


def _hidden_row(book: Any) -> None:
    book.active["A5"] = MOBILE
    book.active.row_dimensions[5].hidden = True


def _comment(book: Any) -> None:
    book.active["A1"].comment = Comment(f"问{MOBILE}", "某人")


def _property(book: Any) -> None:
    book.properties.description = MOBILE


def _docx(body: str = "", **parts: str | bytes) -> bytes:
    whole = f"<w:document {NAMESPACES}><w:body>{paragraph('关于节水的通知')}{body}</w:body></w:document>"
    named = {name.replace("__", "/") + ("" if "." in name else ".xml"): part for name, part in parts.items()}
    return package({"word/document.xml": whole, **named})


def _with_property() -> bytes:
    made = python_docx.Document()
    made.add_paragraph("关于节水的通知")
    made.core_properties.author = MOBILE
    return _saved(made)


def _embedded() -> bytes:
    inner = _book(_hidden_sheet)
    return package(
        {
            "word/document.xml": f"<w:document {NAMESPACES}><w:body>{paragraph('甲')}</w:body></w:document>",
            "word/embeddings/工作簿.xlsx": inner,
        }
    )


def _pdf(change: Callable[[Any], object]) -> bytes:
    file = pypdfium2.PdfDocument(setting.to_pdf(DOCUMENT))
    change(file)
    return _saved(file)


def _attached(file: Any) -> None:
    file.new_attachment("名单.txt").set_data(f"手机{MOBILE}".encode())


def _annotated(file: Any) -> None:
    page = file[0]
    note = pdfium.FPDFPage_CreateAnnot(page, pdfium.FPDF_ANNOT_TEXT)
    words = f"问{MOBILE}".encode("utf-16-le") + b"\x00\x00"
    buffer = (pdfium.FPDF_WCHAR * (len(words) // 2)).from_buffer_copy(words)
    pdfium.FPDFAnnot_SetStringValue(note, b"Contents", buffer)
    pdfium.FPDFPage_CloseAnnot(note)


def _with_information(content: bytes) -> bytes:
    """A PDF with an author, put in as its readers still find it: by looking for objects."""
    information = f"99 0 obj\n<< /Author ({MOBILE}) >>\nendobj\n".encode()
    start = content.rindex(b"xref\n0 ")
    return content[:start] + information + b"trailer\n<< /Root " + _root(content) + b" /Info 99 0 R >>\n%%EOF\n"


def _root(content: bytes) -> bytes:
    return content.rpartition(b"/Root ")[2].partition(b" R")[0] + b" R"


def _ofd(change: Callable[[dict[str, bytes]], object]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(setting.to_ofd(DOCUMENT))) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    return package({**entries})


def _ofd_author(entries: dict[str, bytes]) -> None:
    entries["OFD.xml"] = entries["OFD.xml"].replace(
        b"<ofd:Creator>", f"<ofd:Author>{MOBILE}</ofd:Author><ofd:Creator>".encode()
    )


def _ofd_attachment(entries: dict[str, bytes]) -> None:
    main = entries["Doc_0/Document.xml"].replace(
        b"</ofd:Document>", b"<ofd:Attachments>Attachments.xml</ofd:Attachments></ofd:Document>"
    )
    listed = '<A><Attachment ID="1" Name="名单.txt"><FileLoc>名单.txt</FileLoc></Attachment></A>'
    entries |= {
        "Doc_0/Document.xml": main,
        "Doc_0/Attachments.xml": listed.encode(),
        "Doc_0/名单.txt": f"手机{MOBILE}".encode(),
    }


def _ofd_annotation(entries: dict[str, bytes]) -> None:
    entries["Doc_0/Document.xml"] = entries["Doc_0/Document.xml"].replace(
        b"</ofd:Document>", b"<ofd:Annotations>A.xml</ofd:Annotations></ofd:Document>"
    )
    entries["Doc_0/A.xml"] = b"<A><Page><FileLoc>P.xml</FileLoc></Page></A>"
    entries["Doc_0/P.xml"] = f'<P><Annot Type="Highlight"><TextCode>{MOBILE}</TextCode></Annot></P>'.encode()


AUTHOR = f'<w:p><w:ins w:author="{MOBILE}"><w:r><w:t>增</w:t></w:r></w:ins></w:p>'
DELETED = f"<w:p><w:r><w:t>留</w:t></w:r><w:del><w:r><w:delText>{MOBILE}</w:delText></w:r></w:del></w:p>"
VANISHED = f"<w:p><w:r><w:t>留</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>{MOBILE}</w:t></w:r></w:p>"
COMMENTS = f"<w:comments {NAMESPACES}><w:comment w:author='某人'>{paragraph(MOBILE)}</w:comment></w:comments>"
CUSTOM = f"<Properties><property name='电话'><v>{MOBILE}</v></property></Properties>"

FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "docx, properties": (_with_property, "property"),
    "docx, own properties": (lambda: _docx(docProps__custom=CUSTOM), "property"),
    "docx, comment": (lambda: _docx(word__comments=COMMENTS), "comment"),
    "docx, deletion": (lambda: _docx(DELETED), "deletion"),
    "docx, hidden letters": (lambda: _docx(VANISHED), "hidden_text"),
    "docx, author of a change": (lambda: _docx(AUTHOR), "author"),
    "docx, embedded workbook": (_embedded, "attachment"),
    "xlsx, hidden sheet": (lambda: _book(_hidden_sheet), "hidden_sheet"),
    "xlsx, hidden column": (lambda: _book(_hidden_column), "hidden_cell"),
    "xlsx, hidden row": (lambda: _book(_hidden_row), "hidden_cell"),
    "xlsx, comment": (lambda: _book(_comment), "comment"),
    "xlsx, properties": (lambda: _book(_property), "property"),
    "pdf, attachment": (lambda: _pdf(_attached), "attachment"),
    "pdf, annotation": (lambda: _pdf(_annotated), "comment"),
    "pdf, properties": (lambda: _with_information(setting.to_pdf(DOCUMENT)), "property"),
    "ofd, properties": (lambda: _ofd(_ofd_author), "property"),
    "ofd, attachment": (lambda: _ofd(_ofd_attachment), "attachment"),
    "ofd, annotation": (lambda: _ofd(_ofd_annotation), "annotation"),
    "html, hidden": (f"<html><body><p>通知</p><p hidden>{MOBILE}</p></body></html>".encode, "hidden_text"),
    "html, comment": (f"<html><body><p>通知<!-- {MOBILE} --></p></body></html>".encode, "markup_comment"),
}


@pytest.mark.parametrize("name", FILES)
def test_personal_data_no_page_shows_is_found(name: str) -> None:
    make, kind = FILES[name]
    document = texts.read(make())
    found = [finding for finding in find_in_document(document) if finding.found.kind.value == "mobile"]
    assert [(finding.block, finding.hidden, finding.words) for finding in found] == [(None, kind, MOBILE)]
    assert MOBILE not in texts.to_text(document)


def _remarks(*hidden: Hidden) -> list[str]:
    return [remark.rule for remark in check_document(texts.Document(DOCUMENT.blocks, hidden=hidden))]


def test_what_is_hidden_is_an_error_and_properties_are_looked_at() -> None:
    assert _remarks(Hidden("comment", "改")) == ["hidden_content"]
    assert _remarks(Hidden("property", "某人")) == ["hidden_properties"]
    assert _remarks(Hidden("property", "某人"), Hidden("attachment", "甲")) == ["hidden_content", "hidden_properties"]
    assert _remarks(Hidden("markup_comment", "正文")) == []


def test_an_attachment_is_named_and_what_is_in_it_in_turn_is_not_opened() -> None:
    document = texts.read(_embedded())
    assert [attachment.name for attachment in document.attachments] == ["工作簿.xlsx"]
    assert "工作簿.xlsx" in document.notices[0].message


def test_an_attachment_that_cannot_be_read_harms_nothing() -> None:
    document = texts.read(_pdf(lambda file: file.new_attachment("a.docx").set_data(b"PK\x03\x04 broken")))
    assert document.hidden == (Hidden("attachment", "a.docx"),)
    assert document.blocks == DOCUMENT.blocks
