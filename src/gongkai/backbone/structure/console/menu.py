"""The main navigation: its entries, how they will look, and the ones before."""

from collections.abc import Sequence

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gongkai.backbone.structure.selectors.menu import entries_of, menus, standing
from gongkai.backbone.structure.services.menu import MOST, menu_check, menu_put_back, menu_set
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import Ability
from gongkai.kernel.console.pages import ConsoleView
from gongkai.kernel.portal.menu import Entry
from gongkai.kernel.portal.templatetags.portal import menu_link

SHOWN = 20
SPARE = 2


class EntryForm(forms.Form):
    """An entry; one whose words are all taken away is left out."""

    place = forms.IntegerField(label=gettext_lazy("Place"), min_value=1, max_value=99)
    chinese = forms.CharField(label=gettext_lazy("Chinese"), max_length=12, required=False)
    english = forms.CharField(label=gettext_lazy("English"), max_length=30, required=False)
    link = forms.CharField(label=gettext_lazy("Leads to"), max_length=300, required=False)


_Entries = formset_factory(EntryForm, extra=0, max_num=MOST + SPARE, absolute_max=MOST + SPARE)


class MenuView(ConsoleView):
    """Change the entries; with ``preview`` only see how they would look."""

    ability = Ability.SITE_EDIT

    def get(self, request: HttpRequest) -> HttpResponse:
        """The entries that stand."""
        return self._shown(_form(standing()), standing())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep them, or show them."""
        form = _Entries(request.POST)
        if not form.is_valid():
            return self._shown(form, standing(), refusal=_("Not kept yet: look at what is marked."), status=400)
        entries = _entries(form)
        try:
            if "preview" in request.POST:
                menu_check(entries)
                return self._shown(form, entries, is_preview=True)
            menu_set(entries, actor=self.actor, now=self.now)
        except GongkaiError as error:
            return self._shown(form, standing(), refusal=error.said_in(get_language() or ""), status=400)
        told = _("It stands on the first pages within seconds, and on all others as they are written again.")
        return self.done(told, reverse("console-structure:menu"))

    def _shown(
        self,
        form: "BaseFormSet[EntryForm]",
        entries: Sequence[Entry],
        *,
        refusal: str = "",
        is_preview: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        looks = [(code, [menu_link(entry, english=code == "en") for entry in entries]) for code in ("zh-CN", "en")]
        earlier = [(row, entries_of(row)) for row in menus()[:SHOWN]]
        return self.page(
            "structure/console/menu.html",
            status=status,
            form=form,
            looks=looks,
            refusal=refusal,
            is_preview=is_preview,
            earlier=earlier,
        )


class MenuBackView(ConsoleView):
    """Have an earlier navigation stand again."""

    ability = Ability.SITE_EDIT

    def post(self, request: HttpRequest, id: int) -> HttpResponse:  # noqa: A002 - the part of the address
        """At once."""
        menu_put_back(id, actor=self.actor, now=self.now)
        return self.done(_("The earlier navigation stands again."), reverse("console-structure:menu"))


def _form(entries: Sequence[Entry]) -> "BaseFormSet[EntryForm]":
    given: list[dict[str, object]] = [
        {"place": at, "chinese": entry.chinese, "english": entry.english, "link": entry.link}
        for at, entry in enumerate(entries, 1)
    ]
    spare: list[dict[str, object]] = [{"place": len(entries) + at} for at in range(1, SPARE + 1)]
    return _Entries(initial=given + spare)


def _entries(form: "BaseFormSet[EntryForm]") -> list[Entry]:
    rows = sorted((one.cleaned_data for one in form), key=lambda row: row["place"])
    kept = [row for row in rows if row["chinese"] or row["english"] or row["link"]]
    return [Entry(row["chinese"].strip(), row["english"].strip(), row["link"].strip()) for row in kept]
