"""Changing an organ: contact, details, name, its end, and what undoes them."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.backbone.organs import services
from gongkai.backbone.organs.console.fields import (
    CONTACT_LABELS,
    ContactForm,
    DetailsForm,
    EndForm,
    NameForm,
    NewForm,
    details_of,
)
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.organs.selectors import organ_within
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import Ability
from gongkai.kernel.console.form_pages import FormPage
from gongkai.kernel.console.pages import ConsoleView

_FIELDS = {
    "code_malformed": "code",
    "name_malformed": "name",
    "name_same": "name",
    "since_too_early": "since",
    "prefix_malformed": "index_prefix",
    "organ_taken": "index_prefix",
    "organ_kind_unknown": "kind",
    "parent_below": "parent",
    "successor_unfit": "successor",
}


class _ChangePage(FormPage):
    """A form about one organ: first as the organ is, then kept by a service."""

    ability = Ability.ORGAN_EDIT
    fields = _FIELDS

    def form(self, organ: Organ, data: Any) -> forms.Form:
        """The form, filled as the organ is unless data were typed."""
        raise NotImplementedError

    def keep(self, organ: Organ, form: Any) -> None:
        """Call the service."""
        raise NotImplementedError

    def title(self) -> str:
        """What the page is called."""
        raise NotImplementedError

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The form."""
        organ = organ_within(code, self.organs)
        return self._shown(organ, self.form(organ, None))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Keep what was typed, or say at the field why not."""
        organ = organ_within(code, self.organs)
        form = self.form(organ, request.POST)
        if form.is_valid():
            try:
                self.keep(organ, form)
            except GongkaiError as error:
                self.told(form, error)
            else:
                return self.done(_("Kept."), reverse("console-organs:organ", args=[code]))
        return self._shown(organ, form, status=400)

    def _shown(self, organ: Organ, form: forms.Form, *, status: int = 200) -> HttpResponse:
        back = (reverse("console-organs:organ", args=[organ.code]), organ.name)
        return self.shown(form, status=status, title=self.title(), button=_("Keep"), back=back)


class ContactView(_ChangePage):
    """Who answers for openness; an organ's editors look after their own."""

    ability = Ability.ORGAN_CONTACT

    def title(self) -> str:
        """The title."""
        return _("Who answers for openness")

    def form(self, organ: Organ, data: Any) -> forms.Form:
        """The contact."""
        return ContactForm(data, initial={name: getattr(organ, name) for name in CONTACT_LABELS})

    def keep(self, organ: Organ, form: Any) -> None:
        """Change it."""
        services.organ_update(code=organ.code, contact=form.contact(), actor=self.actor, now=self.now)


class DetailsView(_ChangePage):
    """What the organ is and where it stands."""

    def title(self) -> str:
        """The title."""
        return _("Kind, level and place")

    def form(self, organ: Organ, data: Any) -> forms.Form:
        """The details."""
        return DetailsForm(data, initial=details_of(organ))

    def keep(self, organ: Organ, form: Any) -> None:
        """Change them."""
        services.organ_edit(code=organ.code, details=form.details(), actor=self.actor, now=self.now)


class NameView(_ChangePage):
    """A new name."""

    def title(self) -> str:
        """The title."""
        return _("Rename the organ")

    def form(self, organ: Organ, data: Any) -> forms.Form:
        """Its name and the day."""
        return NameForm(data, initial={"name": organ.name, "since": timezone.localdate(self.now)})

    def keep(self, organ: Organ, form: Any) -> None:
        """Rename."""
        services.organ_rename(code=organ.code, **form.cleaned_data, actor=self.actor, now=self.now)


class EndView(_ChangePage):
    """The organ was abolished or merged."""

    def title(self) -> str:
        """The title."""
        return _("Abolished or merged")

    def form(self, organ: Organ, data: Any) -> forms.Form:
        """The day and who takes on its work."""
        return EndForm(data, initial={"on": timezone.localdate(self.now)})

    def keep(self, organ: Organ, form: Any) -> None:
        """Note it."""
        services.organ_abolish(code=organ.code, **form.cleaned_data, actor=self.actor, now=self.now)


class NewView(FormPage):
    """A new organ."""

    ability = Ability.ORGAN_EDIT
    fields = _FIELDS

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return self._shown(NewForm(initial={"since": timezone.localdate(self.now)}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Register it."""
        form = NewForm(request.POST)
        if form.is_valid():
            try:
                organ = services.organ_create(**form.cleaned_data, actor=self.actor, now=self.now)
            except GongkaiError as error:
                self.told(form, error)
            else:
                words = _("Registered. Say now who answers for openness there.")
                return self.done(words, reverse("console-organs:organ", args=[organ.code]))
        return self._shown(form, status=400)

    def _shown(self, form: forms.Form, *, status: int = 200) -> HttpResponse:
        back, title = (reverse("console-organs:list"), _("Organs")), _("Register an organ")
        return self.shown(form, status=status, title=title, button=title, back=back)


class _UndoView(ConsoleView):
    ability = Ability.ORGAN_EDIT

    def after_refusal(self) -> str:
        """Back to the organ."""
        return reverse("console-organs:organ", args=[self.kwargs["code"]])


class TakeBackView(_UndoView):
    """Undo the last renaming."""

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """As if it had never been entered."""
        services.organ_name_take_back(code=code, actor=self.actor, now=self.now)
        return self.done(_("The renaming is taken back."), self.after_refusal())


class ReinstateView(_UndoView):
    """Undo an abolition."""

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """The organ exists again."""
        services.organ_reinstate(code=code, actor=self.actor, now=self.now)
        return self.done(_("The organ exists again."), self.after_refusal())
