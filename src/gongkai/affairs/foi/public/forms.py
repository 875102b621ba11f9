"""What applicants fill in: the application (条例第二十九条), the door to their request, and what they may answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.affairs.foi.choices import APPLICANTS, DOCUMENTS, FORMS, MEDIA, choices_of
from gongkai.affairs.foi.console import words
from gongkai.affairs.foi.rules.application import LONGEST, Application, faults
from gongkai.affairs.foi.rules.workflow import EventKind, workflow
from gongkai.affairs.foi.services.facts import LONGEST as LONGEST_ANSWER
from gongkai.backbone.organs.selectors import all_organs

_STARS = [(str(number), "★" * number) for number in range(5, 0, -1)]


def _line(name: str, label: Any, *, required: bool = False, help_text: Any = "", complete: str = "off") -> Any:
    widget = forms.TextInput({"autocomplete": complete})
    return forms.CharField(label=label, max_length=LONGEST[name], required=required, widget=widget, help_text=help_text)


class ApplicationForm(forms.Form):
    """The six elements of an application, each fault at its field."""

    organ = forms.ChoiceField(label=_("Which organ holds the information"))
    subject = _line(
        "subject",
        _("Name or document number of the information"),
        required=True,
        help_text=_("Whatever helps to find it: title, document number, year, what it is about"),
    )
    wanted = forms.CharField(
        label=_("What is wanted"),
        max_length=LONGEST["wanted"],
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Tell it so that another could find it. Write no more about yourself here than is needed."),
    )
    form = forms.ChoiceField(label=_("Form of the information"), widget=forms.RadioSelect)
    medium = forms.ChoiceField(label=_("How it is to reach you"), widget=forms.RadioSelect)
    applicant = forms.ChoiceField(label=_("Who applies"), widget=forms.RadioSelect)
    name = _line("name", _("Your name, or that of the organisation"), required=True, complete="name")
    document = forms.ChoiceField(label=_("Kind of document"))
    document_number = _line(
        "document_number", _("Number of the document"), required=True, help_text=_("Kept encrypted, and shown masked")
    )
    representative = _line("representative", _("Representative"), help_text=_("Organisations only"))
    telephone = _line("telephone", _("Telephone"), help_text=_("One way of contact at least"), complete="tel")
    address = _line("address", _("Postal address"), complete="street-address")
    email = _line("email", _("E-mail"), complete="email")
    agent = _line("agent", _("Agent"), help_text=_("Only if you apply for another; a letter of authority is needed."))
    agent_document = _line("agent_document", _("Agent's document"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = words.language()
        offered: dict[str, list[tuple[str, Any]]] = {
            "organ": [("", _("Choose")), *((o.code, o.name) for o in all_organs() if o.abolished_on is None)],
            "applicant": choices_of(APPLICANTS, language),
            "document": choices_of(DOCUMENTS, language),
            "form": choices_of(FORMS, language),
            "medium": choices_of(MEDIA, language),
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = choices

    def application(self, on: Any) -> Application:
        """The application as it is filed on the portal on this day."""
        return Application(**self.cleaned_data, channel="portal", on=on)

    def clean(self) -> dict[str, Any]:
        """What the law asks of an application, each fault at its field."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors:
            for name, reason in faults(Application(**given, channel="portal", on=None)).items():  # type: ignore[arg-type]  # no fault is about the day
                self.add_error(name, words.said(reason))
        return given


class DoorForm(forms.Form):
    """Number and secret of the receipt."""

    number = forms.CharField(
        label=_("Number of the request"), max_length=60, widget=forms.TextInput({"autocomplete": "off"})
    )
    secret = forms.CharField(label=_("Secret"), max_length=40, widget=forms.PasswordInput({"autocomplete": "off"}))


class AnswerForm(forms.Form):
    """What the applicant tells with something they may have happen, made from the table of the workflow."""

    def __init__(self, *args: Any, kind: EventKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, required in [*((n, True) for n in kind.facts), *((n, False) for n in kind.may)]:
            fact = workflow().facts[name]
            label = fact.name(words.language())
            if name == "stars":
                stars = forms.ChoiceField(label=label, choices=_STARS, widget=forms.RadioSelect, required=required)
                self.fields[name] = stars
            else:
                area = forms.Textarea({"rows": 4})
                self.fields[name] = forms.CharField(
                    label=label, max_length=LONGEST_ANSWER, required=required, widget=area
                )

    def told(self) -> dict[str, Any]:
        """The facts as they were given."""
        return {name: value for name, value in self.cleaned_data.items() if value}
