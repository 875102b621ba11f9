from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "gongkai.kernel.console"
    label = "console"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from gongkai.kernel.actors import Ability
        from gongkai.kernel.console import navigation

        navigation.register(navigation.Item(_("Audit"), "console:audit", Ability.AUDIT_SEE, 80))
        navigation.register(navigation.Item(_("Given up"), "console:failures", Ability.EVENT_REPLAY, 85))
