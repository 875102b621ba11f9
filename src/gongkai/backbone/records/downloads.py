"""A record for those who keep or process it: what its page offers for download, made when it is asked for."""

from collections.abc import Callable

from gongkai.backbone.records.selectors import Published
from gongkai.foundations import texts


def _text(record: Published) -> bytes:
    return f"{record.title}\n{record.document_number}\n\n{record.text}\n".encode()


def _markdown(record: Published) -> bytes:
    return f"# {record.title}\n\n{texts.to_markdown(record.document)}\n".encode()


def _everything(record: Published) -> bytes:
    """The edition itself, of which the page tells the digest."""
    return record.content


# From the extension of the address to the bytes.
DOWNLOADS: dict[str, Callable[[Published], bytes]] = {"txt": _text, "md": _markdown, "json": _everything}
