from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "gongkai.backbone.search"
    label = "search"

    def ready(self) -> None:
        from gongkai.backbone.search import consumer, rebuilding
        from gongkai.kernel.events import consumers
        from gongkai.kernel.worker import steps

        consumers.register(consumer.SEARCH)
        steps.register(rebuilding.REBUILD)
