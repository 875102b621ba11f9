"""The counter: requests on paper, by mail and by fax are entered by the registrar, with the day the law counts from."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.affairs.foi import selectors
from gongkai.affairs.foi.choices import APPLICANTS, DOCUMENTS, FORMS, MEDIA, choices_of
from gongkai.affairs.foi.console import words
from gongkai.affairs.foi.fact_choices import choice_name
from gongkai.affairs.foi.rules.application import LONGEST, Application, faults
from gongkai.affairs.foi.rules.case import CERTAIN_CHANNELS
from gongkai.affairs.foi.services import request_file
from gongkai.backbone.organs.selectors import all_organs
from gongkai.foundations.mail import MOST_BYTES, UnreadableMailError, read_mail
from gongkai.kernel.actors import Ability
from gongkai.kernel.console.form_pages import FormPage, day_field

_CHANNELS = ("counter", "signed_mail", "mail", "fax", "email")


def _line(name: str, label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    widget = forms.TextInput({"autocomplete": "off"})
    return forms.CharField(label=label, max_length=LONGEST[name], required=required, widget=widget, help_text=help_text)


class RegistrationForm(forms.Form):
    """What stands on the paper. Every fault of the application is told at its field."""

    organ = forms.ChoiceField(label=_("Organ"))
    channel = forms.ChoiceField(label=_("How it came"), widget=forms.RadioSelect)
    on = day_field(
        _("Day it came"),
        help_text=_(
            "At the counter the day it was handed in, with signed mail the day it was signed for: from these the limits"
            " are counted at once (Art. 31). With ordinary mail, fax and e-mail the day it arrived: they are counted"
            " from the day you confirm the receipt with the applicant, which you enter next."
        ),
    )
    applicant = forms.ChoiceField(label=_("Who applies"))
    name = _line("name", _("Name of the applicant"), required=True)
    document = forms.ChoiceField(label=_("Kind of document"))
    document_number = _line("document_number", _("Number of the document"), required=True)
    representative = _line("representative", _("Representative"), help_text=_("Organisations only"))
    telephone = _line("telephone", _("Telephone"), help_text=_("One way of contact at least"))
    address = _line("address", _("Postal address"))
    email = _line("email", _("E-mail"))
    agent = _line("agent", _("Agent"), help_text=_("Who applies for another brings a letter of authority."))
    agent_document = _line("agent_document", _("Agent's document"))
    subject = _line("subject", _("Name or document number of the information"), required=True)
    wanted = forms.CharField(
        label=_("What is wanted"), max_length=LONGEST["wanted"], widget=forms.Textarea({"rows": 5})
    )
    form = forms.ChoiceField(label=_("Form"))
    medium = forms.ChoiceField(label=_("Medium"))
    items = forms.IntegerField(label=_("Matters"), initial=1, min_value=1, max_value=100)

    def __init__(self, *args: Any, organs: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = words.language()
        offered = {
            "organ": organs,
            "channel": [(code, choice_name("channel", code, language)) for code in _CHANNELS],
            "applicant": choices_of(APPLICANTS, language),
            "document": choices_of(DOCUMENTS, language),
            "form": choices_of(FORMS, language),
            "medium": choices_of(MEDIA, language),
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """What the law asks of an application, each fault at its field."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors:
            for name, reason in faults(Application(**given)).items():
                self.add_error(name, words.said(reason))
        return given


class RegisterView(FormPage):
    """The form of the counter, then the receipt, whose secret is shown this once."""

    ability = Ability.REQUEST_REGISTER
    template = "foi/console/register.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """An empty form, dated today."""
        return self.shown(self._empty())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Register it and show the receipt; or fill the form in from an e-mail, for the registrar to look through."""
        if "mail" in request.FILES:
            return self._from_mail(request.FILES["mail"])
        form = RegistrationForm(request.POST, organs=self._organs())
        if form.is_valid() and form.cleaned_data["on"] > timezone.localdate(self.now):
            form.add_error("on", _("The day lies in the future: check it."))
        if not form.is_valid():
            return self.shown(form, status=400)
        receipt = request_file(Application(**form.cleaned_data), actor=self.actor, now=self.now)
        found = selectors.request_for(receipt.number, actor=self.actor)
        return self.page(
            "foi/console/registered.html",
            receipt=receipt,
            wanted=found,
            alike=[
                (one, words.state_name(one.request.state), round(one.share * 100)) for one in selectors.alike(found)
            ],
            is_certain=found.channel in CERTAIN_CHANNELS,
        )

    def _from_mail(self, file: Any) -> HttpResponse:
        """What the mail says, at its places; who applies and with which document only the registrar can tell."""
        try:
            mail = read_mail(file.read(MOST_BYTES + 1))
        except UnreadableMailError as error:
            return self.shown(self._empty(), status=400, mail_refused=error.said_in(words.language()))
        today = timezone.localdate(self.now)
        initial = {"channel": "email", "on": min(mail.sent_on or today, today), "form": "email", "medium": "email"}
        initial |= {"name": mail.sender[: LONGEST["name"]], "email": mail.address[: LONGEST["email"]]}
        initial |= {"subject": mail.subject[: LONGEST["subject"]], "wanted": mail.text[: LONGEST["wanted"]]}
        form = RegistrationForm(initial=initial, organs=self._organs())
        return self.shown(form, from_mail=True, enclosed=[one.name for one in mail.enclosures])

    def _empty(self) -> RegistrationForm:
        initial = {"channel": "counter", "on": timezone.localdate(self.now), "form": "paper", "medium": "post"}
        return RegistrationForm(initial=initial, organs=self._organs())

    def _organs(self) -> list[tuple[str, str]]:
        return [
            (organ.code, organ.name)
            for organ in all_organs()
            if organ.abolished_on is None and (self.organs is None or organ.code in self.organs)
        ]
