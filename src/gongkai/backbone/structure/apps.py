from django.apps import AppConfig


class StructureConfig(AppConfig):
    name = "gongkai.backbone.structure"
    label = "structure"

    def ready(self) -> None:
        from gongkai.backbone.channels import following
        from gongkai.backbone.structure import consumers, portal
        from gongkai.backbone.structure.selectors import addresses
        from gongkai.backbone.structure.services import banners, columns
        from gongkai.kernel.due import registry as due
        from gongkai.kernel.events import consumers as events
        from gongkai.kernel.events import subscriptions
        from gongkai.kernel.portal import leading, pages

        for kind in (banners.START, banners.END):
            due.register(kind, banners.on_time)
        events.register(consumers.BANNERS)
        events.register(consumers.COLUMNS)
        events.register(consumers.MENU)
        subscriptions.subscribe(columns.COLUMNS)
        following.register("columns", columns.pages_of)
        for page in portal.KINDS:
            pages.register(page)
        leading.register(addresses.way)
        _open_console()


def _open_console() -> None:
    from django.utils.translation import gettext_lazy as _

    from gongkai.kernel.actors import Ability
    from gongkai.kernel.console import navigation

    navigation.register(navigation.Item(_("Banners"), "console-structure:banners", Ability.BANNER_SET, 50))
    navigation.register(navigation.Item(_("Columns"), "console-structure:columns", Ability.SITE_EDIT, 53))
    navigation.register(navigation.Item(_("Navigation"), "console-structure:menu", Ability.SITE_EDIT, 54))
    navigation.register(navigation.Item(_("Subjects"), "console-structure:subjects", Ability.SITE_EDIT, 55))
    navigation.register(navigation.Item(_("Short addresses"), "console-structure:addresses", Ability.SITE_EDIT, 56))
    navigation.register(navigation.Item(_("Allowed sites"), "console-structure:hosts", Ability.HOST_ALLOW, 57))
