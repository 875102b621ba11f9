"""Pages of other rooms that show lists: what changes a list has them baked again, too."""

from collections.abc import Callable

# From the names of the lists that changed to the keys of the pages that show them.
Follower = Callable[[frozenset[str]], set[str]]

_followers: dict[str, Follower] = {}


def register(name: str, follower: Follower) -> None:
    """Add a follower; called in ``AppConfig.ready``. A second one of the same name takes its place."""
    _followers[name] = follower


def keys(changed: set[str]) -> set[str]:
    """The keys of all pages that show one of the lists whose pages, by their own keys, changed."""
    lists = frozenset(key.removeprefix("list:") for key in changed if key.startswith("list:"))
    return {key for follower in _followers.values() for key in follower(lists)}
