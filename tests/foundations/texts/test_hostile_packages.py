"""Packages no honest program writes: each gets a clear error."""

import codecs
import contextlib
import random
import zipfile

import pytest

from gongkai.foundations import texts
from support.packages import NAMESPACES, claiming, docx, encrypted, overlapping, package, paragraph

BODY = f"<w:document {NAMESPACES}><w:body>{paragraph('云川市')}</w:body></w:document>"
GOOD = package({"word/document.xml": BODY, "word/styles.xml": f"<w:styles {NAMESPACES}/>"})
DOCTYPE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
EVIL = f"{DOCTYPE}<w:document {NAMESPACES}><w:body>{paragraph('&a;')}</w:body></w:document>"
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{i} "' + f"&a{i - 1};" * 10 + '">' for i in range(1, 10))
    + "]>"
)


def _code(content: bytes, limits: texts.Limits = texts.DEFAULT) -> str:
    with pytest.raises(texts.UnreadableFileError) as error:
        texts.read(content, limits=limits)
    assert error.value.message.rstrip("。")
    return error.value.code


def test_the_good_one_is_read() -> None:
    assert texts.to_text(texts.read(GOOD)) == "云川市"


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_truncated_package_is_broken(share: float) -> None:
    assert _code(GOOD[: int(len(GOOD) * share)]) == "broken_file"


def test_a_package_with_changed_bytes_is_broken() -> None:
    data = bytearray(GOOD)
    data[60:90] = b"\xff" * 30
    assert _code(bytes(data)) == "broken_file"


@pytest.mark.parametrize(
    "content",
    [
        EVIL.encode(),
        codecs.BOM_UTF8 + EVIL.encode(),
        f'<?xml version="1.0" encoding="UTF-16"?>{EVIL}'.encode("utf-16"),
        codecs.BOM_UTF16_BE + f'<?xml version="1.0"?>{EVIL}'.encode("utf-16-be"),
        f'<?xml version="1.0" encoding="UTF-16LE"?>{EVIL}'.encode("utf-16-le"),
        f'<?xml version="1.0" encoding="UTF-16BE"?>{EVIL}'.encode("utf-16-be"),
        (" " * 5000 + EVIL).encode(),
        f"{LAUGHS}<w:document {NAMESPACES}><w:body>{paragraph('&a9;')}</w:body></w:document>".encode(),
        f'<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">{BODY}'.encode(),
    ],
)
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/footnotes.xml"])
def test_a_document_type_is_refused_however_it_is_encoded(content: bytes, part: str) -> None:
    assert _code(package({"word/document.xml": BODY, part: content})) == "external_entity"


