"""Who acts on events."""

from datetime import datetime
from functools import partial

from gongkai.kernel.events.consumer import Consumer
from gongkai.kernel.worker import Lane, Step, steps

_consumers: dict[str, Consumer] = {}


def register(consumer: Consumer) -> None:
    """Add a consumer; called in ``AppConfig.ready``. It works by a step of its own in each lane."""
    _consumers[consumer.name] = consumer
    for lane in Lane:
        steps.register(Step(f"events-{consumer.name}-{lane}", lane, partial(_work, consumer, lane), locks_itself=True))


def _work(consumer: Consumer, lane: Lane, now: datetime) -> bool:
    from gongkai.kernel.events import delivery

    waiting, due = delivery.look(consumer, lane, now=now)
    retried = due and delivery.retry(consumer, lane, now=now)
    return (waiting and delivery.deliver(consumer, lane, now=now)) or retried


def all_consumers() -> tuple[Consumer, ...]:
    """Every consumer, in the order of registration."""
    return tuple(_consumers.values())


def named(name: str) -> Consumer | None:
    """The consumer of this name, if there still is one."""
    return _consumers.get(name)
