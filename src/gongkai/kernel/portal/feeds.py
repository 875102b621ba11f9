"""Feeds of whatever is published: Atom and JSON Feed 1.1."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a feed; ``path`` is its page's address without the site. ``updated_at`` is ``None`` when unknown."""

    path: str
    title: str
    text: str
    author: str
    published_at: datetime
    updated_at: datetime | None = None


class _Feed(Atom1Feed):
    """An empty feed is as old as time, not as new as its baking: the same list always gives the same bytes."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else datetime(1970, 1, 1, tzinfo=UTC)


def atom(title: str, *, page: str, address: str, items: Sequence[Item]) -> bytes:
    """An Atom feed: ``page`` is the address it belongs to, ``address`` its own, both without the site."""
    feed = _Feed(
        title=f"{title} · {settings.SITE_NAME}",
        link=f"{settings.SITE_URL}{page}",
        description=title,
        language="zh-CN",
        feed_url=f"{settings.SITE_URL}{address}",
    )
    for item in items:
        link = f"{settings.SITE_URL}{item.path}"
        feed.add_item(
            title=item.title,
            link=link,
            unique_id=link,
            description=item.text,
            author_name=item.author,
            pubdate=item.published_at,
            updateddate=item.updated_at or item.published_at,
        )
    return feed.writeString("utf-8").encode()


def json_feed(title: str, *, page: str, address: str, items: Sequence[Item]) -> bytes:
    """The same as a JSON feed."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{title} · {settings.SITE_NAME}",
        "home_page_url": f"{settings.SITE_URL}{page}",
        "feed_url": f"{settings.SITE_URL}{address}",
        "language": "zh-CN",
        "items": [_entry(item) for item in items],
    }
    return json.dumps(feed, ensure_ascii=False).encode()


def _entry(item: Item) -> dict[str, object]:
    link = f"{settings.SITE_URL}{item.path}"
    entry: dict[str, object] = {
        "id": link,
        "url": link,
        "title": item.title,
        "content_text": item.text or item.title,
        "date_published": item.published_at.isoformat(),
    }
    if item.updated_at is not None:
        entry["date_modified"] = item.updated_at.isoformat()
    return entry | {"authors": [{"name": item.author}]}
