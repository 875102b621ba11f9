"""The engine named by ``settings.SEARCH_URL``, one for each process."""

import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from django.conf import settings

from gongkai.backbone.search.cluster import ClusterEngine
from gongkai.backbone.search.embedded import EmbeddedEngine
from gongkai.backbone.search.engine import Engine
from gongkai.backbone.search.hints import at_hand, current
from gongkai.backbone.search.meaning import Meaning, required
from gongkai.backbone.search.wording import Wording

_CLUSTER = "opensearch://"


def configured() -> Engine:
    """The engine of this platform. The setting was checked when the settings were read."""
    return _engine(str(settings.SEARCH_URL))


def with_wording(wording: Wording) -> Engine:
    """The engine of this platform, to be asked with these words; for looking what a change would do."""
    return _made(str(settings.SEARCH_URL), lambda: wording)


@cache
def _engine(url: str) -> Engine:
    return _made(url, current)


def _made(url: str, wording: Callable[[], Wording]) -> Engine:
    if url.startswith(_CLUSTER):
        return ClusterEngine(url, wording=wording)
    return EmbeddedEngine(Path(unquote(urlsplit(url).path)), wording=wording)


@contextmanager
def temporary_meaning() -> Iterator[Meaning | None]:
    """The configured model without a vector, which are gone afterwards; none where none is named."""
    if not settings.SEARCH_MODEL:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="gongkai-meaning-") as folder:
        yield Meaning(required().encoder, Path(folder))


@contextmanager
def temporary() -> Iterator[Engine]:
    """An empty engine of the configured kind beside the public index, gone afterwards."""
    url, wording = str(settings.SEARCH_URL), at_hand()
    if url.startswith(_CLUSTER):
        parts = urlsplit(url)
        beside = urlunsplit(parts._replace(path=f"/measured-{uuid.uuid4().hex[:12]}"))
        cluster = ClusterEngine(beside, wording=lambda: wording)
        try:
            yield cluster
        finally:
            cluster.drop()
            cluster.close()
        return
    with tempfile.TemporaryDirectory(prefix="gongkai-search-") as folder:
        engine = EmbeddedEngine(Path(folder) / "search", wording=lambda: wording)
        try:
            yield engine
        finally:
            engine.close()
