"""Which lists a record stands in, and which pages a place is on; pure."""

from collections.abc import Collection

PAGE_SIZE = 20
SITEMAP_SIZE = 1000


def lists_of(*, organ: str, subject: str, kind: str, year: int, item: str) -> tuple[str, ...]:
    """The names of the lists of a record; the subject counts for both its levels."""
    names = [
        "all",
        f"item/{item}",
        f"kind/{kind}",
        f"organ/{organ}",
        f"subject/{subject[:2]}",
        f"year/{year}",
    ]
    if len(subject) > 2:
        names.append(f"subject/{subject}")
    return tuple(sorted(names))


def tallies_of(names: Collection[str]) -> set[tuple[str, str]]:
    """For a record in these lists, what it counts for: of the city and of its organ, by year, subject, kind, organ."""
    scopes = [name for name in names if name == "all" or name.startswith("organ/")]
    facets = [name for name in names if name.startswith(("year/", "kind/", "organ/", "subject/")) and "." not in name]
    return {(scope, facet) for scope in scopes for facet in facets if scope != facet}


def page_of(position: int, size: int = PAGE_SIZE) -> int:
    """The page, counted from the oldest as 1, that a position is on."""
    return (position - 1) // size + 1


def first_of(page: int, size: int = PAGE_SIZE) -> int:
    """The first position on a page."""
    return (page - 1) * size + 1
