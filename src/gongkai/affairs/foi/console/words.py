"""What the pages of requests call things, in the language of the reader."""

from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gongkai.affairs.foi.rules.reasons import Reason
from gongkai.affairs.foi.rules.workflow import workflow

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LIGHTS: dict[str, "StrOrPromise"] = {
    "red": _("overdue"),
    "yellow": _("due soon"),
    "green": _("in time"),
    "standing": _("clock stands"),
    "waiting": _("not begun"),
    "": _("nothing owed"),
}
# What is known of the applicant, by the names under which it is sealed.
IDENTITY: dict[str, "StrOrPromise"] = {
    "name": _("Name of the applicant"),
    "document": _("Kind of document"),
    "document_number": _("Number of the document"),
    "representative": _("Representative"),
    "telephone": _("Telephone"),
    "address": _("Postal address"),
    "email": _("E-mail"),
    "agent": _("Agent"),
    "agent_document": _("Agent's document"),
}


def language() -> str:
    """The language of the reader."""
    return get_language() or ""


def state_name(code: str) -> str:
    """The name of a state."""
    return workflow().states[code].name(language())


def event_name(code: str) -> str:
    """The name of something that happens."""
    return workflow().events[code].name(language())


def said(reason: Reason) -> str:
    """A reason in the reader's language."""
    return reason.english() if language().startswith("en") else reason.message
