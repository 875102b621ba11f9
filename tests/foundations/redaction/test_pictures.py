"""Pictures keep their dots outside the boxes, and nothing else."""

import io

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from gongkai.foundations import redaction
from gongkai.foundations.redaction import Plan, RedactionError, Region, Term
from gongkai.foundations.texts.formats import recognition
from gongkai.foundations.texts.limits import UnreadableFileError

WORDS = "欧阳测试"
HALF = Plan((Region(1, 0, 0, 0.5, 1, "D4"),))


def _picture(kind: str, colour: str = "red", *, frames: int = 1, **more: object) -> bytes:
    stream = io.BytesIO()
    pictures = [Image.new("RGB", (80, 40), colour) for _ in range(frames)]
    if frames > 1:
        more |= {"save_all": True, "append_images": pictures[1:]}
    pictures[0].save(stream, kind, **more)
    return stream.getvalue()


def _with_properties(kind: str) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = WORDS
    exif[0x013B] = WORDS
    if kind == "PNG":
        notes = PngInfo()
        notes.add_itxt("Author", WORDS)
        return _picture(kind, exif=exif, pnginfo=notes)
    return _picture(kind, exif=exif, comment=WORDS.encode())


@pytest.mark.parametrize(("kind", "suffix"), [("PNG", "png"), ("JPEG", "jpg")])
def test_the_box_is_black_and_properties_are_gone(kind: str, suffix: str) -> None:
    original = _with_properties(kind)
    assert WORDS.encode() in original
    copy = redaction.redact(original, HALF)
    assert (copy.suffix, copy.media_type) == (suffix, f"image/{kind.lower()}")
    assert WORDS.encode() not in copy.content
    with Image.open(io.BytesIO(copy.content)) as picture:
        assert not picture.getexif()
        assert picture.size == (80, 40)
        seen = picture.convert("RGB")
    assert max(seen.crop((0, 0, 39, 40)).tobytes()) < 48
    assert max(seen.crop((79, 20, 80, 21)).tobytes()) > 240


def test_what_was_under_a_box_makes_no_difference() -> None:
    whole = Plan((Region(1, 0, 0, 1, 1, "D4"),))
    assert redaction.redact(_picture("PNG", "red"), whole) == redaction.redact(_picture("PNG", "blue"), whole)


def test_a_picture_is_turned_as_it_is_shown_before_boxes_are_drawn() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    copy = redaction.redact(_picture("JPEG", exif=exif), Plan((Region(1, 0, 0, 1, 0.5, "D4"),)))
    with Image.open(io.BytesIO(copy.content)) as picture:
        assert picture.size == (40, 80)
        seen = picture.convert("L")
    assert max(seen.crop((0, 0, 40, 39)).tobytes()) < 48
    assert min(seen.crop((0, 60, 40, 80)).tobytes()) > 48


def test_a_file_of_several_pictures_becomes_a_pdf() -> None:
    copy = redaction.redact(_picture("TIFF", frames=3), Plan((Region(3, 0, 0, 1, 1, "D4"),)))
    assert (copy.suffix, [mark.page for mark in copy.marks]) == ("pdf", [3])
    assert copy.content.count(b"/Type /Page ") == 3


def test_a_page_that_is_not_there_is_an_error() -> None:
    with pytest.raises(RedactionError) as caught:
        redaction.redact(_picture("PNG"), Plan((Region(2, 0, 0, 1, 1, "D4"),)))
    assert (caught.value.code, caught.value.facts) == ("redaction_page_missing", {"pages": 1})


def test_words_in_a_picture_that_could_not_be_looked_for_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "is_installed", lambda: False)
    copy = redaction.redact(_picture("PNG"), Plan((), (Term(WORDS, "D4"),)))
    assert copy.unsearched == (1,)
    assert copy.marks == ()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"plain words", "redaction_kind"),
        (b"PK\x03\x04 no package", "broken_file"),
        (b"%PDF-1.7 no file", "broken_file"),
        (b"\x89PNG\r\n no picture", "broken_file"),
    ],
)
def test_what_cannot_be_redacted_is_refused(content: bytes, code: str) -> None:
    with pytest.raises((RedactionError, UnreadableFileError)) as caught:
        redaction.redact(content, HALF)
    assert caught.value.code == code
