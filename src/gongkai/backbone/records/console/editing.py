"""Correcting the working copy: its fields and its text."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongkai.backbone.records import services
from gongkai.backbone.records.console.fields import BOOKS, LABELS
from gongkai.backbone.records.console.holding import WorkPage
from gongkai.backbone.records.drafts import Changes
from gongkai.backbone.records.models import Record
from gongkai.backbone.records.services import holding
from gongkai.foundations import texts
from gongkai.foundations.texts.formats import plain
from gongkai.kernel.actors import Ability, Actor

_DATES = ("dated_on", "printed_on", "effective_on", "expires_on")
_LISTS = ("addressees", "copies", "keywords")
_LONG = ("title", "summary", "disclosure_reason")


def fields_form(record: Record, data: Any, language: str) -> forms.Form:
    """A form of the fields of the working copy; lists are written with 、."""
    form = forms.Form(data, initial=_initial(record))
    for name, label in LABELS.items():
        form.fields[name] = _field(name, label, language)
    form.fields["seen"] = forms.CharField(widget=forms.HiddenInput)
    return form


def record_form(record: Record, data: Any, language: str) -> forms.Form:
    """As ``fields_form``, and the text, a paragraph a line."""
    form = fields_form(record, data, language)
    if not _has_structure(record):
        area = forms.Textarea({"rows": 30, "class": "text"})
        form.fields["text"] = forms.CharField(label=_("Text, a paragraph a line"), required=False, widget=area)
    return form


def _field(name: str, label: Any, language: str) -> forms.Field:
    if name in BOOKS:
        choices = [(code, entry.name(language)) for code, entry in BOOKS[name]().items()]
        return forms.ChoiceField(label=label, choices=choices)
    if name in _DATES:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(label=label, required=False, widget=widget)
    text = forms.Textarea({"rows": 2}) if name in _LONG else forms.TextInput()
    return forms.CharField(label=label, required=name == "title", widget=text)


def _initial(record: Record) -> dict[str, Any]:
    initial: dict[str, Any] = {name: getattr(record, name) for name in LABELS}
    initial |= {name: "、".join(initial[name]) for name in _LISTS}
    initial["text"] = texts.to_text(texts.from_data(record.document))
    initial["seen"] = record.updated_at.isoformat()
    return initial


def _has_structure(record: Record) -> bool:
    """Whether the text holds more than paragraphs, which a plain field would flatten."""
    return any(not isinstance(block, str) for block in record.document.get("blocks", ()))


class EditView(WorkPage):
    """Correct fields and text. A published record changes for readers only with its next edition."""

    ability = Ability.RECORD_DRAFT

    def get(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """The form."""
        record = self.record()
        holding.hold(record.index_number, actor=self.actor, now=self.now)
        return self._form(record, record_form(record, None, get_language() or ""))

    def post(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """Keep what was changed, unless another changed it meanwhile; nothing typed is lost."""
        record = self.record()
        form = record_form(record, request.POST, get_language() or "")
        if form.is_valid():
            try:
                keep(record, form, actor=self.actor, now=self.now)
            except services.ChangeRefusedError as error:
                form.add_error(None, error.said_in(get_language() or ""))
            else:
                return self.done(_("Kept."), self.desk_address())
        return self._form(record, form, status=400)

    def _form(self, record: Record, form: forms.Form, *, status: int = 200) -> HttpResponse:
        work = self.at_work(record, form)
        return self.page("records/console/edit.html", status=status, record=record, form=form, **work)


def keep(record: Record, form: forms.Form, *, actor: Actor, now: datetime) -> None:
    """Change what was changed in a valid form. Raises what ``holding.correct`` raises."""
    given = form.cleaned_data
    changes: dict[str, Any] = {name: given[name] for name in LABELS if name in form.changed_data}
    changes |= {name: _split(given[name]) for name in _LISTS if name in changes}
    if "text" in form.changed_data:
        changes["document"] = texts.to_data(plain.parse(given["text"], texts.DEFAULT))
    seen = datetime.fromisoformat(given["seen"])
    holding.correct(record.index_number, cast("Changes", changes), seen=seen, actor=actor, now=now)


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("，", "、").split("、") if part.strip())
