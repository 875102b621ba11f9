"""What editors tell the search: the list, telling something after seeing what it does, taking it back."""

import hashlib
import json
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.backbone.search.console.previews import preview
from gongkai.backbone.search.hints import current, hint, hints, wording_with, wording_without
from gongkai.backbone.search.models import HintKind
from gongkai.backbone.search.rules import MOST_RECORDS, MOST_WORDS, listed
from gongkai.backbone.search.services import Told, hint_switch, hint_tell, refuse_wrong
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import Ability
from gongkai.kernel.console.form_pages import FormPage
from gongkai.kernel.console.pages import ConsoleView
from gongkai.kernel.console.paging import page_of_rows

_FIELDS = {
    "hint_words": "words",
    "hint_word_malformed": "words",
    "hint_personal": "words",
    "hint_stop_already": "words",
    "hint_stop_cut": "words",
    "hint_records": "records",
    "hint_record_unfindable": "records",
}
_STATES = {"": gettext_lazy("All"), "on": gettext_lazy("In use"), "off": gettext_lazy("Taken back")}


class HintForm(forms.Form):
    """One thing to tell the search."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=HintKind, widget=forms.RadioSelect)
    words = forms.CharField(
        label=gettext_lazy("Words or queries"),
        max_length=600,
        help_text=gettext_lazy(
            "With commas or spaces between. Synonyms: words that mean the same. Recommended: queries as readers type "
            "them, without spaces. Stop word: one word that says nothing of what is sought."
        ),
    )
    records = forms.CharField(
        label=gettext_lazy("Index numbers of what comes first"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Only for what is recommended; in the order in which it is to be shown"),
    )
    note = forms.CharField(label=gettext_lazy("Why"), max_length=200, required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def told(self) -> Told:
        """What was written."""
        given: dict[str, Any] = self.cleaned_data
        records = tuple(dict.fromkeys(given["records"].replace("，", " ").replace(",", " ").split()))
        kept = records if given["kind"] == HintKind.BEST else ()
        return Told(kind=given["kind"], words=listed(given["words"]), records=kept, note=given["note"].strip())


class HintsView(ConsoleView):
    """What has been told."""

    ability = Ability.SEARCH_TUNE

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        asked = {name: request.GET.get(name, "").strip()[:60] for name in ("kind", "state", "text")}
        rows = page_of_rows(hints(**asked), request.GET)
        shown = [(row, HintKind(row.kind).label) for row in rows.rows]
        return self.page(
            "search/console/hints.html",
            rows=shown, pages=rows, asked=asked, kinds=[("", _("All")), *HintKind.choices], states=_STATES.items(),
        )  # fmt: skip


class HintNewView(FormPage):
    """Telling something: first what it does is shown, then it can be kept."""

    ability = Ability.SEARCH_TUNE
    template = "search/console/hint_new.html"
    fields = _FIELDS

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form; a link may bring the words along."""
        given = {name: request.GET.get(name, "")[:200] for name in ("kind", "words", "records")}
        return self._shown(HintForm(initial=given | {"kind": given["kind"] or HintKind.SYNONYMS}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show what it does; keep it once that was seen."""
        form = HintForm(request.POST)
        if not form.is_valid():
            return self._shown(form, status=400)
        told = form.told()
        try:
            refuse_wrong(told)
            if form.cleaned_data["seen"] == _digest(told):
                hint_tell(told, actor=self.actor, now=self.now)
                return self.done(_("Told. It counts from the next question on."), reverse("console-search:hints"))
        except GongkaiError as error:
            self.told(form, error)
            return self._shown(form, status=400)
        after = HintForm({name: request.POST.get(name, "") for name in HintForm.base_fields} | {"seen": _digest(told)})
        after.is_valid()
        shown = preview(told.words, current(), wording_with(told.hint()))
        return self._shown(after, preview=shown)

    def _shown(self, form: forms.Form, *, status: int = 200, **context: Any) -> HttpResponse:
        limits = {"most_words": MOST_WORDS, "most_records": MOST_RECORDS}
        return self.shown(form, status=status, **(limits | context))


class HintView(ConsoleView):
    """One of them: what taking it back would do, or telling it again."""

    ability = Ability.SEARCH_TUNE

    def get(self, request: HttpRequest, row: int) -> HttpResponse:
        """What it says, and what the change would do."""
        held = hint(row)
        with_it, without = wording_with(held), wording_without(held)
        changed = (with_it, without) if held.active else (without, with_it)
        label, shown = HintKind(held.kind).label, preview(held.words, *changed)
        return self.page("search/console/hint.html", hint=held, kind=label, preview=shown)

    def post(self, request: HttpRequest, row: int) -> HttpResponse:
        """Change it: ``on`` or ``off``."""
        held = hint_switch(row, active=request.POST.get("state") == "on", actor=self.actor, now=self.now)
        told = _("%(words)s counts again.") if held.active else _("%(words)s was taken back.")
        return self.done(told % {"words": held}, reverse("console-search:hints"))


def _digest(told: Told) -> str:
    """What was looked at: when anything is changed afterwards, it is to be looked at again."""
    said = json.dumps([told.kind, told.words, told.records], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:32]
