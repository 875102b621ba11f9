"""What happened, in one gapless order, and those who act on it, each at its own pace."""

from gongkai.kernel.events.consumer import Consumer, Delivery, Outcome
from gongkai.kernel.events.emission import Emission
from gongkai.kernel.events.subscriptions import Subscription
from gongkai.kernel.worker import Lane

__all__ = ["Consumer", "Delivery", "Emission", "Lane", "Outcome", "Subscription"]
