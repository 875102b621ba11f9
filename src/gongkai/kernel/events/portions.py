"""How much a consumer is given at once: what it can do in a short time, so that nobody waits long for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, thread_time

from gongkai.kernel.events.consumer import Consumer
from gongkai.kernel.worker import Lane

# Of work: on a busy machine all takes longer, and more portions would only add to that. Of this thread alone: an index
# merges behind its commits, the more the smaller the portions were.
LONGEST_SECONDS = 0.6
LONGEST_WAIT_SECONDS = 1.5  # by the clock, for consumers that wait for a disk or for others
FIRST = 8

_sizes: dict[tuple[str, Lane], int] = {}


def size(consumer: Consumer, lane: Lane) -> int:
    """How many events the consumer is given next; few at first, never more than its ``batch``."""
    return min(consumer.batch, _sizes.get((consumer.name, lane), FIRST))


@contextmanager
def measured(consumer: Consumer, lane: Lane) -> Iterator[None]:
    """Watch how long it takes over a portion: half as much when that was too long, twice when it was quick."""
    given = size(consumer, lane)
    started, began = thread_time(), monotonic()
    yield
    share = max((thread_time() - started) / LONGEST_SECONDS, (monotonic() - began) / LONGEST_WAIT_SECONDS)
    if share > 1:
        given = max(1, given // 2)
    elif share < 1 / 2:
        given = min(consumer.batch, given * 2)
    _sizes[consumer.name, lane] = given
