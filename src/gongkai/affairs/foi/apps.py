from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from gongkai.kernel.due.registry import Due


class FoiConfig(AppConfig):
    name = "gongkai.affairs.foi"
    label = "foi"

    def ready(self) -> None:
        from gongkai.affairs.foi import letters
        from gongkai.affairs.foi.rules.guards import check_names
        from gongkai.affairs.foi.rules.workflow import workflow
        from gongkai.affairs.foi.services.consequences import ERASURE
        from gongkai.kernel.due import registry as due

        check_names(workflow(), letters=letters.names())
        due.register(ERASURE, _erase)
        _open_console()


def _open_console() -> None:
    from django.utils.translation import gettext_lazy as _

    from gongkai.affairs.foi import tasks
    from gongkai.kernel.actors import Ability
    from gongkai.kernel.console import navigation, waiting

    navigation.register(navigation.Item(_("Requests"), "console-foi:board", Ability.REQUEST_SEE, 12))
    waiting.register(tasks.waiting)


def _erase(moment: "Due", now: datetime) -> None:
    """The time of keeping is over; what has a dispute again is looked at a year later."""
    from django.utils import timezone

    from gongkai.affairs.foi.models import DisclosureRequest
    from gongkai.affairs.foi.services.happening import happen
    from gongkai.kernel.actors import SYSTEM

    if DisclosureRequest.objects.filter(number=moment.subject, state="archived").exists():
        happen(moment.subject, "erased", on=timezone.localdate(now), facts={}, actor=SYSTEM, now=now)
