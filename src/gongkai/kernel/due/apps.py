from datetime import datetime

from django.apps import AppConfig

from gongkai.kernel.worker import Lane, Step, steps


class DueConfig(AppConfig):
    name = "gongkai.kernel.due"
    label = "due"

    def ready(self) -> None:
        steps.register(Step("due", Lane.NOW, _fire))


def _fire(now: datetime) -> bool:
    from gongkai.kernel.due import services

    return services.fire(now=now)
