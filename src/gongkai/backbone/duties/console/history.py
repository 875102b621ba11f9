"""What became of a duty, in words: who did what to it and when, and what a change makes of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.backbone.duties import explaining
from gongkai.backbone.duties.models import Duty
from gongkai.kernel.accounts.selectors import name_of
from gongkai.kernel.audit.selectors import about

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_DEEDS: dict[str, "StrOrPromise"] = {
    "duty.opened": gettext_lazy("Opened"),
    "duty.suspended": gettext_lazy("Clock stopped"),
    "duty.resumed": gettext_lazy("Clock goes on"),
    "duty.restarted": gettext_lazy("Clock begun anew"),
    "duty.extended": gettext_lazy("Time extended"),
    "duty.handed_over": gettext_lazy("Handed over"),
    "duty.assistance_asked": gettext_lazy("Another organ asked to help"),
    "duty.assistance_answered": gettext_lazy("The organ that helps has answered"),
    "duty.overdue": gettext_lazy("Overdue"),
    "duty.escalated": gettext_lazy("Told to the organ above"),
    "duty.met": gettext_lazy("Done"),
    "duty.excused": gettext_lazy("Excused"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened: when, what, by whom, and what it changed."""

    at: datetime
    what: str
    by: str
    told: str
    reason: str


def of(duty: Duty) -> list[Entry]:
    """Everything that happened to the duty, the newest first."""
    entries = sorted([*_deeds(duty), *_moves(duty)], key=lambda entry: entry.at)
    # Turned round afterwards: of what happened at the same moment, too, the later stands first.
    return entries[::-1]


def _deeds(duty: Duty) -> Iterator[Entry]:
    names = {one.organ.code: one.organ.name for one in duty.assistance.select_related("organ")}
    for row in about(f"duty:{duty.number}"):
        what = str(_DEEDS.get(row.action, row.action))
        before, after = row.before or {}, row.after or {}
        if row.action == "duty.assistance_asked":
            told = _("%(organ)s, by %(day)s") % {"organ": names.get(row.organ, row.organ), "day": after["due_on"]}
        else:
            told = _told(before, after)
        yield Entry(row.at, what, row.actor_label, told, row.reason)


def _moves(duty: Duty) -> Iterator[Entry]:
    for move in duty.moves.all():
        told = _told({"due_on": str(move.before or "")}, {"due_on": str(move.after or "")})
        yield Entry(move.at, _("The law or the working calendar changed"), "", told, "")


def _told(before: dict[str, Any], after: dict[str, Any]) -> str:
    none, told = _("no day"), []
    old, new = str(before.get("due_on", "")), str(after.get("due_on", ""))
    if "due_on" in after and "due_on" not in before:
        told.append(_("due %(day)s") % {"day": new or none})
    elif old != new:
        told.append(_("due %(new)s instead of %(old)s") % {"new": new or none, "old": old or none})
    if after.get("approved_by"):
        told.append(_("approved by %(who)s") % {"who": after["approved_by"]})
    return "；".join(told)


def person_name(person: str) -> str:
    """The name of who is responsible; empty when it is nobody in particular."""
    return name_of(person) if person else ""


def differences(before: Duty, after: Duty, now: datetime) -> list[tuple[str, str, str]]:
    """What is otherwise after a change: the name of the fact, and its value before and after."""
    old, new = _facts(before, now), _facts(after, now)
    return [(name, old[name], new[name]) for name in old if old[name] != new[name]]


def _facts(duty: Duty, now: datetime) -> dict[str, str]:
    # Through ``all``, which holds what was there before the trial was taken back.
    helpers = [f"{one.organ.name} {one.answer}".strip() for one in duty.assistance.all()]
    return {
        _("Due"): explaining.due_in_words(duty) or _("The clock stands; no day is set."),
        _("Status"): explaining.state_in_words(duty, now)[1],
        _("Organ"): duty.organ.name,
        _("Responsible"): person_name(duty.person) or _("nobody in particular"),
        _("Helps"): "、".join(helpers) or _("nobody"),
        _("Reason"): duty.reason,
    }
