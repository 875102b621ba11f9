"""Nothing that was withheld can be got back from a redacted file."""

import io
import zipfile
from collections.abc import Callable, Iterator

import docx as python_docx
import openpyxl
import pypdf
import pypdfium2
import pytest
from pdfminer.high_level import extract_text

from gongkai.foundations import redaction, texts
from gongkai.foundations.redaction import Plan, Redacted, Region, Term
from support import secret_papers
from support.secret_papers import ONE, OTHER, Secrets

Paper = Callable[[int, Secrets], bytes]
# A hundred files in all.
PAPERS: tuple[tuple[Paper, int], ...] = ((secret_papers.pdf, 40), (secret_papers.docx, 30), (secret_papers.xlsx, 30))


def _plan(secrets: Secrets) -> Plan:
    return Plan((), tuple(Term(words, "D4") for words in secrets))


def _redacted(paper: Paper, seed: int, secrets: Secrets = ONE) -> Redacted:
    return redaction.redact(paper(seed, secrets), _plan(secrets))


def _bare(words: str) -> str:
    return "".join(words.split())


@pytest.mark.parametrize(("paper", "count"), PAPERS)
def test_the_copy_is_the_same_to_the_byte_whatever_was_withheld(paper: Paper, count: int) -> None:
    """No extraction of any kind can tell apart what is equal: not the words, not their shapes, not a trace."""
    for seed in range(count):
        one, other = _redacted(paper, seed, ONE), _redacted(paper, seed, OTHER)
        assert one.marks, seed
        assert one.content == other.content, seed


def test_words_drawn_as_strokes_are_named_as_not_searched_and_gone_under_a_box() -> None:
    unmarked = redaction.redact(secret_papers.outlines(), _plan(ONE))
    assert (unmarked.marks, unmarked.unsearched) == ((), (1,))
    assert unmarked.content != redaction.redact(secret_papers.outlines(OTHER), _plan(OTHER)).content
    boxed = Plan((Region(1, *secret_papers.OUTLINED, "D4"),))
    assert redaction.redact(secret_papers.outlines(ONE), boxed) == redaction.redact(
        secret_papers.outlines(OTHER), boxed
    )


def _pdf_words(content: bytes) -> Iterator[str]:
    with pypdfium2.PdfDocument(content) as file:
        yield "".join(page.get_textpage().get_text_bounded() for page in file)
        yield str(file.get_metadata_dict())
    yield "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    yield extract_text(io.BytesIO(content))


def _docx_words(content: bytes) -> Iterator[str]:
    document = python_docx.Document(io.BytesIO(content))
    yield "".join(paragraph.text for paragraph in document.element.body.iter() if paragraph.text)
    yield str(texts.to_data(texts.read(content)))
    yield from _parts(content)


def _xlsx_words(content: bytes) -> Iterator[str]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book:
        yield sheet.title + "".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    yield str(texts.to_data(texts.read(content)))
    yield from _parts(content)


def _parts(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name + archive.read(name).decode("utf-8", "replace")


EXTRACTED = {"pdf": _pdf_words, "docx": _docx_words, "xlsx": _xlsx_words}


@pytest.mark.parametrize("paper", [paper for paper, _ in PAPERS])
def test_three_libraries_find_the_words_in_the_original_and_not_in_the_copy(paper: Paper) -> None:
    for seed in range(10):
        original, copy = paper(seed, ONE), _redacted(paper, seed)
        before = [_bare(words) for words in EXTRACTED[copy.suffix](original)]
        after = [_bare(words) for words in EXTRACTED[copy.suffix](copy.content)]
        assert sum(ONE[0] in words or ONE[1] in words for words in before) >= 2, "the original holds them"
        assert [words for words in after for secret in ONE if secret in words] == []


def test_a_redacted_pdf_holds_one_picture_a_page_and_nothing_else() -> None:
    for seed in range(10):
        original = pypdf.PdfReader(io.BytesIO(secret_papers.pdf(seed)))
        copy = pypdf.PdfReader(io.BytesIO(_redacted(secret_papers.pdf, seed).content))
        assert {"/AcroForm", "/Names", "/OCProperties", "/Metadata"} <= set(original.root_object)
        assert set(copy.root_object) == {"/Type", "/Pages"}
        assert "/Info" not in copy.trailer
        assert len(copy.pages) == len(original.pages)
        for page in copy.pages:
            assert set(page) == {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}
            assert f"{page['/Resources']}".count("/XObject") == len(page.images) == 1
            assert "/Font" not in f"{page['/Resources']}"


def test_a_page_is_as_large_and_stands_as_the_reader_saw_it() -> None:
    for seed in range(10):
        with (
            pypdfium2.PdfDocument(secret_papers.pdf(seed)) as original,
            pypdfium2.PdfDocument(_redacted(secret_papers.pdf, seed).content) as copy,
        ):
            for before, after in zip(original, copy, strict=True):
                assert after.get_size() == pytest.approx(before.get_size(), abs=0.01)
                assert after.get_rotation() == 0


def test_what_is_not_withheld_can_still_be_read() -> None:
    words = "".join(_docx_words(_redacted(secret_papers.docx, 1).content))
    for kept in (
        "申请人████",
        "证件号████。",
        "没有藏",
        "由████插入",
        "链接",
        "域████",
        "控件████",
        "框████",
        "见注",
        "注████",
    ):
        assert kept in words
    sheet = openpyxl.load_workbook(io.BytesIO(_redacted(secret_papers.xlsx, 1).content)).active
    assert sheet is not None
    assert (sheet.title, sheet["A1"].value, sheet["B1"].value, sheet["D1"].value) == (
        "名册████",
        1,
        "第1人████",
        "公开",
    )


def test_a_box_is_black_in_every_dot_and_the_rest_is_as_it_was() -> None:
    original = secret_papers.pdf(2)
    copy = redaction.redact(original, Plan((Region(1, 0.1, 0.2, 0.6, 0.4, "D2"),)))
    with pypdfium2.PdfDocument(copy.content) as file:
        picture = file[0].render(scale=2).to_pil().convert("L")
    width, height = picture.size
    inner = (int(width * 0.11), int(height * 0.21), int(width * 0.59), int(height * 0.39))
    assert picture.crop(inner).getextrema() == (0, 0)
    assert picture.getextrema() == (0, 255)
    assert redaction.summary(copy.marks) == [redaction.Line(1, "D2", 1)]


def test_the_summary_counts_places_by_page_and_ground() -> None:
    plan = Plan((Region(1, 0, 0, 0.1, 0.1, "D1"),), (Term(ONE[0], "D4"), Term(ONE[1], "D2")))
    lines = redaction.summary(redaction.redact(secret_papers.pdf(2), plan).marks)
    assert lines[0] == redaction.Line(1, "D1", 1)
    assert {(line.page, line.ground) for line in lines} >= {(1, "D1"), (1, "D2"), (1, "D4")}
    assert all(line.places > 0 for line in lines)
