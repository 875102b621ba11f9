"""Signing in and out, the first page of the console, and what everyone looks after themselves."""

import io
import logging

import qrcode
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST
from qrcode.image.svg import SvgPathFillImage

from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.accounts.middleware import begin_session
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.accounts.selectors import actor_for
from gongkai.kernel.accounts.sign_in import password_change, sign_in, totp_address, totp_confirm, totp_enrol, totp_key
from gongkai.kernel.actors import Actor
from gongkai.kernel.console.forms import CodeForm, PasswordForm, SignInForm
from gongkai.kernel.console.navigation import items_for
from gongkai.kernel.console.pages import ConsoleView
from gongkai.kernel.console.waiting import waiting_for
from gongkai.kernel.console.words import role_name

log = logging.getLogger(__name__)

LANGUAGES = ("zh-CN", "en")


@never_cache
@sensitive_post_parameters("password", "code")
def enter(request: HttpRequest) -> HttpResponse:
    """The door."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = sign_in(**form.cleaned_data, address=_address(request), now=timezone.now())
        except GongkaiError as refusal:
            # Without the login: people type their password into the wrong field.
            log.warning("sign-in refused from %s: %s", _address(request), refusal.code)
            _refuse(form, refusal)
        else:
            begin_session(request, person)
            return redirect(_way_back(request))
    return _page(request, "console/sign_in.html", form)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Out again."""
    logout(request)
    return redirect("console:enter")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The console in the other language, from now on in this browser."""
    response = redirect(_way_back(request))
    if request.POST.get("language") in LANGUAGES:
        response.set_cookie(
            "language",
            request.POST["language"],
            max_age=31536000,
            path="/console/",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )
    return response


class HomeView(ConsoleView):
    """What waits for the person, who they are here, and what they look after themselves."""

    ability = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """The first page."""
        held = sorted(self.actor.memberships, key=lambda m: (m.organ, m.role))
        roles = [(m.organ, role_name(m.role)) for m in held]
        waiting = waiting_for(self.actor, self.now)
        return self.page("console/home.html", roles=roles, waiting=waiting)


@never_cache
@login_required
@sensitive_post_parameters("old", "new", "again")
def password(request: HttpRequest) -> HttpResponse:
    """Another password; every other session of the person ends."""
    person, actor = _who(request)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            password_change(person=person, old=given["old"], new=given["new"], actor=actor, now=timezone.now())
        except GongkaiError as refusal:
            _refuse(form, refusal)
        else:
            begin_session(request, person)
            return redirect("console:home")
    return _page(request, "console/password.html", form)


@never_cache
@login_required
def totp(request: HttpRequest) -> HttpResponse:
    """Setting up an authenticator: first a new key is made, then its first code confirms it."""
    person, actor = _who(request)
    if "begin" in request.POST and not person.totp_confirmed:
        totp_enrol(person=person)
        return redirect("console:totp")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            totp_confirm(person=person, code=form.cleaned_data["code"], actor=actor, now=timezone.now())
        except GongkaiError as refusal:
            _refuse(form, refusal)
        else:
            return redirect("console:home")
    return _page(request, "console/totp.html", form, key=totp_key(person) if totp_address(person) else "")


@require_GET
@never_cache
@login_required
def totp_image(request: HttpRequest) -> HttpResponse:
    """The key of the authenticator being set up, as an image to be read by a telephone."""
    person, _ = _who(request)
    address = totp_address(person)
    if not address:
        raise Http404
    drawn = io.BytesIO()
    qrcode.make(address, image_factory=SvgPathFillImage).save(drawn)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


def _who(request: HttpRequest) -> tuple[Person, Actor]:
    person = request.user
    assert isinstance(person, Person)  # noqa: S101 - login_required says so
    return person, actor_for(person, address=_address(request), now=timezone.now())


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _refuse(form: Form, refusal: GongkaiError) -> None:
    form.add_error(None, refusal.said_in(get_language() or ""))


def _way_back(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is in the console; else its first page."""
    wanted = request.GET.get("next", "")
    inside = wanted.startswith("/console/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if inside else "/console/"


def _page(request: HttpRequest, template: str, form: Form, *, key: str = "") -> HttpResponse:
    context: dict[str, object] = {"form": form, "person": request.user, "key": key}
    if isinstance(request.user, Person):
        context["navigation"] = items_for(_who(request)[1])
    return render(request, template, context, status=400 if form.errors else 200)
