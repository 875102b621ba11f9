"""What a file encloses: pictures with words in them, and other files. Their words go out with the original file."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from gongkai.foundations.texts.document import Document, Hidden, Media, Notice, PictureLine, text_of
from gongkai.foundations.texts.formats import raster, recognition, scans
from gongkai.foundations.texts.limits import UnreadableFileError

_MOST_FILES, _MOST_PICTURES = 20, 30
_SMALLEST, _LONGEST = 40, 2_000  # dots a side: what is smaller holds no words; what is larger is made smaller
_INK = 0.03  # of the dots in a line's box: at least so many are letters

Read = Callable[[bytes], Document]


def looked_into(document: Document, read: Read) -> Document:
    """The document with the words in its pictures, where words can be recognised, and in the files it carries along."""
    if recognition.is_installed() and document.media:
        document = replace(document, media=tuple(_looked_at(document.media)))
    if not document.attachments:
        return document
    words = [Hidden("attachment", text) for file in document.attachments[:_MOST_FILES] for text in _words(file, read)]
    names = "、".join(file.name[:40] for file in document.attachments[:_MOST_FILES])
    said = Notice("attachments_left_out", f"文件内嵌有附件（{names}），附件没有导入：请核对。")
    return replace(document, notices=(*document.notices, said), hidden=(*document.hidden, *words))


def _words(file: Media, read: Read) -> Iterator[str]:
    yield file.name
    try:
        inner = read(file.content)
    except UnreadableFileError:
        return
    yield from (text_of(block) for block in inner.blocks)
    yield from (item.text for item in inner.hidden)


def _looked_at(media: tuple[Media, ...]) -> Iterator[Media]:
    for number, medium in enumerate(media):
        yield replace(medium, lines=tuple(_lines(medium.content))) if number < _MOST_PICTURES else medium


def _lines(content: bytes) -> Iterator[PictureLine]:
    try:
        picture = raster.opened(content)
    except UnreadableFileError:
        return
    if min(picture.size) < _SMALLEST:
        return
    picture.thumbnail((_LONGEST, _LONGEST))
    for corners, text, certainty in recognition.lines_in(scans.array_of(picture)):
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        box = picture.crop((round(min(xs)), round(min(ys)), round(max(xs)) + 1, round(max(ys)) + 1))
        yield PictureLine(text, certainty, raster.contrast(box, _INK))
