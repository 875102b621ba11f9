"""``gongkai worker``."""

import signal
import threading


def worker() -> None:
    """Work in the background until stopped: events, moments that have come, baking, indexing."""
    from django.conf import settings

    from gongkai.kernel.worker import loop, steps

    if settings.DEMO == "1":
        from gongkai.config.demo import growing

        steps.register(growing.step())
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    loop.run(stop)
