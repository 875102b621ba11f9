"""Walking every address of the console as someone, and telling what answered that should not."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.test import Client
from django.urls import URLPattern, URLResolver

from gongkai.kernel.actors import Ability

# What anyone may ask for: the door, and the language of the door.
OPEN = frozenset({"console:enter", "console:language"})
REFUSED = frozenset({302, 403, 404, 405})


@dataclass(frozen=True)
class Route:
    """An address of the console: its name, and its path with the parts filled in; ``of_thing`` when it had any.

    ``ability`` is what the page takes, where it says so.
    """

    name: str
    path: str
    of_thing: bool
    ability: Ability | None = None


def routes(patterns: Iterable[URLPattern | URLResolver], fill: Mapping[str, str], under: str = "/") -> Iterator[Route]:
    """Every address below ``/console/``, whichever room it comes from. A part nobody can fill is an error."""
    for each in patterns:
        path = f"{under}{each.pattern}"
        if isinstance(each, URLResolver):
            for route in routes(each.url_patterns, fill, path):
                name = f"{each.namespace}:{route.name}" if each.namespace and ":" not in route.name else route.name
                yield Route(name, route.path, route.of_thing, route.ability)
        elif path.startswith("/console/"):
            parts = each.pattern.converters
            for part in parts:
                start = path.index("<")
                path = f"{path[:start]}{fill[part]}{path[path.index('>') + 1 :]}"
            view = getattr(each.callback, "view_class", None)
            yield Route(each.name or path, path, bool(parts), getattr(view, "ability", None))


def leaks(
    client: Client, all_routes: Iterable[Route], *, secrets: Iterable[str], city_wide: Collection[Ability] = ()
) -> Iterator[str]:
    """What a client gets that it should not: an answer about another organ's thing, or its words on any page.

    Pages that take an ability held for the whole city may answer, but tell no secret.
    """
    for route in all_routes:
        for method in ("get", "post"):
            answer = getattr(client, method)(route.path, follow=False)
            body = b"".join(answer) if answer.streaming else answer.content
            said = [secret for secret in secrets if secret in body.decode("utf-8", "replace")]
            if said:
                yield f"{method.upper()} {route.name} shows {said}"
            elif route.of_thing and route.ability not in city_wide and answer.status_code not in REFUSED:
                yield f"{method.upper()} {route.name} answers {answer.status_code}"
