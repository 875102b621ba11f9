"""One duty in the console: how its day came about, what became of it, and what can be done with it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongkai.backbone.duties import acts, explaining, selectors
from gongkai.backbone.duties.console import history
from gongkai.backbone.duties.console.forms import FORMS, ActForm, AnswerForm
from gongkai.backbone.duties.models import Duty
from gongkai.backbone.duties.services.access import DutyMissingError
from gongkai.backbone.duties.services.trying import tried
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import Ability, ForbiddenError, check
from gongkai.kernel.console.pages import ConsoleView


class DutyPage(ConsoleView):
    """A page about one duty, reached only by those who may see it."""

    ability = Ability.DUTY_SEE

    def duty(self) -> Duty:
        """The duty. Raises ``DutyMissingError`` when the actor may not know of it."""
        number = self.kwargs["number"]
        duty = selectors.duty_by_number(number, actor=self.actor)
        if duty is None:
            raise DutyMissingError(number)
        return duty

    def address(self) -> str:
        """The address of the duty's page."""
        return reverse("console-duties:duty", kwargs=self.kwargs)

    def after_refusal(self) -> str:
        """Back to the duty."""
        return self.address()


class DutyView(DutyPage):
    """One duty at a glance."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """The duty."""
        duty = self.duty()
        return self.page(
            "duties/console/duty.html",
            **explaining.context(selectors.explain(duty), now=self.now),
            acts=acts.acts_for(duty, self.actor, self.now),
            may_answer=bool(acts.asked_of(duty, self.actor)),
            assistance=duty.assistance.select_related("organ").order_by("id"),
            responsible=history.person_name(duty.person),
            history=history.of(duty),
        )


class ActView(DutyPage):
    """Do something with a duty: the form, then what it would do, then for good."""

    act = ""

    def label(self) -> str:
        """What is done here."""
        return str(acts.ACTS[self.act].label)

    def form(self, duty: Duty, data: Any = None) -> ActForm:
        """The form; raises ``ForbiddenError`` for those who see the duty and may not do this with it."""
        check(self.actor, acts.ACTS[self.act].ability, organ=duty.organ.code)
        return FORMS[self.act](data, duty=duty, actor=self.actor, now=self.now)

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """The form."""
        duty = self.duty()
        return self._shown(duty, self.form(duty))

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        """Show what would change, or with ``confirm`` change it."""
        duty = self.duty()
        form = self.form(duty, request.POST)
        if not form.is_valid():
            return self._shown(duty, form, status=400)
        try:
            if "confirm" in request.POST:
                form.run()
                return self.done(_("Done: %(what)s") % {"what": self.label()}, self.address())
            changes = history.differences(duty, tried(duty.number, form.run), self.now)
        except ForbiddenError:
            raise
        except GongkaiError as refusal:
            form.add_error(None, refusal.said_in(get_language() or ""))
            return self._shown(duty, form, status=400)
        return self._shown(duty, form, changes=changes)

    def _shown(
        self, duty: Duty, form: ActForm, *, changes: list[tuple[str, str, str]] | None = None, status: int = 200
    ) -> HttpResponse:
        return self.page(
            "duties/console/act.html", status=status, duty=duty, form=form, label=self.label(), changes=changes
        )


class AnswerView(ActView):
    """Answer what another organ asked for help with."""

    def label(self) -> str:
        """What is done here."""
        return _("Answer the request for help")

    def form(self, duty: Duty, data: Any = None) -> ActForm:
        """The form; raises ``ForbiddenError`` for those whose organ was not asked."""
        if not acts.asked_of(duty, self.actor):
            raise ForbiddenError(Ability.DUTY_MANAGE, duty.organ.code)
        return AnswerForm(data, duty=duty, actor=self.actor, now=self.now)
