"""Scanned pages and pictures: what is done with the words recognised in them, and how many of them are right."""

import io
from typing import Any

import pytest
from PIL import Image, ImageDraw

from gongkai.foundations import texts
from gongkai.foundations.texts import setting
from gongkai.foundations.texts.checking import check_document
from gongkai.foundations.texts.document import Image as Picture
from gongkai.foundations.texts.document import Media, Paragraph
from gongkai.foundations.texts.formats import enclosures, recognition, scans
from gongkai.foundations.texts.personal import find_in_document
from support.papers import notice
from support.scanning import as_pdf, same_characters
from support.scanning import scans as scanned

MISSING = "only on machines with the extra of requirements/ocr.txt"
_BODY = "节约用水是全市人民共同的责任各单位要加强宣传抓好落实按时报送工作情况"
# Words, left end, upper side in dots at 200 an inch on A4, and certainty of each line.
PAGE = (
    ("云政办发〔2026〕8号", 600, 300, 0.72),
    ("关于节约用水的通知", 500, 400, 0.99),
    ("各单位：", 220, 500, 0.98),
    (_BODY[:26], 308, 600, 0.97),
    (_BODY[26:] + "，" + _BODY[:14], 220, 680, 0.95),
    (_BODY[14:] + "。", 220, 760, 0.96),
    ("—2一", 800, 2250, 0.4),
)
BLOCKS = (*(text for text, *_ in PAGE[:3]), f"{_BODY}，{_BODY}。")


def _box(text: str, left: int, top: int) -> list[tuple[float, float]]:
    right, bottom = left + 44 * len(text), top + 50
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int, int, float]]:
    """Whatever is looked at, these lines are recognised in it."""
    lines = list(PAGE)
    monkeypatch.setattr(recognition, "is_installed", lambda: True)
    monkeypatch.setattr(recognition, "lines_in", lambda picture: ((_box(t, x, y), t, c) for t, x, y, c in lines))
    monkeypatch.setattr(scans, "array_of", _Dots)
    return lines


class _Dots:
    """What an array of dots tells of itself."""

    def __init__(self, picture: Image.Image) -> None:
        self.shape = (picture.height, picture.width, 3)


def _file(kind: str, *, size: tuple[int, int] = (1654, 2339), dpi: int = 200) -> bytes:
    stream = io.BytesIO()
    Image.new("L", size, 255).save(stream, kind, dpi=(dpi, dpi))
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_picture_of_a_page_is_read_as_a_page(kind: str, reader: Any) -> None:
    document = texts.read(_file(kind))
    assert document.format == "scan"
    assert document.blocks == tuple(Paragraph(text) for text in BLOCKS)
    assert [place.page for place in document.places] == [1, 1, 1, 1]


def test_every_line_keeps_its_certainty_place_and_block(reader: Any) -> None:
    document = texts.read(_file("PNG"))
    assert [line.certainty for line in document.lines] == [certainty for *_, certainty in PAGE]
    assert [line.block for line in document.lines] == [0, 1, 2, 3, 3, 3, None]
    assert document.lines[1].place.left == round(500 * 254 / 200)
    assert [document.certainty(block) for block in range(4)] == [0.72, 0.99, 0.98, 0.95]


def test_a_field_is_no_surer_than_its_words_were_recognised(reader: Any) -> None:
    document = texts.read(_file("PNG"))
    sure = texts.parse_official(texts.Document(document.blocks)).evidence()["document_number"]["confidence"]
    assert texts.parse_official(document).evidence()["document_number"]["confidence"] == round(sure * 0.72)


def test_doubtful_lines_of_the_text_are_named(reader: Any) -> None:
    (said,) = texts.read(_file("PNG")).notices
    assert "1 行把握不足" in said.message
    assert "云政办发" in said.message


def test_a_page_laid_askew_is_straightened(reader: list[tuple[str, int, int, float]], monkeypatch: Any) -> None:
    words = "及时准确公开各类政策文件做到应公开尽公开群众满意"
    boxes = [(x, y + x * 0.02) for x, y in _box(words, 300, 300)]
    monkeypatch.setattr(recognition, "lines_in", lambda picture: iter([(boxes, words, 0.9)]))
    (line,) = texts.read(_file("PNG")).lines
    assert line.place.height == pytest.approx(50 * 254 / 200, abs=3)


