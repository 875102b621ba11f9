from collections.abc import Callable
from datetime import date, datetime

from django.apps import AppConfig
from django.utils import timezone

from gongkai.kernel.worker import Lane, Step, steps


class DutiesConfig(AppConfig):
    name = "gongkai.backbone.duties"
    label = "duties"

    def ready(self) -> None:
        from gongkai.backbone.duties import mailing, portal, publication
        from gongkai.backbone.duties.services import clockwork, reminding
        from gongkai.kernel.due import registry as due
        from gongkai.kernel.events import consumers as events
        from gongkai.kernel.events.subscriptions import subscribe
        from gongkai.kernel.portal import pages

        due.register(clockwork.REMINDER, reminding.remind)
        subscribe(publication.PUBLICATION)
        events.register(mailing.MAIL)
        for kind in portal.KINDS:
            pages.register(kind)
        _open_console()
        steps.register(Step("annual-reports", Lane.BULK, _OnceADay(_open_annual_reports)))
        steps.register(Step("rule-pages", Lane.BULK, _OnceADay(_bake_rules)))


class _OnceADay:
    """Does something on the first turn of each day, here."""

    def __init__(self, work: Callable[[datetime], bool]) -> None:
        self._work, self._done_on = work, date.min

    def __call__(self, now: datetime) -> bool:
        today = timezone.localdate(now)
        if self._done_on == today:
            return False
        done = self._work(now)
        self._done_on = today
        return done


def _open_annual_reports(now: datetime) -> bool:
    """A new year may have begun, or a new organ come."""
    from gongkai.backbone.duties.services.yearly import open_annual_reports

    return bool(open_annual_reports(now=now))


def _bake_rules(_now: datetime) -> bool:
    """A rule may have come into force today, or the city may have changed a number of its own."""
    from gongkai.backbone.duties.portal import rule_pages
    from gongkai.kernel.portal import stale

    stale.mark(rule_pages(), Lane.BULK)
    return True


def _open_console() -> None:
    from django.utils.translation import gettext_lazy as _

    from gongkai.backbone.duties import selectors
    from gongkai.kernel.actors import Ability
    from gongkai.kernel.console import navigation, waiting

    navigation.register(navigation.Item(_("Duties"), "console-duties:board", Ability.DUTY_SEE, 15))
    navigation.register(navigation.Item(_("Working calendar"), "console-duties:calendar", Ability.CALENDAR_EDIT, 80))
    waiting.register(selectors.waiting)
