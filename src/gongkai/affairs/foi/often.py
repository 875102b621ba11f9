"""What several people asked for: information that an organ may as well make public to all (条例第四十四条)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import QuerySet

from gongkai.affairs.foi.models import CaseEvent, DisclosureRequest
from gongkai.affairs.foi.selectors import ALIKE, pairs_of, share_of

WITHIN = timedelta(days=365)
COMPARED = 200


@dataclass(slots=True)
class Often:
    """Requests of different applicants to one organ in much the same words, the newest first.

    ``records`` are the index numbers of what was made public because of them.
    """

    pairs: frozenset[str]
    requests: list[DisclosureRequest] = field(default_factory=list)
    records: list[str] = field(default_factory=list)

    @property
    def applicants(self) -> int:
        """How many applicants there were; who is unknown counts each time."""
        return len({one.sender or one.number for one in self.requests})

    @property
    def granted(self) -> int:
        """How many were given all of it or a part."""
        return sum(one.result in {"G", "P"} for one in self.requests)


def often(requests: QuerySet[DisclosureRequest], today: date) -> Sequence[Often]:
    """What two applicants or more asked for within a year, what most asked for first.

    Compared are the newest ``COMPARED`` requests, each with the newest of every group of its organ.
    """
    groups: list[Often] = []
    found = requests.filter(filed_on__gte=today - WITHIN).exclude(state__in=("discarded", "transferred", "erased"))
    for one in found.order_by("-id")[:COMPARED]:
        pairs = pairs_of(one.subject + one.wanted)
        like = (g for g in groups if g.requests[0].organ_id == one.organ_id and share_of(g.pairs, pairs) >= ALIKE)
        group = next(like, None)
        if group is None:
            group = Often(pairs)
            groups.append(group)
        group.requests.append(one)
    several = [group for group in groups if group.applicants > 1]
    _tell_records(several)
    return sorted(several, key=lambda group: -group.applicants)


def _tell_records(groups: Sequence[Often]) -> None:
    of = {one.pk: group for group in groups for one in group.requests}
    for event in CaseEvent.objects.filter(kind="made_public", request__in=of).order_by("id"):
        number = str(event.facts["record"])
        if number not in of[event.request_id].records:
            of[event.request_id].records.append(number)
