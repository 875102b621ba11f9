"""Out again and in again: what is set on paper comes back as the same structure."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx as python_docx
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image as PillowImage

from gongkai.foundations import texts
from gongkai.foundations.texts import setting
from gongkai.foundations.texts.document import Cell, Document, Footnote, Heading, Image, Media, Paragraph, Table
from gongkai.foundations.texts.setting.lines import broken, width_of
from gongkai.foundations.texts.setting.typesetting import TEXT_HEIGHT, TEXT_WIDTH, typeset
from support.packages import PNG
from support.papers import notice

WRITERS: dict[str, Callable[[texts.Document], bytes]] = {
    "docx": setting.to_docx,
    "pdf": setting.to_pdf,
    "ofd": setting.to_ofd,
    "html": lambda document: f"<html><body>{texts.to_html(document)}</body></html>".encode(),
    "md": lambda document: texts.to_markdown(document, top=1).encode(),
}


def _fields(document: texts.Document) -> dict[str, Any]:
    official = texts.parse_official(document)
    return {name: getattr(official, name).value for name in official.evidence()}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", WRITERS)
def test_a_notice_comes_back_from_every_format(name: str, seed: int) -> None:
    document = notice(seed, with_table=name != "md")  # Markdown knows no merged cells
    again = texts.read(WRITERS[name](document), name=f"x.{name}")
    assert again.blocks == document.blocks
    assert _fields(again) == _fields(document)
    assert texts.outline(again) == texts.outline(document)


@pytest.mark.parametrize("seed", range(3))
def test_a_notice_comes_back_from_plain_text(seed: int) -> None:
    document = notice(seed, with_table=False)
    assert texts.read(texts.to_text(document).encode()).blocks == document.blocks


@pytest.mark.parametrize("write", [setting.to_pdf, setting.to_ofd])
def test_every_block_has_its_place_on_paper(write: Callable[[texts.Document], bytes]) -> None:
    document = texts.read(write(notice(2)))
    assert len(document.places) == len(document.blocks)
    assert [place.page for place in document.places] == sorted(place.page for place in document.places)
    assert all(0 <= place.left < 2100 and 0 <= place.top < 2970 for place in document.places)
    first = document.places[0]
    assert (first.page, first.top > 300) == (1, True)


@pytest.mark.parametrize("write", [setting.to_pdf, setting.to_ofd, setting.to_docx])
def test_the_same_document_gives_the_same_bytes(write: Callable[[texts.Document], bytes]) -> None:
    assert write(notice(1)) == write(notice(1))


def test_only_an_original_is_red() -> None:
    document = notice(1)
    assert any(stroke.red for stroke in typeset(document, original=True)[0].strokes)
    assert not any(stroke.red for sheet in typeset(document) for stroke in sheet.strokes)
    assert texts.read(setting.to_pdf(document, original=True)).blocks == document.blocks


def test_docx_opens_in_another_program_with_pictures_notes_and_headings() -> None:
    picture = Media("ab" * 32, "a.png", "image/png", PNG)
    document = texts.Document(
        (
            Heading(2, "概况"),
            Paragraph("口径[甲]\t说明&<"),
            Table(((Cell("合", 2, 1), Cell("丙", 1, 2)), (Cell("一"), Cell("二")))),
            Image(picture.sha256, "位置“图”"),
            Footnote("甲", "不含镇级"),
        ),
        (picture,),
    )
    content = setting.to_docx(document)
    opened = python_docx.Document(io.BytesIO(content))
    assert [p.text for p in opened.paragraphs][:2] == ["概况", "口径\t说明&<"]
    assert opened.tables[0].cell(0, 0).text == "合"
    assert len(opened.inline_shapes) == 1
    again = texts.read(content)
    assert again.blocks[0] == document.blocks[0]
    assert again.blocks[1] == Paragraph("口径[1]\t说明&<")
    assert again.blocks[2] == document.blocks[2]
    image = again.blocks[3]
    assert isinstance(image, Image)
    assert (image.alt, again.media[0].content) == ("位置“图”", PNG)
    assert again.blocks[4] == Footnote("1", "不含镇级")


def _picture(mode: str, kind: str, size: tuple[int, int] = (300, 200)) -> Media:
    stream = io.BytesIO()
    PillowImage.new(mode, size, 255 if mode == "L" else (200, 30, 30, 128)[: len(mode)]).save(stream, kind)
    return Media("cd" * 32, f"a.{kind.lower()}", f"image/{kind.lower()}", stream.getvalue())


@pytest.mark.parametrize(
    ("mode", "kind"), [("RGB", "PNG"), ("RGBA", "PNG"), ("L", "JPEG"), ("RGB", "JPEG"), ("RGB", "GIF")]
)
def test_a_picture_is_drawn_in_a_pdf(mode: str, kind: str) -> None:
    medium = _picture(mode, kind)
    document = texts.Document((Paragraph("前"), Image(medium.sha256, "图"), Paragraph("后")), (medium,))
    content = setting.to_pdf(document)
    assert texts.read(content).blocks == (Paragraph("前"), Paragraph("后"))
    with pypdfium2.PdfDocument(content) as file:
        (drawn,) = file[0].get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
        left, bottom, right, top = drawn.get_bounds()
        dots = drawn.get_bitmap().to_pil().convert("RGB").getpixel((150, 100))
    assert (right - left, top - bottom) == (pytest.approx(144, abs=0.1), pytest.approx(96, abs=0.1))
    assert dots == pytest.approx({"L": (255, 255, 255), "RGBA": (227, 142, 142)}.get(mode, (200, 30, 30)), abs=3)


def test_a_picture_is_in_the_ofd_and_comes_back_the_same() -> None:
    medium = _picture("RGB", "PNG")
    again = texts.read(
        setting.to_ofd(texts.Document((Paragraph("前"), Image(medium.sha256), Paragraph("后")), (medium,)))
    )
    assert [m.content for m in again.media] == [medium.content]
    assert again.blocks == (Paragraph("前"), Image(again.media[0].sha256), Paragraph("后"))


@pytest.mark.parametrize("write", [setting.to_pdf, setting.to_ofd])
def test_a_picture_too_large_for_the_page_is_made_to_fit_and_a_broken_one_is_named(
    write: Callable[[texts.Document], bytes],
) -> None:
    large, broken_one = _picture("L", "PNG", (4000, 9000)), Media("ef" * 32, "b.png", "image/png", PNG[:20])
    document = texts.Document((Image(large.sha256), Image(broken_one.sha256, "位置")), (large, broken_one))
    (sheet, second) = typeset(document)
    (picture,) = sheet.pictures
    assert picture.height <= TEXT_HEIGHT + 0.1
    assert second.words[0].text == "（图：位置）"
    assert write(document)


def test_a_picture_that_breaks_off_is_grey_paper() -> None:
    whole = _picture("RGB", "PNG")
    cut = Media(whole.sha256, whole.name, whole.media_type, whole.content[:60])
    assert setting.to_pdf(texts.Document((Paragraph("甲"), Image(cut.sha256)), (cut,)))


def test_epub_holds_the_text_and_its_outline() -> None:
    content = setting.to_epub(notice(1), title="通知 & 要点")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert book.namelist()[0] == "mimetype"
        assert book.read("mimetype") == b"application/epub+zip"
        for name in ("book.opf", "nav.xhtml", "text.xhtml", "META-INF/container.xml"):
            etree.fromstring(book.read(name))
        text = book.read("text.xhtml").decode()
    assert 'id="s-1-1"' in text
    assert "抄送" in text


@given(st.text(st.sampled_from("中文，。《》（）a1 bc、"), max_size=200), st.integers(3, 30))
def test_lines_are_never_too_long_and_lose_nothing(text: str, width: int) -> None:
    lines = list(broken(text, width, width))
    assert "".join(lines) == text
    assert all(width_of(line) <= width for line in lines)


def test_no_line_begins_with_a_mark_that_may_not() -> None:
    lines = list(broken("政务公开工作要点，及时准确。" * 20, 9, 9))
    assert not any(line[0] in "，。" for line in lines)


def test_no_word_is_set_outside_the_page() -> None:
    for sheet in typeset(notice(3)):
        assert all(words.x + words.width < 596 for words in sheet.words)
        assert TEXT_WIDTH < 596


@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_any_words_can_be_set(lines: list[str]) -> None:
    document = texts.Document(tuple(Paragraph(line) for line in lines))
    for write in (setting.to_docx, setting.to_pdf, setting.to_ofd):
        assert write(document)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("云川市教育局政府信息公开申请补正告知书", ["云川市教育局", "政府信息公开申请补正告知书"]),
        ("云川市教育局政府信息公开信息处理费收费通知书", ["云川市教育局", "政府信息公开信息处理费收费通知书"]),
        ("云川市教育局归档目录", ["云川市教育局归档目录"]),
        ("云川市人民政府关于加强农村公路养护工作的通知", ["云川市人民政府关于", "加强农村公路养护工作的通知"]),
    ],
)
def test_a_title_of_two_lines_is_parted_where_its_words_part(title: str, lines: list[str]) -> None:
    (sheet,) = typeset(Document((Paragraph(title), Paragraph("各有关单位："), Paragraph("请认真执行。"))))
    top = sheet.words[0].style
    assert [words.text for words in sheet.words if words.style == top] == lines
