"""What is owed: by the person's organs or one of them, by the person, as a table and as a calendar."""

from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongkai.backbone.duties import boards, explaining, feeds, law_in_use
from gongkai.backbone.duties.models import Duty
from gongkai.backbone.duties.rules import Light
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.organs.selectors import all_organs
from gongkai.kernel.actors import Ability
from gongkai.kernel.console.pages import ConsoleView
from gongkai.kernel.console.paging import page_of_rows

_EXPORTED = 20_000


class BoardView(ConsoleView):
    """The board: lights, what comes next, and the weeks to come."""

    ability = Ability.DUTY_SEE

    def get(self, request: HttpRequest) -> HttpResponse:
        """Of everything the person may see, of ``?organ=``, or with ``?mine=1`` of the person alone."""
        asked = {name: request.GET.get(name, "") for name in ("organ", "mine", "light")}
        person = self.actor.id if asked["mine"] == "1" else ""
        board = boards.board(actor=self.actor, now=self.now, organ=asked["organ"], person=person)
        owed = boards.owed(actor=self.actor, organ=asked["organ"], person=person)
        page = boards.listed(owed, now=self.now, light=asked["light"], after=request.GET.get("after", ""))
        kept = {name: value for name, value in asked.items() if value}
        moved = boards.moves(actor=self.actor)
        return self.page(
            "duties/console/board.html",
            board=board,
            lights=self._lights(board, kept),
            rows=[self._row(duty) for duty in page.duties],
            following=urlencode(kept | {"after": page.after}) if page.after else "",
            first=urlencode(kept) if "after" in request.GET else None,
            most=max((count for _, count in board.forecast), default=0) or 1,
            told=list(boards.reminders(actor=self.actor)[:20]),
            organs=self._organs(),
            asked=asked,
            scope=urlencode({name: value for name, value in kept.items() if name != "light"}),
            moved=moved.count(),
            moved_at=getattr(moved.first(), "at", None),
        )

    def _organs(self) -> list[Organ]:
        """Those the person may choose among; none when there is one only."""
        organs = [each for each in all_organs() if self.organs is None or each.code in self.organs]
        return organs if len(organs) > 1 else []

    def _lights(self, board: boards.Board, kept: dict[str, str]) -> list[dict[str, str | int | bool]]:
        words = {Light.RED: _("overdue"), Light.YELLOW: _("due soon"), Light.GREEN: _("in time")}
        words[Light.STANDING] = _("clock stands")
        return [
            {
                "colour": light.value,
                "word": word,
                "count": getattr(board, light.value),
                "href": f"?{urlencode(kept | {'light': light.value})}",
                "chosen": kept.get("light") == light.value,
            }
            for light, word in words.items()
        ]

    def _row(self, duty: Duty) -> dict[str, str | bool]:
        colour, state = explaining.state_in_words(duty, self.now)
        rule = law_in_use.rules_in_use().rule(duty.rule, duty.started_on)
        return {
            "number": duty.number,
            "title": duty.title,
            "organ": duty.organ.name,
            "rule": rule.name(get_language() or ""),
            "due": explaining.due_in_words(duty),
            "provisional": duty.provisional,
            "colour": colour,
            "state": state,
        }


class ExportView(ConsoleView):
    """Everything the person may see, as a file; ``form`` is csv, xlsx or ics."""

    ability = Ability.DUTY_SEE
    form = "csv"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The file."""
        duties = self._owed(request.GET.get("organ", ""), mine=request.GET.get("mine") == "1")
        if self.form == "ics":
            body, kind = feeds.icalendar(duties, site=settings.SITE_DOMAIN, now=self.now).encode(), "text/calendar"
        elif self.form == "xlsx":
            body, kind = feeds.xlsx_table(duties), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        else:
            body, kind = feeds.csv_table(duties), "text/csv"
        headers = {"Content-Disposition": f'attachment; filename="duties.{self.form}"'}
        return HttpResponse(body, content_type=f"{kind}; charset=utf-8", headers=headers)

    def _owed(self, organ: str, *, mine: bool) -> "QuerySet[Duty]":
        owed = boards.owed(actor=self.actor, organ=organ, person=self.actor.id if mine else "")
        return owed.order_by("due_at", "id")[:_EXPORTED]


class MovesView(ConsoleView):
    """Which duties got another day when the law or its calendar last changed."""

    ability = Ability.DUTY_SEE

    def get(self, request: HttpRequest) -> HttpResponse:
        """Before and after, page by page."""
        return self.page(
            "duties/console/moves.html", pages=page_of_rows(boards.moves(actor=self.actor), request.GET.dict())
        )
