"""What the console asks before something is done with a duty."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gongkai.backbone.duties import acts, law_in_use, services
from gongkai.backbone.duties.models import Duty
from gongkai.backbone.organs.selectors import all_organs
from gongkai.kernel.accounts.selectors import members
from gongkai.kernel.accounts.services import actor_id
from gongkai.kernel.actors import Ability, Actor, may

Run = Callable[..., object]


class ActForm(forms.Form):
    """Fields of one act, filled for a duty and whoever asks; ``run`` calls the service with what was given."""

    service: Run

    def __init__(self, *args: Any, duty: Duty, actor: Actor, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.duty, self.actor, self.now = duty, actor, now
        self.prepare()

    def prepare(self) -> None:
        """Put into the fields what depends on the duty."""

    def given(self) -> Mapping[str, Any]:
        """What the service is told."""
        return self.cleaned_data

    def run(self) -> None:
        """Do it. Raises what the service raises."""
        type(self).service(self.duty.number, **self.given(), actor=self.actor, now=self.now)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


def _text(label: Any, longest: int = 300) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, widget=forms.Textarea({"rows": 3}))


class HandOverForm(ActForm):
    """To whom."""

    service = services.hand_over
    to = forms.ChoiceField(label=gettext_lazy("To whom"))
    why = _text(gettext_lazy("Why"))

    def prepare(self) -> None:
        """The people of the organs to which the actor may give work."""
        organs = [o for o in all_organs() if may(self.actor, Ability.DUTY_MANAGE, organ=o.code)]
        people = members([organ.code for organ in organs], now=self.now)
        groups = [
            (
                organ.name,
                [
                    (f"{organ.code} ", _("%(organ)s, nobody in particular") % {"organ": organ.name}),
                    *((f"{organ.code} {actor_id(person)}", person.name) for person in people.get(organ.code, [])),
                ],
            )
            for organ in organs
        ]
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = groups
        field.initial = f"{self.duty.organ.code} {self.duty.person}"

    def given(self) -> Mapping[str, Any]:
        """The organ and the person apart."""
        organ, _space, person = self.cleaned_data["to"].partition(" ")
        return {"organ": organ, "person": person, "why": self.cleaned_data["why"]}


class AssistanceForm(ActForm):
    """Which organ, with what, by when."""

    service = services.assistance_ask
    organ = forms.ChoiceField(label=gettext_lazy("Organ"))
    what = _text(gettext_lazy("What it is asked to do"))
    due_on = _day(gettext_lazy("By when, at the latest the day of the duty"))

    def prepare(self) -> None:
        """Every other organ, but those that were asked already."""
        asked = {self.duty.organ.code, *self.duty.assistance.values_list("organ__code", flat=True)}
        field = self.fields["organ"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(organ.code, organ.name) for organ in all_organs() if organ.code not in asked]
        self.fields["due_on"].initial = self.duty.due_on


class SuspendForm(ActForm):
    """From when, and why."""

    service = services.suspend
    first = _day(gettext_lazy("First day that does not count, such as the day the letter was sent"))
    why = _text(gettext_lazy("Why"))

    def prepare(self) -> None:
        """For what the rule lets the clock stop."""
        self.fields["first"].initial = timezone.localdate(self.now)
        rule = law_in_use.rules_in_use().rule(self.duty.rule, self.duty.started_on)
        self.fields["why"].help_text = _("The rule knows: %(reasons)s") % {"reasons": "、".join(rule.suspend)}


class ResumeForm(ActForm):
    """Until when."""

    service = services.resume
    last = _day(gettext_lazy("Last day that does not count, such as the day the answer came"))

    def prepare(self) -> None:
        """Today."""
        self.fields["last"].initial = timezone.localdate(self.now)


class RestartForm(ActForm):
    """From when, and why."""

    service = services.restart
    on = _day(gettext_lazy("Day after which the whole time is counted anew"))
    why = _text(gettext_lazy("Why"))

    def prepare(self) -> None:
        """For what the rule lets the clock begin anew."""
        self.fields["on"].initial = timezone.localdate(self.now)
        rule = law_in_use.rules_in_use().rule(self.duty.rule, self.duty.started_on)
        self.fields["why"].help_text = _("The rule knows: %(reasons)s") % {"reasons": "、".join(rule.restart)}


class ExtendForm(ActForm):
    """By how much, who approved it, and why."""

    service = services.extend
    by = forms.IntegerField(label=gettext_lazy("By how much"), min_value=1)
    approved_by = forms.CharField(label=gettext_lazy("Who approved it"), max_length=120)
    why = _text(gettext_lazy("Why"))

    def prepare(self) -> None:
        """The cap and the approver of the rule."""
        extend = law_in_use.rules_in_use().rule(self.duty.rule, self.duty.started_on).extend
        if extend is not None:
            chinese = (get_language() or "").startswith("zh")
            facts = {"most": extend.most, "approver": extend.approver if chinese else extend.approver_en}
            self.fields["by"].help_text = _("Once, at most %(most)s, in the unit of the rule") % facts
            self.fields["approved_by"].help_text = _("The rule names: %(approver)s") % facts


class ExcuseForm(ActForm):
    """Why it need not be done."""

    service = services.excuse
    reason = _text(gettext_lazy("Why it need not be done"), 1000)


class AnswerForm(ActForm):
    """What the organ that helps says."""

    service = services.assistance_answer
    organ = forms.ChoiceField(label=gettext_lazy("In the name of"))
    answer = _text(gettext_lazy("Answer"), 2000)

    def prepare(self) -> None:
        """The organs that were asked and for which the actor may answer."""
        codes = set(acts.asked_of(self.duty, self.actor))
        field = self.fields["organ"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(organ.code, organ.name) for organ in all_organs() if organ.code in codes]


FORMS: dict[str, type[ActForm]] = {
    "hand-over": HandOverForm,
    "assistance": AssistanceForm,
    "suspend": SuspendForm,
    "resume": ResumeForm,
    "restart": RestartForm,
    "extend": ExtendForm,
    "excuse": ExcuseForm,
}
