"""What every page of the console stands on: who asks, how far they reach, and how a refusal is told."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views import View
from django.views.decorators.cache import never_cache

from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.accounts.selectors import actor_for
from gongkai.kernel.actors import Ability, Actor, ForbiddenError, organs_for
from gongkai.kernel.console import navigation


@method_decorator(never_cache, name="dispatch")
class ConsoleView(View):
    """A page for people who have signed in and hold its ability somewhere; nobody else gets in.

    ``ability`` must be named; ``None`` says that the page is for everyone who has signed in and shows what is theirs.
    ``organs`` are those whose things the ability reaches, ``None`` for all: everything a page shows of an organ's
    things is asked for with it. Changes go through services, which check once more for the very thing.
    A refusal of a service is told on the page the person came from; what is missing, or not theirs to know of, is 404.
    """

    ability: ClassVar[Ability | None]
    person: Person
    actor: Actor
    now: datetime
    organs: frozenset[str] | None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """A page without an ability is a slip that must not wait for its first visitor."""
        super().__init_subclass__(**kwargs)
        if not hasattr(cls, "ability"):
            raise ImproperlyConfigured(f"{cls.__name__} names no ability")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who may, and translate what is refused."""
        person = request.user
        if not isinstance(person, Person):
            return redirect_to_login(request.get_full_path())
        self.person, self.now = person, timezone.now()
        self.actor = actor_for(person, address=str(request.META.get("REMOTE_ADDR", "")), now=self.now)
        self.organs = frozenset() if self.ability is None else organs_for(self.actor, self.ability)
        if self.ability is not None and self.organs == frozenset():
            return self.forbidden()
        try:
            return super().dispatch(request, *args, **kwargs)
        except ForbiddenError:
            return self.forbidden()
        except GongkaiError as error:
            if error.code in MISSING:
                return self.page("console/missing.html", status=404)
            return self.refused(error)

    def forbidden(self) -> HttpResponse:
        """403: signed in, but this is not for them."""
        return self.page("console/forbidden.html", status=403)

    def refused(self, error: GongkaiError) -> HttpResponse:
        """Tell why it cannot be done, where the person was."""
        messages.error(self.request, error.said_in(get_language() or ""))
        return redirect(self.after_refusal())

    def after_refusal(self) -> str:
        """Where a refused change leads back to."""
        return self.request.path

    def done(self, words: str, to: str) -> HttpResponse:
        """Say what was done and go on."""
        messages.success(self.request, words)
        return redirect(to)

    def page(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """A page in the console's frame."""
        frame = {"actor": self.actor, "person": self.person, "navigation": navigation.items_for(self.actor)}
        return render(self.request, template, frame | context, status=status)


# Codes of errors that say "there is no such thing": for the person at the console, or for them alone.
MISSING = frozenset(
    {
        "record_missing",
        "organ_missing",
        "person_missing",
        "file_missing",
        "letter_missing",
        "batch_missing",
        "edition_missing",
        "duty_missing",
        "banner_missing",
        "column_missing",
        "menu_missing",
        "short_address_missing",
        "request_missing",
        "hint_missing",
    }
)
