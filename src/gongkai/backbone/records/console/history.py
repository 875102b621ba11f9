"""What became of a record: its editions and how they differ, and where the world sees it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gongkai.backbone.records import comparing
from gongkai.backbone.records.console.comparing import between
from gongkai.backbone.records.console.desk import RecordPage
from gongkai.backbone.records.rules import Route
from gongkai.backbone.records.whereabouts import whereabouts

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_ROUTES: dict[str, "StrOrPromise"] = {
    Route.REVIEWED: _("After review"),
    Route.URGENT: _("Urgently"),
    Route.IMPORTED: _("Taken over from elsewhere"),
}
# What acts on records, by the name it has in the events.
_CONSUMERS: dict[str, "StrOrPromise"] = {
    "page": _("Public page"),
    "search": _("Search"),
    "lists": _("Lists and feeds"),
}
_CONSUMER_STATES: dict[str, "StrOrPromise"] = {
    "present": _("Shows the newest state"),
    "gone": _("Taken away"),
    "behind": _("Still shows an earlier state"),
    "waiting": _("Has not come to it yet"),
    "nothing to do": _("Nothing to show yet"),
}
_FILE_STATES: dict[str, "StrOrPromise"] = {
    "as baked": _("As it was written"),
    "changed": _("Changed since it was written"),
    "missing": _("Missing"),
}


class HistoryView(RecordPage):
    """Every edition of a record, and the difference between any two of them or the working copy."""

    def get(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """The history, with the difference asked for."""
        record = self.record()
        numbers = [edition.number for edition in comparing.editions(record)]
        before, after = _asked(request, numbers)
        return self.page(
            "records/console/history.html",
            record=record,
            editions=[(edition, _ROUTES[edition.route]) for edition in comparing.editions(record)],
            numbers=numbers,
            before=before,
            after=after,
            difference=between(record, before, after, get_language() or "", self.now) if numbers else None,
        )


def _asked(request: HttpRequest, numbers: Sequence[int]) -> tuple[int, int]:
    """The two versions asked for; unless asked, the newest edition against the one before or the working copy."""
    newest = max(numbers, default=0)
    first, second = (newest - 1, newest) if newest > 1 else (newest, comparing.WORKING_COPY)
    return _number(request.GET.get("from", ""), first), _number(request.GET.get("to", ""), second)


def _number(given: str, otherwise: int) -> int:
    return int(given) if given.isdecimal() and len(given) < 9 else otherwise


class WhereView(RecordPage):
    """Per consumer what the world sees of a record, and its files against their digests."""

    def get(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """The whereabouts."""
        record = self.record()
        where = whereabouts(record.index_number) or {}
        consumers = [
            (_CONSUMERS.get(each["consumer"], each["consumer"]), _CONSUMER_STATES[each["state"]], each)
            for each in where["consumers"]
        ]
        files = [(_FILE_STATES[file["state"]], file) for file in where["files"]]
        return self.page("records/console/where.html", record=record, where=where, consumers=consumers, files=files)
