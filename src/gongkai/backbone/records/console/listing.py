"""The list of working copies."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from gongkai.backbone.records import desk
from gongkai.backbone.records.console.words import STATES
from gongkai.foundations import law
from gongkai.kernel.actors import Ability
from gongkai.kernel.console.pages import ConsoleView
from gongkai.kernel.console.paging import page_of_rows

_FILTERS = ("state", "kind", "organ", "text")


class ListView(ConsoleView):
    """Working copies of the organs within reach, the newest first, narrowed by state, kind, organ and words."""

    ability = Ability.RECORD_SEE

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        asked = {name: request.GET.get(name, "")[:200] for name in _FILTERS}
        rows = page_of_rows(desk.listing(self.organs, **asked), request.GET)
        language = get_language() or ""
        kinds = law.kinds()
        return self.page(
            "records/console/list.html",
            rows=[
                (row, STATES[row.state], kinds[row.kind].name(language) if row.kind in kinds else row.kind)
                for row in rows.rows
            ],
            pages=rows,
            asked=asked,
            states=STATES.items(),
            kinds=[(code, kind.name(language)) for code, kind in kinds.items()],
        )
