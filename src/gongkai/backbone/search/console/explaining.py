"""Why a record ranks where it does for a query, or why it is not found."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from gongkai.backbone.search.asking import query_from
from gongkai.backbone.search.engine import LONGEST_QUERY, SearchUnavailableError
from gongkai.backbone.search.explaining import account, understood
from gongkai.backbone.search.selectors import search
from gongkai.kernel.actors import Ability
from gongkai.kernel.console.pages import ConsoleView

# Where a word stands, in the words of people.
_PLACES = {
    "title": gettext_lazy("Title"),
    "pairs": gettext_lazy("The whole query in the title"),
    "words": gettext_lazy("Title or text"),
    "grams": gettext_lazy("Two characters side by side"),
    "sounds": gettext_lazy("Pinyin of the title"),
    "initials": gettext_lazy("Initials of the title"),
    "number": gettext_lazy("Document number"),
}


class ExplainView(ConsoleView):
    """The hits of a query as the public gets them, and what made the score of one."""

    ability = Ability.SEARCH_TUNE

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        text = request.GET.get("q", "").strip()[:LONGEST_QUERY]
        number = request.GET.get("record", "").strip()[:60]
        context: dict[str, Any] = {"text": text, "number": number}
        if text:
            query = query_from({"q": text})
            try:
                found = search(query)
                asked = replace(query, validity="") if found.lapsed_only else query
                context |= {"understood": understood(query), "found": found}
                if number:
                    told = account(asked, number, found)
                    placed = [(each, _PLACES.get(each.field, each.field)) for each in told.reasons]
                    context |= {"account": told, "account_reasons": placed}
            except SearchUnavailableError:
                context["unavailable"] = True
        return self.page("search/console/explain.html", **context)
