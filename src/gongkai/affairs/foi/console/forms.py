"""The form of something that may happen to a case, made from the table of the workflow."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from gongkai.affairs.foi import withheld
from gongkai.affairs.foi.console import words
from gongkai.affairs.foi.fact_choices import choice_name, choices_of
from gongkai.affairs.foi.models import DisclosureRequest
from gongkai.affairs.foi.rules.case import Case
from gongkai.affairs.foi.rules.closures import facts_of
from gongkai.affairs.foi.rules.workflow import EventKind, FactKind, workflow
from gongkai.affairs.foi.services.facts import LONGEST
from gongkai.backbone.organs.selectors import all_organs
from gongkai.kernel.accounts.selectors import holders
from gongkai.kernel.accounts.services import actor_id
from gongkai.kernel.actors import Ability
from gongkai.kernel.console.form_pages import day_field

Choices = Sequence[tuple[str, str]]
# Found by the platform: the fee by the tariff, with what the applicant asked for earlier in the month.
_RECKONED = frozenset({"before", "yuan"})
_SHORT = frozenset({"record", "voucher", "proof", "body"})


class EventForm(forms.Form):
    """The legal day and the facts of one event; with a ``code`` those that a decision of this code must state."""

    def __init__(
        self,
        *args: Any,
        kind: EventKind,
        request: DisclosureRequest,
        case: Case,
        now: datetime,
        code: str = "",
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        today = timezone.localdate(now)
        day_help = _("The day on which it happened; limits are counted from it.")
        self.fields["on"] = day_field(_("Legal day"), help_text=day_help)
        self.fields["on"].initial = today
        offered = _offers(request, case, now)
        for name, is_required in _asked(kind, case, code, today):
            fact = workflow().facts[name]
            self.fields[name] = _field(fact, offered.get(name), is_required=is_required)
        if "withheld_part" in self.fields:
            self.fields["withheld_part"].initial = withheld.in_the_reply(request)
        if code:
            self.fields["code"] = forms.CharField(widget=forms.HiddenInput, initial=code)

    def told(self) -> dict[str, Any]:
        """The facts as they were given."""
        return {name: value for name, value in self.cleaned_data.items() if name != "on" and value not in ("", None)}


def _asked(kind: EventKind, case: Case, code: str, today: date) -> list[tuple[str, bool]]:
    """The facts to ask for, and whether each must be told."""
    if not code:
        names = [(name, name not in _RECKONED) for name in kind.facts] + [(name, False) for name in kind.may]
        return [(name, must) for name, must in names if name not in _RECKONED]
    must = [name for name in facts_of(case, code, on=today) if name in kind.may]
    also = [name for name in ("reason", "right_organ") if name in kind.may and name not in must]
    return [(name, True) for name in must] + [(n, False) for n in also if n == "reason" or code == "U1"]


def _field(fact: FactKind, offered: Choices | None, *, is_required: bool) -> forms.Field:
    label = capfirst(fact.name(words.language()))
    if offered is not None or fact.type == "choice":
        choices = offered if offered is not None else choices_of(fact, words.language())
        return forms.ChoiceField(label=label, required=is_required, choices=[("", _("Choose")), *choices])
    if fact.type == "whole":
        return forms.IntegerField(label=label, required=is_required, min_value=0, max_value=9_999_999)
    if fact.type == "day":
        return day_field(label, required=is_required)
    if fact.type == "flag":
        return forms.BooleanField(label=label, required=False)
    help_text = _("Kept encrypted; each opening of it is noted.") if fact.type == "sealed" else ""
    widget = forms.TextInput() if fact.code in _SHORT else forms.Textarea({"rows": 3})
    return forms.CharField(label=label, required=is_required, max_length=LONGEST, widget=widget, help_text=help_text)


def _offers(request: DisclosureRequest, case: Case, now: datetime) -> Mapping[str, Choices]:
    """What there is to choose from where the case, and not the table, says so."""
    language = words.language()
    officers = holders(Ability.REQUEST_HANDLE, organ=request.organ.code, now=now)
    leads = DisclosureRequest.objects.filter(organ=request.organ, sender=request.sender, state="handling")
    return {
        "officer": [(actor_id(person), person.name) for person in officers],
        "organ": [(o.code, o.name) for o in all_organs() if o.pk != request.organ_id and o.abolished_on is None],
        "lead": [(o.number, f"{o.number} {o.subject}") for o in leads.exclude(pk=request.pk).exclude(sender="")[:50]],
        "consultation": [
            (str(number), f"{number}：{choice_name('party_kind', one.kind, language)}（{one.sent_on}）")
            for number, one in enumerate(case.consultations, 1)
        ],
        "dispute": [
            (str(number), f"{number}：{choice_name('dispute_kind', one.kind, language)}（{one.filed_on}）")
            for number, one in enumerate(case.disputes, 1)
            if not one.outcome
        ],
        "entry": [
            (str(e.number), f"{e.number}：{words.event_name(e.kind)}（{e.on}）")
            for e in case.happened
            if e.kind != "entry_corrected"
        ],
    }
