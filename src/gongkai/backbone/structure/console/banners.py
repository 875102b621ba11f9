"""Banners: those that stand, are to come and are over; setting one, changing it, taking it down."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.backbone.organs.selectors import all_organs
from gongkai.backbone.structure.models import Banner, Level
from gongkai.backbone.structure.selectors.banners import AT_ONCE, banner, banners
from gongkai.backbone.structure.services.banners import Words, banner_change, banner_set, banner_take_down
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import Ability
from gongkai.kernel.console.form_pages import FormPage, moment_field
from gongkai.kernel.console.pages import ConsoleView
from gongkai.kernel.console.paging import page_of_rows

_WHEN = {
    "": gettext_lazy("All"),
    "standing": gettext_lazy("Up now"),
    "coming": gettext_lazy("To come"),
    "over": gettext_lazy("Over"),
}
_FIELDS = {
    "banner_words": "chinese",
    "link_malformed": "link",
    "banner_times": "ends_at",
    "banner_too_long": "ends_at",
    "banner_level_unknown": "level",
}


class BannerForm(forms.Form):
    """A banner as it is written; without a beginning it is up at once."""

    level = forms.ChoiceField(label=gettext_lazy("How loud"), choices=Level, widget=forms.RadioSelect)
    chinese = forms.CharField(
        label=gettext_lazy("Words in Chinese"), max_length=200, widget=forms.Textarea({"rows": 2})
    )
    english = forms.CharField(
        label=gettext_lazy("Words in English"),
        help_text=gettext_lazy("English pages show the Chinese words when there are none."),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    link = forms.CharField(
        label=gettext_lazy("Leads to"),
        help_text=gettext_lazy("An address of this site that begins with a slash, or a whole one elsewhere"),
        max_length=300,
        required=False,
    )
    starts_at = moment_field(gettext_lazy("From"), required=False, help_text=gettext_lazy("Empty: at once"))
    ends_at = moment_field(gettext_lazy("Until"), required=True)

    def words(self, now: datetime) -> Words:
        """What was written."""
        given: dict[str, Any] = self.cleaned_data
        return Words(**(given | {"starts_at": given["starts_at"] or now}))


class _BannerForm(BannerForm):
    """As ``BannerForm``, for one of several organs."""

    organ = forms.ChoiceField(label=gettext_lazy("In the name of"))
    field_order = ("organ",)


class BannersView(ConsoleView):
    """The banners of the organs within reach."""

    ability = Ability.BANNER_SET

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        when = request.GET.get("when", "")
        rows = page_of_rows(banners(self.organs, now=self.now, when=when), request.GET)
        return self.page(
            "structure/console/banners.html",
            rows=[(row, self._state(row)) for row in rows.rows],
            pages=rows,
            when=when,
            choices=_WHEN.items(),
            most=AT_ONCE,
        )

    def _state(self, row: Banner) -> str:
        return "over" if row.ends_at <= self.now else "coming" if row.starts_at > self.now else "standing"


class BannerSetView(FormPage):
    """A new banner."""

    ability = Ability.BANNER_SET
    fields = _FIELDS

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form; a day is proposed."""
        return self._shown(self._form(None))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Set it."""
        form = self._form(request.POST)
        if form.is_valid():
            organ = form.cleaned_data.pop("organ")
            try:
                banner_set(organ=organ, words=form.words(self.now), actor=self.actor, now=self.now)
            except GongkaiError as error:
                self.told(form, error)
            else:
                return self.done(_("The banner is set."), reverse("console-structure:banners"))
        return self._shown(form, status=400)

    def _form(self, data: Any) -> _BannerForm:
        initial = {"level": Level.NOTICE, "ends_at": self.now + timedelta(days=1)}
        form = _BannerForm(data, initial=initial)
        organ = form.fields["organ"]
        assert isinstance(organ, forms.ChoiceField)  # noqa: S101 - said above
        mine = [o for o in all_organs() if o.abolished_on is None and (self.organs is None or o.code in self.organs)]
        organ.choices = [(one.code, one.name) for one in mine]
        return form

    def _shown(self, form: forms.Form, *, status: int = 200) -> HttpResponse:
        title = _("Set a banner")
        note = _("It is above every page of the site within two seconds.")
        back = (reverse("console-structure:banners"), _("Banners"))
        return self.shown(form, status=status, title=title, note=note, button=title, back=back)


class BannerChangeView(FormPage):
    """Other words or times."""

    ability = Ability.BANNER_SET
    fields = _FIELDS

    def get(self, request: HttpRequest, row: int) -> HttpResponse:
        """The form as it stands."""
        held = banner(row, self.organs)
        return self._shown(BannerForm(initial={name: getattr(held, name) for name in BannerForm.base_fields}))

    def post(self, request: HttpRequest, row: int) -> HttpResponse:
        """Change it."""
        held = banner(row, self.organs)
        form = BannerForm(request.POST)
        if form.is_valid():
            try:
                banner_change(held.pk, words=form.words(held.starts_at), actor=self.actor, now=self.now)
            except GongkaiError as error:
                self.told(form, error)
            else:
                return self.done(_("Kept."), reverse("console-structure:banners"))
        return self._shown(form, status=400)

    def _shown(self, form: forms.Form, *, status: int = 200) -> HttpResponse:
        back = (reverse("console-structure:banners"), _("Banners"))
        return self.shown(form, status=status, title=_("Change the banner"), button=_("Keep"), back=back)


class BannerDownView(ConsoleView):
    """Take it down."""

    ability = Ability.BANNER_SET

    def post(self, request: HttpRequest, row: int) -> HttpResponse:
        """At once."""
        held = banner(row, self.organs)
        banner_take_down(held.pk, actor=self.actor, now=self.now)
        return self.done(_("The banner is taken down."), reverse("console-structure:banners"))

    def after_refusal(self) -> str:
        """Back to the list."""
        return reverse("console-structure:banners")
