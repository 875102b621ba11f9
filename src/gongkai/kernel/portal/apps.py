from collections.abc import Callable
from datetime import datetime

from django.apps import AppConfig

from gongkai.kernel.worker import Lane, Step, steps


class PortalConfig(AppConfig):
    name = "gongkai.kernel.portal"
    label = "portal"

    def ready(self) -> None:
        for lane in Lane:
            steps.register(Step(f"bake-{lane}", lane, _bake(lane), patient=lane is Lane.BULK))


def _bake(lane: Lane) -> Callable[[datetime], bool]:
    def run(now: datetime) -> bool:
        from gongkai.kernel.portal import stale

        return stale.bake_some(lane, now=now)

    return run
