"""The forms of organs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.backbone.organs.models import CONTACT_LIMITS, Kind, Level, Organ
from gongkai.backbone.organs.selectors import all_organs
from gongkai.backbone.organs.services import Contact, Details
from gongkai.kernel.console.form_pages import day_field

CONTACT_LABELS = {
    "leader": _("Responsible leader"),
    "leader_post": _("Post"),
    "office_name": _("Disclosure office"),
    "office_address": _("Address"),
    "office_hours": _("Hours on working days"),
    "telephone": _("Telephone"),
    "fax": _("Fax"),
    "email": _("Electronic mail"),
}


class ContactForm(forms.Form):
    """Who answers for openness, and how to reach them; all of it is published."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in CONTACT_LABELS.items():
            kind = forms.EmailField if name == "email" else forms.CharField
            self.fields[name] = kind(label=label, max_length=CONTACT_LIMITS[name], required=False)

    def contact(self) -> Contact:
        """What was typed."""
        return Contact(**{name: self.cleaned_data[name] for name in CONTACT_LABELS})


class DetailsForm(forms.Form):
    """What an organ is and where it stands."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind)
    level = forms.ChoiceField(label=_("Level"), choices=Level)
    parent = forms.ChoiceField(label=_("Organ above"), required=False)
    position = forms.IntegerField(
        label=_("Place in the order"), min_value=0, max_value=100_000, help_text=_("The smaller comes first.")
    )
    index_prefix = forms.CharField(
        label=_("Prefix of its index numbers"),
        max_length=18,
        help_text=_("9 or 18 characters. Numbers that were given keep theirs."),
    )
    domain = forms.CharField(label=_("Domain of its own site"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_organs(self, "parent", _("None: it stands at the top"))

    def details(self) -> Details:
        """What was typed."""
        return Details(**self.cleaned_data)


class NewForm(forms.Form):
    """A new organ."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Stands in addresses and never changes: small letters, digits, hyphens."),
    )
    name = forms.CharField(label=_("Full name"), max_length=120)
    since = day_field(_("First day of the name"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind)
    level = forms.ChoiceField(label=_("Level"), choices=Level, initial=Level.CITY)
    parent = forms.ChoiceField(label=_("Organ above"), required=False)
    index_prefix = forms.CharField(
        label=_("Prefix of its index numbers"), max_length=18, help_text=_("9 or 18 characters.")
    )
    domain = forms.CharField(label=_("Domain of its own site"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_organs(self, "parent", _("None: it stands at the top"))


class NameForm(forms.Form):
    """A new name from a day on."""

    name = forms.CharField(label=_("New name"), max_length=120)
    since = day_field(
        _("First day of the new name"), help_text=_("A day to come may be given: the name changes on that day.")
    )


class EndForm(forms.Form):
    """An organ that exists no more."""

    on = day_field(_("Abolished or merged on"))
    successor = forms.ChoiceField(label=_("Organ that takes on its work"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_organs(self, "successor", _("None"))


def offer_organs(form: forms.Form, name: str, none: Any) -> None:
    """Have a field offer the organs that exist, and none at all."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - the forms above say so
    field.choices = [("", none), *((one.code, one.name) for one in all_organs() if one.abolished_on is None)]


def details_of(organ: Organ) -> dict[str, Any]:
    """The organ as ``DetailsForm`` begins with it."""
    told = {name: getattr(organ, name) for name in DetailsForm.base_fields}
    return told | {"parent": organ.parent.code if organ.parent else ""}
