"""How every call of the interface is authenticated, limited and checked."""

import functools
import hashlib
import math
import sqlite3
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, Throttled
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from gongkai.kernel.accounts.addresses import neighbourhood
from gongkai.kernel.accounts.tokens import actor_of
from gongkai.kernel.actors import Ability, Actor, ForbiddenError
from gongkai.kernel.api.docs import DocsPage
from gongkai.kernel.api.errors import UnknownParameterError, answer_errors
from gongkai.kernel.api.limits import WINDOW_SECONDS, Counter

ANYONE = Actor(id="anyone", label="anyone", scopes=frozenset())


class Token(HttpBearer):
    """The bearer token of a call, as the actor it stands for; it must have this scope."""

    def __init__(self, scope: Ability) -> None:
        super().__init__()
        self._scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor, or ``None`` for a token that does not count. Raises ``ForbiddenError`` without the scope."""
        actor = actor_of(token, address=_address(request), now=timezone.now())
        if actor is None:
            _limit_failures(request)
        elif self._scope not in (actor.scopes or ()):
            raise ForbiddenError(self._scope, "")
        return actor


def anyone(request: HttpRequest) -> Actor | None:
    """For reading what is public: everyone, or the actor of a token, which only raises the limit of calls."""
    header = request.headers.get("authorization", "")
    if not header:
        return ANYONE
    actor = actor_of(header.removeprefix("Bearer ").strip(), address=_address(request), now=timezone.now())
    if actor is None:
        _limit_failures(request)
    return actor


class PerMinute(BaseThrottle):
    """So many calls a minute by each token, and by each address without one."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the call; whether it is still within the limit."""
        if getattr(request, "auth", ANYONE) is ANYONE:
            return _within(f"address:{neighbourhood(_address(request))}", settings.API_CALLS_PER_ADDRESS)
        # The last word is the token, in whatever way the header is spelled.
        digest = hashlib.sha256(request.headers["authorization"].split()[-1].encode()).hexdigest()
        return _within(f"token:{digest}", settings.API_CALLS_PER_TOKEN)

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return float(_seconds_to_wait())


def make_api() -> NinjaAPI:
    """The interface, to which the rooms add their routers. Without a token only what is public is answered."""
    api = NinjaAPI(
        title="Gongkai",
        version="1",
        description="Published government information for programs; errors are answered in the language accepted.",
        urls_namespace="api",
        docs=DocsPage(),
        auth=anyone,
        throttle=[PerMinute()],
    )
    answer_errors(api)
    api.add_decorator(_strict, mode="view")
    return api


def _strict(run: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse parameters an operation does not know, after the caller was let in and before its values are read."""
    operation: Any = getattr(run, "__self__")  # noqa: B009 - a bound method, which its type does not say
    read = operation._get_values  # noqa: SLF001 - the one place that has both the operation and its caller
    known = {
        source: {name for model in operation.models if _source(model) == source for name in _names(model)}
        for source in ("query", "form", "file")
    }

    @functools.wraps(read)
    def checked(request: HttpRequest, *args: Any) -> Any:
        given: dict[str, Iterable[str]] = {"query": request.GET, "form": request.POST, "file": request.FILES}
        unknown = sorted({name for source, names in known.items() for name in set(given[source]) - names})
        if unknown:
            raise UnknownParameterError(unknown)
        return read(request, *args)

    operation._get_values = checked  # noqa: SLF001
    return run


def _source(model: Any) -> str:
    return str(model.__ninja_param_source__)


def _names(model: Any) -> set[str]:
    return set(getattr(model, "__ninja_flatten_map__", model.model_fields))


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _limit_failures(request: HttpRequest) -> None:
    """Wrong tokens count by address: they are answered before any other limit."""
    if not _within(f"address:{neighbourhood(_address(request))}", settings.API_CALLS_PER_ADDRESS):
        raise Throttled(wait=_seconds_to_wait())
    raise AuthenticationError


def _within(caller: str, limit: int) -> bool:
    try:
        return _counter(Path(settings.RUN)).count(caller, time.time()) <= limit
    except sqlite3.Error:
        # Counting protects the service; when it cannot be done the service goes on.
        return True


def _seconds_to_wait() -> int:
    return math.ceil(WINDOW_SECONDS - time.time() % WINDOW_SECONDS)


@functools.cache
def _counter(folder: Path) -> Counter:
    return Counter(folder / "api-calls.sqlite3")
