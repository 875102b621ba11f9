"""EPUB 3: the document as one page, with its outline as the table of contents."""

import io
import zipfile
from html import escape
from uuid import NAMESPACE_URL, uuid5

from gongkai.foundations.texts.document import Document
from gongkai.foundations.texts.outline import outline
from gongkai.foundations.texts.writing import to_html, to_text

_THEN = (1980, 1, 1, 0, 0, 0)  # the same document always gives the same bytes
_KIND = "application/epub+zip"
_CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
_XHTML = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="zh-CN" xml:lang="zh-CN"'


def to_epub(document: Document, *, title: str, modified: str = "2000-01-01T00:00:00Z") -> bytes:
    """The document as EPUB; ``modified`` is a time in UTC to the second."""
    entries = outline(document)
    files = {m.sha256: f"media/{m.sha256[:16]}.{m.media_type.rsplit('/', 1)[-1]}" for m in document.media}
    data = [entry.to_data() for entry in entries]
    body = to_html(document, data, image_address=lambda sha256: files.get(sha256, "media/missing"))
    body = body.replace("<br>", "<br/>").replace(' loading="lazy">', "/>")
    listed = "".join(
        f'<li><a href="text.xhtml#{escape(e.anchor)}">{escape(e.number + e.title)}</a></li>' for e in entries
    )
    named = escape(title)
    whole = f'<li><a href="text.xhtml">{named}</a></li>'
    contents = f"<ol>{listed or whole}</ol>"
    parts: dict[str, bytes | str] = {
        "META-INF/container.xml": _CONTAINER,
        "book.opf": _package(document, title, modified, files),
        "nav.xhtml": _page(named, f'<nav epub:type="toc"><h1>目录</h1>{contents}</nav>'),
        "text.xhtml": _page(named, f"<h1>{named}</h1>\n{body}"),
        **{files[m.sha256]: m.content for m in document.media},
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", _THEN), _KIND, zipfile.ZIP_STORED)
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _THEN), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _page(title: str, body: str) -> str:
    head = f"<head><title>{title}</title></head>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n<html {_XHTML}>{head}<body>{body}</body></html>'


def _package(document: Document, title: str, modified: str, files: dict[str, str]) -> str:
    number = uuid5(NAMESPACE_URL, f"{title}\n{to_text(document)}")
    items = "".join(
        f'<item id="m{n}" href="{files[m.sha256]}" media-type="{m.media_type}"/>' for n, m in enumerate(document.media)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
        'unique-identifier="id" xml:lang="zh-CN"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">urn:uuid:{number}</dc:identifier><dc:title>{escape(title)}</dc:title>'
        f'<dc:language>zh-CN</dc:language><meta property="dcterms:modified">{escape(modified)}</meta></metadata>'
        '<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        f'<item id="text" href="text.xhtml" media-type="application/xhtml+xml"/>{items}</manifest>'
        '<spine><itemref idref="text"/></spine></package>'
    )
