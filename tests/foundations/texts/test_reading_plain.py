"""Plain text in the encodings that offices use."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.foundations import texts
from gongkai.foundations.texts.document import Heading, Paragraph

NOTICE = (
    "云川市人民政府办公室文件\n\n　　各县（区）人民政府：\n现将《云川市政务公开工作要点》印发给你们，请认真贯彻执行。\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_a_text_is_the_same_in_every_encoding(encoding: str) -> None:
    assert texts.read(NOTICE.encode(encoding)) == texts.read(NOTICE.encode())


@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_utf_16_is_known_by_its_mark(mark: bytes, encoding: str) -> None:
    assert texts.read(mark + "通知".encode(encoding)).blocks == (Paragraph("通知"),)


def test_rare_characters_outside_the_basic_plane_are_read() -> None:
    assert texts.read("𠮷林镇人民政府关于㐂村、䶮县有关单位的公告".encode("gb18030")).blocks == (
        Paragraph("𠮷林镇人民政府关于㐂村、䶮县有关单位的公告"),
    )


def test_every_line_is_a_paragraph_and_blank_lines_and_rules_are_none() -> None:
    document = texts.read("　　第一段 \r\n\r\n————\r第二段\u2028第三段".encode())
    assert document.blocks == (Paragraph("第一段"), Paragraph("第二段"), Paragraph("第三段"))
    assert document.format == "txt"


def test_marks_of_markdown_left_in_a_text_are_understood() -> None:
    document = texts.read("# 云川市节水办法\n<!-- 正文 -->\n##\n## 第一章　总则\n**第一条** 为了节水。".encode())
    assert document.blocks == (
        Heading(1, "云川市节水办法"),
        Heading(2, "第一章　总则"),
        Paragraph("第一条 为了节水。"),
    )


def test_a_number_sign_within_a_text_is_no_heading() -> None:
    assert texts.read("#1 楼\n3 # 楼".encode()).blocks == (Paragraph("#1 楼"), Paragraph("3 # 楼"))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b" \n\t\r\n", "empty_file"),
        ("————\n　　\n".encode(), "empty_file"),
        (bytes(range(256)) * 20, "binary_as_text"),
        (b"abc\x00def" * 100, "binary_as_text"),
        (b"\x01\x02\x03\x04abc" * 100, "binary_as_text"),
        ("Привет, мир. Это не китайский.".encode("koi8-r") * 5, "unknown_encoding"),
        ("這是繁體中文的公文內容".encode("big5") * 5, "unknown_encoding"),
        ("通知".encode("utf-16-be") + b"\xd8", "unknown_encoding"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x00", "unknown_encoding"),
        (b"\xff" * 50, "unknown_encoding"),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(texts.UnreadableFileError) as error:
        texts.read(content)
    assert error.value.code == code
    assert "：" in error.value.message


@pytest.mark.parametrize(
    ("content", "what"),
    [(b"7z\xbc\xaf\x27", "7z"), (b"GIF89a", "GIF"), (b"\x7fELF\x02", "程序")],
)
def test_another_kind_of_file_is_named(content: bytes, what: str) -> None:
    with pytest.raises(texts.UnreadableFileError, match=what) as error:
        texts.read(content, name="通知.txt")
    assert error.value.code == "unsupported_type"


def test_a_path_that_is_no_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.txt", Path("/dev/zero")):
        with pytest.raises(texts.UnreadableFileError) as error:
            texts.read(path)
        assert error.value.code == "cannot_open"


def test_a_name_with_a_zero_byte_is_refused() -> None:
    with pytest.raises(texts.UnreadableFileError):
        texts.read(Path("a\x00b.txt"))


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Z")), min_size=1, max_size=300))
def test_what_is_written_as_text_is_read_again(text: str) -> None:
    try:
        document = texts.read(text.encode(), name="x.txt")
    except texts.UnreadableFileError:
        return
    if document.format == "txt" and all(isinstance(block, Paragraph) for block in document.blocks):
        assert texts.read(texts.to_text(document).encode()).blocks == document.blocks
