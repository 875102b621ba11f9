from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "gongkai.backbone.records"
    label = "records"

    def ready(self) -> None:
        from gongkai.backbone.records import consumers, portal
        from gongkai.backbone.records.services import intake, reopening, scheduled, urgency, validity
        from gongkai.kernel.due import registry as due
        from gongkai.kernel.events import consumers as events
        from gongkai.kernel.portal import pages
        from gongkai.kernel.worker import Lane, Step, steps

        due.register(reopening.SCHEDULED, scheduled.publish_when_due)
        due.register(validity.CHANGE, validity.on_the_day)
        due.register(urgency.CONFIRMATION, urgency.overdue)
        pages.register(portal.RECORD)
        events.register(consumers.PAGE)
        steps.register(Step("intake", Lane.DEPENDENTS, intake.read_next))
        _open_console()


def _open_console() -> None:
    from django.utils.translation import gettext_lazy as _

    from gongkai.backbone.records import desk, remarks
    from gongkai.kernel.actors import Ability
    from gongkai.kernel.console import navigation, waiting

    navigation.register(navigation.Item(_("Inbox"), "console-records:inbox", Ability.RECORD_SEE, 10))
    navigation.register(navigation.Item(_("Take files in"), "console-records:intake", Ability.RECORD_DRAFT, 15))
    navigation.register(navigation.Item(_("Records"), "console-records:list", Ability.RECORD_SEE, 20))
    navigation.register(navigation.Item(_("Calendar"), "console-records:calendar", Ability.RECORD_SEE, 25))
    waiting.register(desk.waiting)
    waiting.register(remarks.waiting)
