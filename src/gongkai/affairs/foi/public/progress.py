"""What applicants see of their request: where it stands, what happened, when an answer is due, what they may do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.affairs.foi import selectors
from gongkai.affairs.foi.choices import FORMS, MEDIA, PAPERS, choices_of, name_of
from gongkai.affairs.foi.console import words
from gongkai.affairs.foi.models import DisclosureRequest
from gongkai.affairs.foi.public.forms import AnswerForm
from gongkai.affairs.foi.rules.case import Case, put_right
from gongkai.affairs.foi.rules.checks import Wish
from gongkai.affairs.foi.rules.guards import obstacles
from gongkai.affairs.foi.rules.workflow import EventKind, workflow
from gongkai.affairs.foi.services.access import APPLICANT
from gongkai.affairs.foi.services.papers import TAKING
from gongkai.affairs.foi.services.redacting import GIVEN, copy_name
from gongkai.backbone.duties import explaining
from gongkai.backbone.duties.selectors import explain

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What comes next, by the state of the request.
NEXT: dict[str, "StrOrPromise"] = {
    "filed": _("The disclosure office confirms the receipt with you; from that day the time for the reply is counted."),
    "handling": _("The organ looks for the information and prepares the reply. You need do nothing."),
    "correcting": _("The organ asks you to make your application clearer: answer below within the time it gave."),
    "explaining": _("The organ asks for your reasons: answer below within the time it gave."),
    "consulting": _("Others whom the information concerns are asked for their opinion; this time is not counted."),
    "fee_due": _("A fee is to be paid first; the notice among the letters says how."),
    "merged": _("Your request is handled together with another one of yours."),
    "signing": _("The reply is written and waits for its signature."),
    "decided": _("The reply is signed and on its way to you."),
    "served": _("The reply has reached you. If you do not agree, it says where you can turn and until when."),
    "archived": _("The reply has reached you and the case is closed."),
    "transferred": _("Another organ has taken the request over."),
    "discarded": _("It was not registered as an application."),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened, without anyone of the staff."""

    what: str
    on: date


def of(request: DisclosureRequest, *, now: datetime, refused: tuple[str, AnswerForm] | None) -> dict[str, Any]:
    """The context of the page; ``refused`` is an answer that could not be taken, with what was typed."""
    case = selectors.case_of(request)
    duty, language = selectors.reply_duty(request), words.language()
    return {
        "state": words.state_name(request.state),
        "next": NEXT.get(request.state, ""),
        "how": f"{name_of(FORMS, request.form, language)}，{name_of(MEDIA, request.medium, language)}"
        if not language.startswith("en")
        else f"{name_of(FORMS, request.form, language)}; {name_of(MEDIA, request.medium, language)}",
        "moments": list(_moments(request)),
        "letters": request.letters.filter(to_applicant=True).order_by("number"),
        "files": _files(request),
        "papers": [(name_of(PAPERS, row.kind, language), row.added_at) for row in request.papers.all()],
        "paper_kinds": paper_kinds() if request.state in TAKING else (),
        "fee": case.fee,
        "clock": explaining.context(explain(duty), now=now) if duty is not None else None,
        "answers": [_answer(kind, refused) for kind in _possible(request, case, timezone.localdate(now))],
    }


def paper_kinds() -> list[tuple[str, str]]:
    """The kinds of papers, to be chosen from."""
    return choices_of(PAPERS, words.language())


def _files(request: DisclosureRequest) -> list[tuple[int, str]]:
    """The copies the applicant gets, once the reply has reached them: number and name."""
    if request.state not in GIVEN:
        return []
    rows = request.materials.filter(copied_at__isnull=False).select_related("request")
    return [(row.number, copy_name(row)) for row in rows]


def _moments(request: DisclosureRequest) -> Iterator[Moment]:
    """What applicants did, and what they were written about; what staff do among themselves is left out."""
    rows = list(request.told.order_by("number"))
    for one in put_right(selectors.happenings(rows)):
        kind = workflow().events[one.kind]
        if "applicant" in kind.by or kind.letters:
            yield Moment(words.event_name(one.kind), one.on)


def _possible(request: DisclosureRequest, case: Case, today: date) -> list[EventKind]:
    """What the applicant may have happen today."""
    law = selectors.law()
    found = workflow().possible(["applicant"], request.state)
    return [kind for kind in found if not obstacles(case, _wish(kind, today), law)]


def _wish(kind: EventKind, today: date) -> Wish:
    return Wish(kind.code, today, today, APPLICANT.id, "applicant", {})


def _answer(kind: EventKind, refused: tuple[str, AnswerForm] | None) -> dict[str, Any]:
    is_refused = refused is not None and refused[0] == kind.code
    form = refused[1] if refused is not None and is_refused else AnswerForm(kind=kind, prefix=kind.code)
    slug = kind.code.replace("_", "-")
    return {"slug": slug, "name": words.event_name(kind.code), "form": form, "is_open": is_refused}
