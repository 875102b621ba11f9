"""Where requests come from, sessions that end, and the second factor where it is demanded."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from gongkai.kernel.accounts.addresses import client_address, is_trusted
from gongkai.kernel.accounts.models import Person

BEGUN, SEEN = "begun_at", "seen_at"
# Noting the time costs a write; half a minute later is soon enough.
NOTED_EVERY_SECONDS = 30

_GetResponse = Callable[[HttpRequest], HttpResponseBase]


def begin_session(request: HttpRequest, person: Person) -> None:
    """A new session for the person, with a new key, that begins now."""
    login(request, person)
    request.session[BEGUN] = request.session[SEEN] = timezone.now().timestamp()


class ClientAddressMiddleware:
    """Believes what a proxy of ``TRUSTED_PROXIES`` says of the client: its address, and that it came by HTTPS."""

    def __init__(self, get_response: _GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Look at the hops, the nearest first."""
        peer, forwarded = request.META.get("REMOTE_ADDR") or "", request.META.get("HTTP_X_FORWARDED_FOR", "")
        if not is_trusted(peer, settings.TRUSTED_PROXIES):
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        request.META["REMOTE_ADDR"] = client_address(peer, forwarded, settings.TRUSTED_PROXIES)
        return self._get_response(request)


class SessionEndsMiddleware:
    """Ends a session that idled for ``SESSION_IDLE_SECONDS`` or began before the person's sessions were ended."""

    def __init__(self, get_response: _GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Look before the request is answered, and note when it came."""
        person = request.user
        if isinstance(person, Person):
            now = timezone.now().timestamp()
            begun, seen = request.session.get(BEGUN, 0), request.session.get(SEEN, 0)
            valid_from = person.sessions_from.timestamp() if person.sessions_from else 0
            over = now - begun > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_SECONDS
            if over or begun < valid_from:
                logout(request)
            elif now - seen > NOTED_EVERY_SECONDS:
                request.session[SEEN] = now
        return self._get_response(request)


class SecondFactorMiddleware:
    """With ``REQUIRE_TOTP`` a person without an authenticator reaches nothing but setting one up."""

    def __init__(self, get_response: _GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Lead there, or pass on."""
        if settings.REQUIRE_TOTP and request.path.startswith("/console/"):
            open_ways = {reverse(f"console:{name}") for name in ("enter", "leave", "language", "totp", "totp-image")}
            person = request.user
            if isinstance(person, Person) and not person.totp_confirmed and request.path not in open_ways:
                return redirect("console:totp")
        return self._get_response(request)
