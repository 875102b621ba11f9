"""What was given up after all tries: deliveries and moments, each with its error and a way to try again."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext

from gongkai.kernel.actors import Ability
from gongkai.kernel.console.pages import ConsoleView
from gongkai.kernel.due import selectors as due_selectors
from gongkai.kernel.due import services as due_services
from gongkai.kernel.events import selectors, services

_AT_MOST = 200


class FailuresView(ConsoleView):
    """Dead letters and moments given up, the oldest first."""

    ability = Ability.EVENT_REPLAY

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        return self.page(
            "console/failures.html",
            letters=selectors.dead_letters()[:_AT_MOST],
            moments=due_selectors.given_up()[:_AT_MOST],
            most=_AT_MOST,
        )


class _AgainView(ConsoleView):
    """Try again those that were chosen."""

    ability = Ability.EVENT_REPLAY

    def chosen(self) -> list[int]:
        """The ids that were chosen."""
        return [int(one) for one in self.request.POST.getlist("id") if one.isdecimal() and len(one) < 19]

    def after_refusal(self) -> str:
        """Back to the page."""
        return reverse("console:failures")

    def told(self, count: int) -> HttpResponse:
        """How many are tried again."""
        words = ngettext("%(count)d is tried again.", "%(count)d are tried again.", count)
        return self.done(words % {"count": count}, self.after_refusal())


class ReplayView(_AgainView):
    """Deliver dead letters again."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Those chosen."""
        return self.told(services.replay(self.chosen(), actor=self.actor, now=self.now))


class RetryView(_AgainView):
    """Try moments again that were given up."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Those chosen."""
        return self.told(due_services.retry(self.chosen(), actor=self.actor, now=self.now))
