"""The board of requests: what is in hand, under which light, with whom; and the same as a file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.affairs.foi import boards, selectors
from gongkai.affairs.foi.console import words
from gongkai.affairs.foi.fact_choices import choice_name, choices_of
from gongkai.affairs.foi.models import DisclosureRequest
from gongkai.affairs.foi.rules.workflow import workflow
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.organs.selectors import all_organs
from gongkai.kernel.accounts.selectors import names_of
from gongkai.kernel.actors import Ability, organs_for
from gongkai.kernel.console.pages import ConsoleView
from gongkai.kernel.console.paging import page_of_rows
from gongkai.kernel.console.spreadsheets import csv_lines

_ASKED = ("state", "light", "officer", "organ", "channel", "words", "result")
_EXPORTED = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """A request as a list shows it."""

    request: DisclosureRequest
    state: str
    officer: str
    channel: str
    colour: str
    light: str


def rows_of(requests: Iterable[DisclosureRequest], today: date) -> list[Row]:
    """Requests as a list shows them, with the names of who has them found at once."""
    shown, near, language = list(requests), selectors.soon(today), words.language()
    names = names_of({one.officer for one in shown})
    found = []
    for one in shown:
        colour = boards.light_of(one, today, near)
        channel = choice_name("channel", one.channel, language)
        officer = names.get(one.officer, one.officer)
        light = str(words.LIGHTS["waiting" if one.state == "filed" else colour])
        found.append(Row(one, words.state_name(one.state), officer, channel, colour, light))
    return found


class RequestsPage(ConsoleView):
    """A page about many requests, narrowed by what the query asks for."""

    ability = Ability.REQUEST_SEE

    @property
    def today(self) -> date:
        """The day of this visit."""
        return timezone.localdate(self.now)

    def asked(self) -> dict[str, str]:
        """What is asked for; without a state everything that is unanswered."""
        found = {name: self.request.GET.get(name, "").strip()[:200] for name in _ASKED}
        return found | {"state": found["state"] or "unanswered"}

    def narrowed(self, asked: dict[str, str]) -> QuerySet[DisclosureRequest]:
        """The requests that fit, the newest first."""
        state = "" if asked["state"] == "any" else asked["state"]
        narrowing = selectors.Narrowing(**asked | {"state": state})
        return selectors.board(actor=self.actor, narrowing=narrowing, today=self.today)

    def organs_to_choose(self) -> list[Organ]:
        """Those the person may choose among; none when there is one only."""
        organs = [each for each in all_organs() if self.organs is None or each.code in self.organs]
        return organs if len(organs) > 1 else []


class BoardView(RequestsPage):
    """Lights, the list, who has how much, and what is due next."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The board."""
        asked = self.asked()
        page = page_of_rows(self.narrowed(asked), asked | {"before": request.GET.get("before", "")})
        reach = selectors.seen_by(self.actor)
        if asked["organ"]:
            reach = reach.filter(organ__code=asked["organ"])
        return self.page(
            "foi/console/board.html",
            rows=rows_of(page.rows, self.today),
            pages=page,
            asked=asked,
            query=urlencode({name: value for name, value in asked.items() if value}),
            lights=self._lights(boards.counts(reach, self.today), asked),
            load=boards.load(reach, self.today),
            coming=rows_of(boards.next_due(reach), self.today),
            weeks=(forecast := boards.weeks(reach, self.today)),
            most=max(count for _monday, count in forecast) or 1,
            organs=self.organs_to_choose(),
            states=[(code, state.name(words.language())) for code, state in workflow().states.items()],
            channels=choices_of(workflow().facts["channel"], words.language()),
            may_register=organs_for(self.actor, Ability.REQUEST_REGISTER) != frozenset(),
            may_assign=any(organs_for(self.actor, each) != frozenset() for each in selectors.ACTING),
            is_empty=not reach.exists(),
        )

    def _lights(self, counts: Any, asked: dict[str, str]) -> Sequence[dict[str, Any]]:
        scope = {"organ": asked["organ"]} if asked["organ"] else {}
        every = {"colour": "all", "word": _("unanswered"), "count": counts["all"], "href": f"?{urlencode(scope)}"}
        found = [every | {"chosen": asked["state"] == "unanswered" and not asked["light"]}]
        for colour in ("red", "yellow", "green", "standing"):
            href = f"?{urlencode(scope | {'light': colour})}"
            told = {"colour": colour, "word": words.LIGHTS[colour], "count": counts[colour], "href": href}
            found.append(told | {"chosen": asked["light"] == colour})
        return found


class ExportView(RequestsPage):
    """What the board shows, as CSV: nobody who applied is in it."""

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        """The file."""
        found = self.narrowed(self.asked())[:_EXPORTED]
        headers = {"Content-Disposition": 'attachment; filename="requests.csv"'}
        return StreamingHttpResponse(csv_lines(self._lines(found)), content_type="text/csv", headers=headers)

    def _lines(self, requests: Iterable[DisclosureRequest]) -> Iterator[Sequence[object]]:
        yield (
            _("Number"), _("Subject"), _("Organ"), _("Channel"), _("Status"), _("Case officer"), _("Filed"),
            _("Received"), _("Due"), _("Decision"), _("Served"),
        )  # fmt: skip
        language = words.language()
        for row in rows_of(requests, self.today):
            one = row.request
            decision = choice_name("code", one.result, language) if one.result else ""
            days = (one.filed_on, one.received_on or "", one.due_on or "")
            yield (
                one.number, one.subject, one.organ.name, row.channel, row.state, row.officer, *days, decision,
                one.served_on or "",
            )  # fmt: skip
