from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "gongkai.backbone.channels"
    label = "channels"

    def ready(self) -> None:
        from gongkai.backbone.channels import consumers, portal
        from gongkai.kernel.events import consumers as events
        from gongkai.kernel.portal import pages

        events.register(consumers.LISTS)
        events.register(consumers.ORGANS)
        for kind in portal.KINDS:
            pages.register(kind)
