"""Feeds of a list: Atom and JSON Feed 1.1."""

from collections.abc import Sequence

from gongkai.backbone.channels.selectors import Row
from gongkai.kernel.portal import feeds
from gongkai.kernel.portal.feeds import Item


def atom(title: str, path: str, rows: Sequence[Row]) -> bytes:
    """The list as an Atom feed."""
    return feeds.atom(title, page=path, address=f"{path}/feed.atom", items=[_item(row) for row in rows])


def json_feed(title: str, path: str, rows: Sequence[Row]) -> bytes:
    """The list as a JSON feed."""
    return feeds.json_feed(title, page=path, address=f"{path}/feed.json", items=[_item(row) for row in rows])


def _item(row: Row) -> Item:
    text = row.summary or row.document_number or row.title
    return Item(row.url, row.title, text, row.organ_name, row.published_at, row.updated_at)
