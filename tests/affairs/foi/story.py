"""Cases told as stories: what happened on which day, in which role."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from gongkai.affairs.foi.rules.case import Case, Happening, fold
from gongkai.affairs.foi.rules.checks import Wish
from gongkai.affairs.foi.rules.clocks import Law
from gongkai.affairs.foi.rules.guards import refusals
from gongkai.foundations.law.calendar import working_calendar
from gongkai.foundations.law.clock_book import clock_book

LAW = Law(working_calendar(), clock_book())
ZONE = ZoneInfo("Asia/Shanghai")
# Who does it, where nobody is named: the first who may by the workflow, written out so that a story reads by itself.
ACTS: dict[str, str] = {
    "filed": "applicant", "confirmed": "registrar", "discarded": "approver", "corrected": "applicant",
    "supplemented": "applicant", "reasons_given": "applicant", "withdrawn": "applicant", "rated": "applicant",
    "complained": "applicant", "extended": "approver", "delay_decided": "approver", "signed": "approver",
    "sent_back": "approver", "entry_corrected": "approver", "served": "registrar", "archived": "registrar",
    "dispute_filed": "registrar", "dispute_ended": "registrar", "decided_with_lead": "system", "erased": "system",
    "assigned": "registrar",
}  # fmt: skip

Step = tuple[str, str] | tuple[str, str, Mapping[str, Any]]


def day(text: str) -> date:
    """``11-26`` is a day of 2026."""
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def events(*steps: Step) -> list[Happening]:
    """The steps as stored events."""
    found = []
    for number, (kind, on, *facts) in enumerate(steps, 1):
        role = ACTS.get(kind, "officer")
        at = datetime.combine(day(on), time(10), ZONE)
        found.append(Happening(number, kind, day(on), at, f"test:{role}", role, dict(*facts)))
    return found


def case(*steps: Step) -> Case:
    """The case these steps make."""
    return fold(events(*steps))


def codes(so_far: Case, kind: str, on: str, /, *, role: str = "", by: str = "", **facts: Any) -> list[str]:
    """Why this may not happen: the codes of all reasons."""
    acting = role or ACTS.get(kind, "officer")
    wish = Wish(kind, day(on), day("12-31"), by or f"test:{acting}", acting, facts)
    return [reason.code for reason in refusals(so_far, wish, LAW)]


def played(*steps: Step) -> Case:
    """The same as ``case``, each step checked against the rules first."""
    so_far: list[Step] = []
    for step in steps:
        kind, on, *facts = step
        wrong = codes(case(*so_far), kind, on, **dict(*facts))
        assert wrong == [], f"{kind} on {on}: {wrong}"
        so_far.append(step)
    return case(*so_far)


FILED: Step = ("filed", "11-02", {"channel": "portal"})
CONFIRMED: Step = ("confirmed", "11-02")
SEARCHED: Step = ("searched", "11-05", {"places": "档案室", "method": "关键词", "found": "没有"})
DISCLOSED: dict[str, Any] = {"code": "G", "information": "校车路线图", "way": "电子邮件"}
REFUSED: dict[str, Any] = {"code": "D6", "reason": "属于讨论记录", "which_process": "讨论记录"}
