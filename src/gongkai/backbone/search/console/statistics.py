"""What readers seek: totals, days, the words most sought and those sought in vain; as a table, too."""

from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gongkai.backbone.search.statistics import LEAST_SHOWN, PERIODS, RARE_DAYS, Sought, by_day, sought, totals
from gongkai.kernel.actors import Ability
from gongkai.kernel.console.pages import ConsoleView
from gongkai.kernel.console.paging import page_of_list
from gongkai.kernel.console.spreadsheets import csv_lines

_SHOWN = {"": gettext_lazy("Most sought"), "empty": gettext_lazy("Sought in vain")}


class StatisticsView(ConsoleView):
    """What was sought in the last days."""

    ability = Ability.SEARCH_TUNE

    def asked(self) -> tuple[int, str]:
        """The days looked at, and whether only what was sought in vain is wanted."""
        days = self.request.GET.get("days", "")
        show = self.request.GET.get("show", "")
        return int(days) if days in set(map(str, PERIODS)) else PERIODS[1], show if show in _SHOWN else ""

    def rows(self) -> list[Sought]:
        """The words, as asked."""
        days, show = self.asked()
        return list(sought(days, today=timezone.localdate(self.now), empty=show == "empty"))

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        (days, show), today = self.asked(), timezone.localdate(self.now)
        return self.page(
            "search/console/statistics.html",
            days=days, show=show, periods=PERIODS, shows=_SHOWN.items(), least=LEAST_SHOWN, rare=RARE_DAYS,
            totals=totals(days, today=today), by_day=by_day(days, today=today)[:31],
            pages=page_of_list(self.rows(), request.GET),
        )  # fmt: skip


class StatisticsExportView(StatisticsView):
    """The same words as a table."""

    def get(self, request: HttpRequest) -> StreamingHttpResponse:  # type: ignore[override]  # a file, not a page
        """The table."""
        name = f"search-{timezone.localdate(self.now)}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        lines = csv_lines(_lines(self.rows()))
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _lines(rows: Iterable[Sought]) -> Iterator[list[object]]:
    yield ["words", "asked", "without_result", "opened", "mean_place"]
    for row in rows:
        yield [row.words, row.asked, row.empty, row.clicks, row.place or ""]
