"""What the console asks its people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def _password(label: Any, autocomplete: str) -> forms.CharField:
    # A space at either end belongs to the password.
    widget = forms.PasswordInput({"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=200, strip=False, widget=widget)


class SignInForm(forms.Form):
    """What is asked at the door."""

    login = forms.CharField(label=_("Login"), max_length=60, widget=forms.TextInput({"autocomplete": "username"}))
    password = _password(_("Password"), "current-password")
    code = forms.CharField(
        label=_("Code of the authenticator, if you set one up"),
        max_length=8,
        required=False,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasswordForm(forms.Form):
    """A new password, by someone who knows the old one."""

    old = _password(_("Present password"), "current-password")
    new = _password(_("New password"), "new-password")
    again = _password(_("New password once more"), "new-password")

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        given = super().clean() or {}
        if given.get("new") != given.get("again"):
            self.add_error("again", _("The two passwords differ."))
        return given


class CodeForm(forms.Form):
    """The first code of a new authenticator."""

    code = forms.CharField(
        label=_("Six digits your authenticator shows"),
        max_length=8,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
