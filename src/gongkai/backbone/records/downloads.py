"""A record for those who keep or process it: what its page offers for download, made when it is asked for."""

import io
from collections.abc import Callable

import qrcode
from qrcode.image.svg import SvgPathFillImage

from gongkai.backbone.records.selectors import Published
from gongkai.foundations import texts
from gongkai.kernel.portal.context import site_facts


def _text(record: Published) -> bytes:
    return f"{record.title}\n{record.document_number}\n\n{record.text}\n".encode()


def _markdown(record: Published) -> bytes:
    return f"# {record.title}\n\n{texts.to_markdown(record.document)}\n".encode()


def _everything(record: Published) -> bytes:
    """The edition itself, of which the page tells the digest."""
    return record.content


def _code(record: Published) -> bytes:
    """The address as a QR code: from paper back to the page, which tells whether the text still holds."""
    drawn = io.BytesIO()
    qrcode.make(f"{site_facts()['url']}{record.url}", image_factory=SvgPathFillImage).save(drawn)
    return drawn.getvalue()


# From the extension of the address to the bytes.
DOWNLOADS: dict[str, Callable[[Published], bytes]] = {
    "txt": _text,
    "md": _markdown,
    "json": _everything,
    "svg": _code,
}
