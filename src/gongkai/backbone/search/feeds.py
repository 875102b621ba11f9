"""A search as a feed: Atom and JSON Feed 1.1."""

from collections.abc import Callable, Sequence

from gongkai.backbone.search.engine import Hit
from gongkai.kernel.portal import feeds
from gongkai.kernel.portal.feeds import Item


def printable(text: str) -> str:
    """The text without what XML has no place for, such as control characters; spaces of any kind become plain ones."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())


def atom(title: str, question: str, hits: Sequence[Hit]) -> bytes:
    """The hits as an Atom feed."""
    page, address = f"/search{question}", f"/search/feed.atom{question}"
    return feeds.atom(title, page=page, address=address, items=[_item(hit) for hit in hits])


def json_feed(title: str, question: str, hits: Sequence[Hit]) -> bytes:
    """The hits as a JSON feed."""
    page, address = f"/search{question}", f"/search/feed.json{question}"
    return feeds.json_feed(title, page=page, address=address, items=[_item(hit) for hit in hits])


def _item(hit: Hit) -> Item:
    text = printable("".join(fragment.text for fragment in hit.snippet))
    return Item(hit.url, hit.title, text, hit.issuer, hit.published_at)


FORMATS: dict[str, tuple[Callable[[str, str, Sequence[Hit]], bytes], str]] = {
    "atom": (atom, "application/atom+xml; charset=utf-8"),
    "json": (json_feed, "application/feed+json; charset=utf-8"),
}
