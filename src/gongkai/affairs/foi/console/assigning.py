"""Giving out many requests at once: chosen on a list, first tried, then for good."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.affairs.foi import boards, selectors
from gongkai.affairs.foi.console import words
from gongkai.affairs.foi.console.boards import RequestsPage, rows_of
from gongkai.affairs.foi.rules.workflow import workflow
from gongkai.affairs.foi.services import Assignment, assign
from gongkai.backbone.organs.selectors import all_organs
from gongkai.kernel.accounts.selectors import holders, names_of
from gongkai.kernel.accounts.services import actor_id
from gongkai.kernel.actors import Ability, ForbiddenError, organs_for

_SHOWN = 200


class AssignView(RequestsPage):
    """The requests that can be given to an officer, those nobody has first, and the officers there are."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        return self._shown()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Say what would change, or with ``confirm`` change it."""
        numbers, officer = request.POST.getlist("number")[:_SHOWN], request.POST.get("officer", "")
        self._organs()
        if not numbers or not officer:
            return self._shown(missing=True, chosen=numbers, officer=officer, status=400)
        if "confirm" not in request.POST:
            trial = assign(numbers, officer=officer, actor=self.actor, now=self.now, is_trial=True)
            return self._shown(trial=trial, chosen=numbers, officer=officer)
        done = [one for one in assign(numbers, officer=officer, actor=self.actor, now=self.now) if not one.refused]
        said = ngettext("%(count)s request given out.", "%(count)s requests given out.", len(done))
        return self.done(said % {"count": len(done)}, reverse("console-foi:assign"))

    def _organs(self) -> list[str]:
        """The organs in which the person may give out work; raises ``ForbiddenError`` for none."""
        held = set[str]()
        for ability in selectors.ACTING:
            held |= organs_for(self.actor, ability) or frozenset()
        if not held:
            raise ForbiddenError(Ability.REQUEST_HANDLE, "")
        return sorted(held)

    def _shown(
        self,
        *,
        trial: list[Assignment] | None = None,
        chosen: list[str] | None = None,
        officer: str = "",
        missing: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        organs = self._organs()
        asked = self.asked()
        reach = selectors.seen_by(self.actor).filter(organ__code__in=organs)
        found = self.narrowed(asked).filter(organ__code__in=organs, state__in=workflow().events["assigned"].origins)
        names = names_of([officer, *(one.before for one in trial or [])])
        return self.page(
            "foi/console/assign.html",
            status=status,
            rows=rows_of(found.order_by("officer", "due_on", "id")[:_SHOWN], self.today),
            officers=self._officers(organs),
            asked=asked,
            load=boards.load(reach, self.today),
            lights=[(colour, words.LIGHTS[colour]) for colour in ("red", "yellow", "green", "standing")],
            chosen=set(chosen or ()),
            officer=officer,
            officer_name=names.get(officer, officer),
            missing=missing,
            is_tried=trial is not None,
            trial=[
                (
                    one,
                    names.get(one.before, one.before) or _("nobody yet"),
                    [words.said(why) for why in one.refused],
                )
                for one in trial or []
            ],
            would=sum(not one.refused for one in trial or []),
        )

    def _officers(self, organs: list[str]) -> list[tuple[str, list[tuple[str, str]]]]:
        named = {organ.code: organ.name for organ in all_organs()}
        return [
            (
                named[organ],
                [(actor_id(one), one.name) for one in holders(Ability.REQUEST_HANDLE, organ=organ, now=self.now)],
            )
            for organ in organs
        ]
