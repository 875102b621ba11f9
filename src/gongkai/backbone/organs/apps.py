from django.apps import AppConfig


class OrgansConfig(AppConfig):
    name = "gongkai.backbone.organs"
    label = "organs"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from gongkai.backbone.organs.services import naming
        from gongkai.kernel.actors import Ability
        from gongkai.kernel.console import navigation
        from gongkai.kernel.due import registry as due

        due.register(naming.NAME, naming.on_the_day)
        navigation.register(navigation.Item(_("Organs"), "console-organs:list", Ability.ORGAN_CONTACT, 40))
