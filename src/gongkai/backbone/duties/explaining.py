"""A duty's day as people read it: facts, a strip of days, and the text with its articles; for portal and console."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongkai.backbone.duties.models import Duty, State
from gongkai.backbone.duties.rules import Light, light
from gongkai.backbone.duties.selectors import Explanation
from gongkai.foundations import law
from gongkai.foundations.law.clock_rules import Bound, ClockRule, Unit
from gongkai.foundations.law.derivations import Line

_LOOK = {
    "start": "begin",
    "restart": "begin",
    "weekend": "off",
    "holiday": "off",
    "local_off": "off",
    "suspended": "stopped",
    "last_day_off": "off",
    "rolled_to": "counted",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the strip: what it looks like, and what is said of it."""

    day: date
    moment: str
    number: int
    look: str
    why: str
    source: str
    provisional: bool


def months(lines: list[Line]) -> list[tuple[str, list[Cell]]]:
    """The strip, month by month."""
    cells = [_cell(line) for line in lines]
    return [(month, list(some)) for month, some in groupby(cells, key=lambda cell: f"{cell.day:%Y-%m}")]


def _cell(line: Line) -> Cell:
    look = "counted" if line.counted else _LOOK.get(line.code, "off")
    return Cell(line.day, line.moment, line.number, look, line.why(get_language() or ""), line.source, line.provisional)


def rule_facts(rule: ClockRule) -> list[tuple[str, str]]:
    """What a rule says, in words."""
    language = get_language() or ""
    english = language.startswith("en")
    bearer = law.bearers()[rule.bearer].name(language)
    return [
        (_("Who is bound"), bearer),
        (_("Runs from"), rule.trigger_en if english else rule.trigger),
        (_("How long"), length_in_words(rule)),
        (_("Longer, once"), _extension(rule, english=english)),
        (_("Silence means"), rule.silence_en if english else rule.silence),
        (_("Source"), rule.basis),
        (_("In force"), f"{rule.valid_from} – {rule.valid_to or ''}"),
        (_("Certainty"), certainty_in_words(rule)),
        (_("Note"), "" if english else rule.note),
    ]


def length_in_words(rule: ClockRule) -> str:
    """How long a limit is."""
    if rule.unit.is_stated:
        return _("as the organ states")
    if rule.unit is Unit.DATE:
        return _("until %(date)s") % {"date": rule.date}
    words = {
        Unit.HOUR: _("%(number)s hours"),
        Unit.WORKDAY: _("%(number)s working days"),
        Unit.DAY: _("%(number)s days"),
        Unit.MONTH: _("%(number)s months"),
    }[rule.unit]
    said = words % {"number": rule.length}
    if rule.bound is Bound.AT_LEAST:
        said = _("at least %(length)s") % {"length": said}
    return "；".join([said, *(f"{case}: {words % {'number': number}}" for case, number in rule.cases.items())])


def certainty_in_words(rule: ClockRule) -> str:
    """How sure a rule is, and whose number it is."""
    known = {
        "V": _("verified against the published text"),
        "M": _("from memory, not yet verified"),
        "U": _("to be confirmed"),
    }[rule.certainty]
    return _("local number of this city, %(certainty)s") % {"certainty": known} if rule.local else known


def _extension(rule: ClockRule, *, english: bool) -> str:
    if rule.extend is None:
        return ""
    approver = rule.extend.approver_en if english else rule.extend.approver
    return _("by at most %(number)s, approved by %(approver)s") % {"number": rule.extend.most, "approver": approver}


def state_in_words(duty: Duty, now: datetime) -> tuple[str, str]:
    """How a duty stands: a word for the style sheet and one for people."""
    words = {
        Light.GREEN: _("in time"),
        Light.YELLOW: _("due soon"),
        Light.RED: _("overdue"),
        Light.STANDING: _("clock stands"),
    }
    done = {State.MET: _("done"), State.MET_LATE: _("done late"), State.EXCUSED: _("excused")}
    shown = light(state=duty.state, at=duty.due_at, warn_at=duty.warn_at, now=now)
    return shown.value, done[State(duty.state)] if shown is Light.DONE else words[shown]


def context(found: Explanation, *, now: datetime) -> dict[str, Any]:
    """Everything a page that explains a duty shows."""
    duty, rule = found.duty, found.rule
    colour, state = state_in_words(duty, now)
    return {
        "number": duty.number,
        "title": duty.title,
        "subject_address": duty.address,
        "organ_name": duty.organ.name,
        "rule_name": rule.name(get_language() or ""),
        "rule_code": rule.code,
        "due": due_in_words(duty),
        "provisional": duty.provisional,
        "colour": colour,
        "state": state,
        "reason": duty.reason,
        "course": course_in_words(duty),
        "evidence": duty.evidence,
        "counted": sum(line.counted for line in found.lines),
        "facts": [fact for fact in rule_facts(rule) if fact[1]],
        "months": months(found.lines),
    }


def course_in_words(duty: Duty) -> list[str]:
    """What happened to the clock on its way, but for who approved it: this is read in public, too."""
    told = []
    if duty.restarted_on is not None:
        told.append(_("Counted anew from %(day)s.") % {"day": duty.restarted_on})
    for one in duty.suspensions:
        facts = {"first": one["first"], "last": one["last"], "why": one.get("why", "")}
        if one["last"]:
            told.append(_("Stood from %(first)s to %(last)s: %(why)s.") % facts)
        else:
            told.append(_("Stands since %(first)s: %(why)s.") % facts)
    if duty.extension:
        told.append(_("Extended once by %(number)s.") % {"number": duty.extension})
    return told


def due_in_words(duty: Duty) -> str:
    """The day, or the moment for limits in hours; empty while the clock stands."""
    if duty.started_at is not None and duty.due_at is not None:
        return f"{timezone.localtime(duty.due_at):%Y-%m-%d %H:%M}"
    return str(duty.due_on or "")
