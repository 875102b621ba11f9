"""Words of the console for what the database stores as codes."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from gongkai.backbone.records.models import Intake, State

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

STATES: dict[str, "StrOrPromise"] = {
    State.DRAFT: _("Draft"),
    State.IN_REVIEW: _("In review"),
    State.APPROVED: _("Signed off"),
    State.SCHEDULED: _("Scheduled"),
    State.PUBLISHED: _("Published"),
    State.WITHDRAWN: _("Withdrawn"),
}
INTAKE_STATES: dict[str, "StrOrPromise"] = {
    Intake.State.WAITING: _("Waits to be read"),
    Intake.State.READING: _("Is being read"),
    Intake.State.READ: _("Taken in"),
    Intake.State.FAILED: _("Not taken in"),
}
