"""A consumer that writes down what it was given, and breaks where it is told to."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from gongkai.kernel.events import Consumer, Delivery, Lane, Outcome
from gongkai.kernel.events.delivery import deliver, retry

# Emits ``record.published``, or what is named, for each of the subjects in one transaction.
Tell = Callable[..., range]


class Scribe:
    """``given`` holds the portions as they came; a subject in ``breaks`` raises the error written there."""

    def __init__(self, name: str = "scribe", kinds: tuple[str, ...] = ("record.",), batch: int = 100) -> None:
        self.given: list[list[tuple[str, int]]] = []
        self.breaks: dict[str, Exception] = {}
        self.consumer = Consumer(name, kinds, self.handle, batch)
        self.before: Callable[[], None] = lambda: None

    def handle(self, deliveries: Sequence[Delivery]) -> Mapping[str, Outcome]:
        self.before()
        for delivery in deliveries:
            if delivery.subject in self.breaks:
                raise self.breaks[delivery.subject]
        self.given.append([(delivery.subject, delivery.seq) for delivery in deliveries])
        return {d.subject: Outcome(gone=d.kind == "record.withdrawn", detail=f"seq {d.seq}") for d in deliveries}

    @property
    def seen(self) -> list[tuple[str, int]]:
        """Everything given, in its order."""
        return [each for portion in self.given for each in portion]

    def work_off(self, *, now: datetime) -> None:
        """Deliver until nothing waits, and try again what is due."""
        for lane in Lane:
            while deliver(self.consumer, lane, now=now):
                pass
            retry(self.consumer, lane, now=now)