@pytest.mark.parametrize("encoding", ["utf-7", "cp037", "utf-32", "gb18030"])
def test_no_other_encoding_hides_a_document_type(encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>{EVIL}'.encode(encoding)
    assert _code(package({"word/document.xml": declared})) in {"broken_file", "external_entity"}


def test_an_undeclared_entity_is_broken_xml() -> None:
    assert _code(docx(paragraph("&a;"))) == "broken_file"


def test_utf_16_without_a_document_type_is_read() -> None:
    content = package({"word/document.xml": f'<?xml version="1.0" encoding="UTF-16"?>{BODY}'.encode("utf-16")})
    assert texts.to_text(texts.read(content)) == "云川市"


def test_a_bomb_is_refused_by_what_it_declares() -> None:
    assert _code(package({"word/document.xml": BODY, "word/media/a.png": b"\x00" * 30_000_000})) == "zip_bomb"


def test_a_bomb_inside_a_package_is_never_opened() -> None:
    inner = package({"a": b"\x00" * 30_000_000})
    outer = package({"word/document.xml": BODY, "word/embeddings/a.zip": inner}, compression=zipfile.ZIP_STORED)
    assert texts.to_text(texts.read(outer)) == "云川市"


def test_entries_that_share_their_bytes_are_a_bomb() -> None:
    noise = random.Random(1).randbytes(100_000)
    assert _code(overlapping(package({"word/document.xml": noise}), 500)) == "zip_bomb"


@pytest.mark.parametrize("size", [5, 100, 10_000_000])
def test_a_size_that_lies_breaks_the_package(size: int) -> None:
    assert _code(claiming(package({"word/document.xml": BODY * 3}), size)) in {"broken_file", "zip_bomb"}


def test_too_many_entries_are_a_bomb() -> None:
    assert _code(package({"word/document.xml": BODY} | {f"a/{n}": b"" for n in range(6_000)})) == "zip_bomb"
    assert _code(b"PK\x03\x04" + b"PK\x01\x02" * 20_000) == "zip_bomb"


@pytest.mark.parametrize("name", ["../../etc/passwd", "word/../../x", "..\\..\\x", "a/..", ".."])
def test_a_path_out_of_the_package_is_refused(name: str) -> None:
    assert _code(package({"word/document.xml": BODY, name: b"x"})) == "unsafe_path"


def test_an_encrypted_package_is_named_as_such() -> None:
    assert _code(encrypted(GOOD)) == "encrypted_file"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions_cannot_swell(method: int) -> None:
    assert _code(package({"word/document.xml": BODY, "x": b"\x00" * 30_000_000}, compression=method)) == "zip_bomb"


def test_deep_nesting_is_broken_xml() -> None:
    deep = "<w:sdt><w:sdtContent>" * 5000 + paragraph("甲") + "</w:sdtContent></w:sdt>" * 5000
    assert _code(docx(deep)) == "broken_file"


def test_marks_without_words_are_too_complex() -> None:
    rows = "".join(f'<w:tr w:id="{number}"/>' for number in range(40_000))
    few = texts.Limits(marks=50_000)
    assert _code(docx(f"<w:tbl>{rows}</w:tbl>"), few) == "too_complex"
    assert _code(docx(paragraph("甲"), styles=f"<w:styles NAMESPACES>{rows}</w:styles>"), few) == "too_complex"


def test_the_marks_of_one_paragraph_after_another_do_not_add_up() -> None:
    body = "".join(paragraph(str(number)) for number in range(40_000))
    assert len(texts.read(docx(body), limits=texts.Limits(marks=50_000)).blocks) == 40_000


def test_too_many_paragraphs_are_refused() -> None:
    body = "".join(paragraph(str(number)) for number in range(2_000))
    assert _code(docx(body), texts.Limits(blocks=1_000)) == "too_many_blocks"


@pytest.mark.parametrize(("name", "what"), [("a.txt", "压缩包"), ("word/other.xml", "压缩包")])
def test_another_package_is_named(name: str, what: str) -> None:
    with pytest.raises(texts.UnreadableFileError, match=what):
        texts.read(package({name: b"x"}))


@pytest.mark.parametrize("name", ["a.pdf", "b.XLSX", "通知.ofd"])
def test_a_file_is_what_its_bytes_are_and_a_wrong_name_is_said(name: str) -> None:
    document = texts.read(GOOD, name=name)
    assert (document.format, [notice.code for notice in document.notices]) == ("docx", ["mislabelled"])
    assert name.lower().rpartition(".")[2] in document.notices[0].message


@pytest.mark.parametrize("name", ["a.docx", "a.docm", "a", "a.doc", "a.wps", ""])
def test_a_name_that_fits_or_says_nothing_is_left_alone(name: str) -> None:
    assert texts.read(GOOD, name=name).notices == ()


def test_macros_are_said_and_never_run() -> None:
    book = {
        "xl/workbook.xml": '<w xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="表" r:id="r1"/></sheets></w>',
        "xl/_rels/workbook.xml.rels": '<R><Relationship Id="r1" Target="a.xml"/></R>',
        "xl/a.xml": '<w><row r="1"><c t="inlineStr"><is><t>甲</t></is></c></row></w>',
    }
    for entries in ({"word/document.xml": BODY}, book):
        document = texts.read(package({**entries, "x/vbaProject.bin": b"x"}))
        assert [notice.code for notice in document.notices] == ["macros"]


def test_random_damage_never_raises_anything_else() -> None:
    noise = random.Random(7)
    for _ in range(3_000):
        data = bytearray(GOOD)
        for _ in range(noise.randint(1, 12)):
            data[noise.randrange(len(data))] = noise.randrange(256)
        with contextlib.suppress(texts.UnreadableFileError):
            texts.read(bytes(data))