def test_a_tiff_of_several_pages_is_read_page_by_page(reader: Any) -> None:
    stream = io.BytesIO()
    page = Image.new("1", (1654, 2339), 1)
    page.save(stream, "TIFF", save_all=True, append_images=[page], compression="group4", dpi=(200, 200))
    assert {place.page for place in texts.read(stream.getvalue()).places} == {1, 2}


def test_a_picture_that_names_no_density_is_taken_for_a_page(reader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, int]] = []

    def dots(picture: Image.Image) -> _Dots:
        seen.append(picture.size)
        return _Dots(picture)

    monkeypatch.setattr(scans, "array_of", dots)
    texts.read(_file("PNG", size=(827, 1170), dpi=0))
    assert seen == [(1654, 2340)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "broken_file"),
        (_file("TIFF")[:300], "broken_file"),
        (_file("PNG", size=(7000, 6000)), "picture_too_large"),
    ],
)
def test_a_picture_that_is_none_or_too_large_is_refused(content: bytes, code: str, reader: Any) -> None:
    with pytest.raises(texts.UnreadableFileError) as error:
        texts.read(content)
    assert error.value.code == code


def test_a_picture_without_words_is_empty(reader: list[tuple[str, int, int, float]]) -> None:
    reader.clear()
    with pytest.raises(texts.UnreadableFileError) as error:
        texts.read(_file("JPEG"))
    assert error.value.code == "empty_file"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_without_the_extra_a_picture_says_so(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "is_installed", lambda: False)
    with pytest.raises(texts.UnreadableFileError, match="文字识别") as error:
        texts.read(_file(kind))
    assert error.value.code == "no_text_layer"


def _with_words(ink: int, paper: int) -> Media:
    picture = Image.new("L", (400, 120), paper)
    ImageDraw.Draw(picture).rectangle((20, 20, 30, 60), fill=ink)
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return Media("a" * 64, "a.png", "image/png", stream.getvalue())


def _looked_into(medium: Media) -> texts.Document:
    document = texts.Document((Paragraph("关于节水的通知"), Picture(medium.sha256, "图")), (medium,))
    return enclosures.looked_into(document, texts.read)


@pytest.mark.parametrize(("ink", "paper", "found"), [(0, 255, []), (150, 200, ["image_contrast"])])
def test_words_in_a_picture_must_stand_out(ink: int, paper: int, found: list[str], reader: Any) -> None:
    reader[:] = [("丙", 15, 15, 0.9)]
    (remarks) = check_document(_looked_into(_with_words(ink, paper)))
    assert [remark.rule for remark in remarks] == found
    assert all("丙" in remark.reason for remark in remarks)


def test_personal_data_in_a_picture_is_found(reader: Any) -> None:
    reader[:] = [("手机13812345678", 0, 0, 0.9)]
    (finding,) = find_in_document(_looked_into(_with_words(0, 255)))
    assert (finding.hidden, finding.words) == ("picture", "13812345678")


@pytest.fixture
def _installed() -> None:
    if not recognition.is_installed():
        pytest.skip(MISSING)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.usefixtures("_installed")
def test_a_scan_at_300_dots_an_inch_is_recognised() -> None:
    document = notice(3, with_table=False)
    again = texts.read(as_pdf(scanned(document, 3)))
    share = same_characters(document, again)
    print(f"{share:.2%} of characters", again.notices[0].message)  # noqa: T201 - the figure is asked for
    assert share >= 0.97
    assert again.lines


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.usefixtures("_installed")
def test_words_in_the_picture_of_a_docx_are_recognised() -> None:
    page = scanned(texts.Document((Paragraph("联系人手机13812345678，请来电咨询。"),)), 1)[0].crop(
        (300, 400, 2300, 700)
    )
    stream = io.BytesIO()
    page.save(stream, "PNG")
    medium = Media("a" * 64, "a.png", "image/png", stream.getvalue())
    document = texts.read(setting.to_docx(texts.Document((Picture(medium.sha256, "图"), Paragraph("甲")), (medium,))))
    assert [finding.words for finding in find_in_document(document)] == ["13812345678"]
