"""What is asked for often, so that it can be made public to all."""

from django.http import HttpRequest, HttpResponse

from gongkai.affairs.foi import selectors
from gongkai.affairs.foi.console.boards import RequestsPage, rows_of
from gongkai.affairs.foi.often import often
from gongkai.backbone.records.selectors import address, published


class OftenView(RequestsPage):
    """Groups of requests in much the same words by different applicants, with what was made public because of them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The groups, what most asked for first."""
        organ = request.GET.get("organ", "")[:60]
        reach = selectors.seen_by(self.actor)
        groups = often(reach.filter(organ__code=organ) if organ else reach, self.today)
        shown = {row.request.pk: row for row in rows_of((one for g in groups for one in g.requests), self.today)}
        public = published([number for group in groups for number in group.records])
        return self.page(
            "foi/console/often.html",
            groups=[
                (
                    group,
                    [shown[one.pk] for one in group.requests],
                    [(address(n), public[n].title) for n in group.records if n in public and public[n].findable],
                )
                for group in groups
            ],
            organ=organ,
            organs=self.organs_to_choose(),
        )
