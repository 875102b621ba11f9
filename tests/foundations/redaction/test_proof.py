"""The proof refuses a file from which something could be got back."""

import io
import re
import zipfile

import pytest
from PIL import Image, ImageDraw

from gongkai.foundations import texts
from gongkai.foundations.redaction import RedactionError, Term, painting, proof
from gongkai.foundations.redaction.burning import Box
from gongkai.foundations.texts.document import Document, Paragraph
from gongkai.foundations.texts.setting import to_docx, to_pdf
from support import secret_papers

BOX = Box(10, 10, 40, 30)


def _painted(colour: str = "black", *, dot: bool = False) -> bytes:
    picture = Image.new("RGB", (100, 100), "white")
    drawn = ImageDraw.Draw(picture)
    drawn.rectangle((10, 10, 39, 29), colour)
    if dot:
        drawn.point((25, 20), "white")
    pages = painting.PaintedPages()
    pages.add(picture, (100, 100))
    return pages.closed()


def test_a_painted_page_with_a_black_box_is_proved() -> None:
    proof.of_pdf(_painted(), [[BOX]])


@pytest.mark.parametrize(
    ("content", "burnt"),
    [
        (_painted("grey"), [[BOX]]),
        (_painted(dot=True), [[BOX]]),
        (_painted(), [[BOX], []]),
        (_painted() + b"1 0 obj null endobj %%EOF", [[BOX]]),
        (to_pdf(Document((Paragraph("文字"),))), [[]]),
        (secret_papers.pdf(1), [[], []]),
    ],
)
def test_a_pdf_that_is_not_clean_is_refused(content: bytes, burnt: list[list[Box]]) -> None:
    with pytest.raises(RedactionError) as caught:
        proof.of_pdf(content, burnt)
    assert caught.value.code == "redaction_unproved"


def _package(name: str, content: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("word/a.xml", "<a><p><r>欧阳</r><r>测试</r></p></a>"),
        ("word/a.xml", "<a>欧 阳测试</a>"),
        ("word/a.xml", '<a b="由欧阳测试"/>'),
        ("word/comments.xml", "<a/>"),
    ],
)
def test_a_package_that_is_not_clean_is_refused(name: str, content: str) -> None:
    with pytest.raises(RedactionError) as caught:
        proof.of_package(_package(name, content), [Term("欧阳测试", "D4")], re.compile(r"word/a\.xml"))
    assert caught.value.code == "redaction_unproved"


def test_words_of_two_paragraphs_are_no_words() -> None:
    content = to_docx(Document((Paragraph("欧阳"), Paragraph("测试"))))
    proof.of_package(content, [Term("欧阳测试", "D4")], re.compile(".*"))
    assert texts.read(content).blocks
