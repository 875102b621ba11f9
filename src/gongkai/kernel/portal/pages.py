"""What can be baked: kinds of pages, registered by the rooms that know them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

# What a page shows of something else: the source (``organ:education``) and the fields of it that are used.
Dependencies = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Page:
    """One file to be served: its address, its bytes, and what else it shows."""

    path: str
    body: bytes
    depends: Dependencies = field(default_factory=dict)


# From ids of one kind to the files of each; an id missing or with no files is gone, and its files with it.
Renderer = Callable[[Sequence[str]], Mapping[str, Sequence[Page]]]


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of page. A page's key is ``name:id``; ``find`` answers the id that an address belongs to.

    ``render`` follows the active language; only Chinese is baked, English is rendered live by the same code.
    """

    name: str
    render: Renderer
    find: Callable[[str], str | None]


_kinds: dict[str, PageKind] = {}


def register(kind: PageKind) -> None:
    """Add a kind of page; called in ``AppConfig.ready``."""
    _kinds[kind.name] = kind


def kind_of(key: str) -> PageKind:
    """The kind of a page key; ``LookupError`` for one that nobody registered."""
    return _kinds[key.partition(":")[0]]


def find(path: str) -> Page | None:
    """The page at this address, rendered now in the active language."""
    for kind in _kinds.values():
        page_id = kind.find(path)
        if page_id is not None:
            pages = kind.render([page_id]).get(page_id, ())
            return next((page for page in pages if page.path == path), None)
    return None
