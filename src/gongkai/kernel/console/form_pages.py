"""Pages with one form, whose refusals are told at the field they are about."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse
from django.utils.translation import get_language

from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import Ability
from gongkai.kernel.console.pages import MISSING, ConsoleView


class FormPage(ConsoleView):
    """A page with a form. ``fields`` names the field that each code of a refusal is about; nothing typed is lost."""

    ability: ClassVar[Ability | None] = None
    template: ClassVar[str] = "console/form_page.html"
    fields: ClassVar[Mapping[str, str]] = {}

    def shown(self, form: forms.Form, *, status: int = 200, **context: Any) -> HttpResponse:
        """The page."""
        return self.page(self.template, status=status, form=form, **context)

    def told(self, form: forms.Form, error: GongkaiError) -> None:
        """Put a refusal where the person looks for it; what is missing is another page's to say."""
        if error.code in MISSING:
            raise error
        form.add_error(self.fields.get(error.code), error.said_in(get_language() or ""))


def moment_field(label: Any, *, required: bool, help_text: Any = "") -> forms.DateTimeField:
    """A day and a time, as the clock of this place shows them."""
    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(
        label=label, required=required, widget=widget, input_formats=["%Y-%m-%dT%H:%M"], help_text=help_text
    )


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A day."""
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)
