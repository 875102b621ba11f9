"""The page of the console that tells whether the platform is well."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from gongkai.config import doctor
from gongkai.kernel.actors import Ability
from gongkai.kernel.console import navigation
from gongkai.kernel.console.pages import ConsoleView

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_NAMES: dict[str, "StrOrPromise"] = {
    "database": _("Database"),
    "worker": _("Worker"),
    "event_lag": _("Deliveries behind"),
    "dead_letters": _("Deliveries given up"),
    "due_failures": _("Moments given up"),
    "stale_pages": _("Pages that could not be written"),
    "search": _("Search"),
    "disk": _("Disk"),
}
navigation.register(navigation.Item(_("Health"), "health", Ability.PLATFORM_SEE, 90))


class HealthView(ConsoleView):
    """What ``GET /healthz`` answers, with the detail that is for those who look after the platform."""

    ability = Ability.PLATFORM_SEE

    def get(self, _request: HttpRequest) -> HttpResponse:
        """The checks as they are now."""
        found = doctor.health(self.now)
        checks = [(_NAMES.get(check.name, check.name), check) for check in found.checks]
        is_well = found.status is doctor.Status.OK
        return self.page("console/health.html", checks=checks, is_well=is_well, now=self.now)
