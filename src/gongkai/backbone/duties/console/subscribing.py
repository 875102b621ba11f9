"""The page on which a person has their calendar address made, made anew or revoked."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.backbone.duties import services, subscriptions
from gongkai.kernel.actors import Ability
from gongkai.kernel.console.pages import ConsoleView


class CalendarAddressView(ConsoleView):
    """Whether there is an address, and the buttons."""

    ability = Ability.DUTY_SEE

    def get(self, request: HttpRequest) -> HttpResponse:
        """Since when there is one; the address itself cannot be shown again."""
        return self.page("duties/console/address.html", held=subscriptions.address_of(self.actor))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make one and show it this once, or revoke it."""
        if "revoke" in request.POST:
            services.calendar_address_revoke(actor=self.actor, now=self.now)
            return self.done(_("The address is revoked; it shows nothing any more."), request.path)
        token = services.calendar_address_make(actor=self.actor, now=self.now)
        address = settings.SITE_URL + reverse("duty-calendar", kwargs={"token": token})
        held = subscriptions.address_of(self.actor)
        return self.page("duties/console/address.html", held=held, address=address)
