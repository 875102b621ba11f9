"""Who must act in the same transaction in which something happens.

A subscriber's work stands or falls with the change: when it raises, nothing happened at all. What can wait, or may fail
by itself, is a consumer instead.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gongkai.kernel.events.consumer import Delivery

Reaction = Callable[[Sequence[Delivery]], None]


@dataclass(frozen=True, slots=True)
class Subscription:
    """Someone who acts at once on events whose kind begins with one of ``kinds``.

    ``react`` gets all such events of one ``emit`` together, in their order, inside the transaction of the change. It
    must be quick, for whoever made the change waits for it.
    """

    name: str
    kinds: tuple[str, ...]
    react: Reaction


_subscriptions: dict[str, Subscription] = {}


def subscribe(subscription: Subscription) -> None:
    """Add a subscription; called in ``AppConfig.ready``. A second one of the same name takes its place."""
    _subscriptions[subscription.name] = subscription


def all_subscriptions() -> tuple[Subscription, ...]:
    """Every subscription, in the order of adding."""
    return tuple(_subscriptions.values())


def react_to(deliveries: Sequence[Delivery]) -> None:
    """Have every subscriber act on those of the events it asked for."""
    for subscription in all_subscriptions():
        wanted = [delivery for delivery in deliveries if delivery.kind.startswith(subscription.kinds)]
        if wanted:
            subscription.react(wanted)
