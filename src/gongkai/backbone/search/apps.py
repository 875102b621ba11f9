from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "gongkai.backbone.search"
    label = "search"

    def ready(self) -> None:
        from gongkai.backbone.search import consumer, rebuilding, statistics
        from gongkai.backbone.search.meaning import building
        from gongkai.kernel.events import consumers
        from gongkai.kernel.worker import steps

        consumers.register(consumer.SEARCH)
        steps.register(rebuilding.REBUILD)
        steps.register(statistics.SWEEP)
        steps.register(building.BUILD)
        _open_console()


def _open_console() -> None:
    from django.utils.translation import gettext_lazy as _

    from gongkai.kernel.actors import Ability
    from gongkai.kernel.console import navigation

    navigation.register(navigation.Item(_("Search"), "console-search:hints", Ability.SEARCH_TUNE, 58))
