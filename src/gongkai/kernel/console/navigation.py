"""The console's menu: rooms add their entries, everyone sees those that their abilities open."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.kernel.actors import Ability, Actor, organs_for

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Item:
    """An entry: its words, the name of its address, what it takes to see it, and its place from the top."""

    label: "StrOrPromise"
    route: str
    ability: Ability
    place: int


_items: dict[str, Item] = {}


def register(item: Item) -> None:
    """Add an entry; called in ``AppConfig.ready``."""
    _items[item.route] = item


def items_for(actor: Actor) -> list[Item]:
    """The entries whose ability the actor holds in any organ."""
    held = [item for item in _items.values() if organs_for(actor, item.ability) != frozenset()]
    return sorted(held, key=lambda item: item.place)
