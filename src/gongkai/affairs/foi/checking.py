"""Whether the rows of requests are what their events say."""

from collections.abc import Iterator

from gongkai.affairs.foi.models import DisclosureRequest
from gongkai.affairs.foi.rules.counting import result_of
from gongkai.affairs.foi.selectors import case_of


def differing() -> Iterator[str]:
    """The numbers of requests whose row differs from the fold of its events."""
    for request in DisclosureRequest.objects.order_by("id").iterator(chunk_size=500):
        case = case_of(request)
        told = (case.state, case.received_on, case.counted_on, *result_of(case), case.served_on)
        held = (
            request.state,
            request.received_on,
            request.counted_on,
            request.result,
            request.result_on,
            request.served_on,
        )
        if told != held:
            yield request.number
