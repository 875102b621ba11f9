"""Having something happen to a case: its form from the table, and every reason why not."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.affairs.foi import selectors, services
from gongkai.affairs.foi.console import words
from gongkai.affairs.foi.console.cases import CasePage
from gongkai.affairs.foi.console.forms import EventForm
from gongkai.affairs.foi.models import DisclosureRequest
from gongkai.affairs.foi.rules.case import Case
from gongkai.affairs.foi.rules.closures import obstacles_of
from gongkai.affairs.foi.rules.guards import obstacles
from gongkai.affairs.foi.rules.reasons import RequestRefusedError
from gongkai.affairs.foi.rules.workflow import workflow
from gongkai.foundations.law import decision_groups, decisions
from gongkai.kernel.actors import Ability, ForbiddenError

_ABILITY_OF = {
    "registrar": Ability.REQUEST_REGISTER,
    "officer": Ability.REQUEST_HANDLE,
    "approver": Ability.REQUEST_APPROVE,
}


class EventView(CasePage):
    """One kind of event: what it asks for, then that it happens. A decision is chosen before its facts are told."""

    kind = ""

    def get(self, request: HttpRequest, case: str) -> HttpResponse:
        """The form, or the decisions there are."""
        found = self._mine()
        so_far, code = selectors.case_of(found), self._code(request.GET)
        if code is None:
            return self._decisions(found, so_far)
        return self._shown(found, so_far, self._form(found, so_far, code))

    def post(self, request: HttpRequest, case: str) -> HttpResponse:
        """Have it happen, or say every reason why not; nothing typed is lost."""
        found = self._mine()
        so_far, code = selectors.case_of(found), self._code(request.POST)
        if code is None:
            return self._decisions(found, so_far, status=400)
        form = self._form(found, so_far, code, request.POST)
        if not form.is_valid():
            return self._shown(found, so_far, form, status=400)
        try:
            on, facts = form.cleaned_data["on"], form.told()
            services.happen(found.number, self.kind, on=on, facts=facts, actor=self.actor, now=self.now)
        except RequestRefusedError as refusal:
            for reason in refusal.reasons:
                form.add_error(None, words.said(reason))
            return self._shown(found, so_far, form, status=400)
        return self.done(_("Entered: %(what)s") % {"what": words.event_name(self.kind)}, self.address())

    def _mine(self) -> DisclosureRequest:
        """The request, for those who may have this happen in some state; others who see the case are refused."""
        found, kind = self.case_request(), workflow().events[self.kind]
        if not {*kind.by} & {*selectors.roles_in(found.organ.code, self.actor)}:
            raise ForbiddenError(next(_ABILITY_OF[role] for role in kind.by if role in _ABILITY_OF), found.organ.code)
        return found

    def _form(self, found: DisclosureRequest, case: Case, code: str, data: Any = None) -> EventForm:
        return EventForm(data, kind=workflow().events[self.kind], request=found, case=case, now=self.now, code=code)

    def _code(self, told: QueryDict) -> str | None:
        """The decision that was chosen; empty for an event that is none, None when it is yet to be chosen."""
        if "code" not in workflow().events[self.kind].facts:
            return ""
        code = told.get("code", "")
        return code if code in self._codes() else None

    def _codes(self) -> list[str]:
        """The decisions this event may make: those that another signs, or those that nobody need sign."""
        today, signed = timezone.localdate(self.now), workflow().signed
        wants_signature = self.kind == "proposed"
        return [code for code, one in decisions(on=today).items() if (one.group in signed) == wants_signature]

    def _decisions(self, found: DisclosureRequest, case: Case, *, status: int = 200) -> HttpResponse:
        language, today, law = words.language(), timezone.localdate(self.now), selectors.law()
        groups: dict[str, list[dict[str, Any]]] = {}
        for code in self._codes():
            one = decisions(on=today)[code]
            reasons = [words.said(reason) for reason in obstacles_of(case, code, on=today, law=law)]
            articles = "、".join(article for article in one.basis if article[0].isdecimal())
            told = {"code": code, "name": one.name(language), "basis": articles, "reasons": reasons}
            groups.setdefault(decision_groups(on=today)[one.group].name(language), []).append(told)
        return self.page(
            "foi/console/decisions.html", status=status, wanted=found, groups=groups.items(), **self._frame(found, case)
        )

    def _shown(self, found: DisclosureRequest, case: Case, form: EventForm, *, status: int = 200) -> HttpResponse:
        code = str(form["code"].value() or "") if "code" in form.fields else ""
        chosen = decisions(on=timezone.localdate(self.now)).get(code)
        return self.page(
            "foi/console/act.html",
            status=status,
            wanted=found,
            form=form,
            chosen=chosen.name(words.language()) if chosen is not None else "",
            **self._frame(found, case),
        )

    def _frame(self, found: DisclosureRequest, case: Case) -> dict[str, Any]:
        kind = workflow().events[self.kind]
        closed = "" if found.state in kind.origins else words.state_name(found.state)
        reasons = [] if closed else obstacles(case, self.wish(found, kind), selectors.law())
        return {
            "label": words.event_name(self.kind),
            "basis": kind.basis,
            "closed": closed,
            "reasons": [words.said(one) for one in reasons],
            "letters": kind.letters,
        }
