"""One request in the console: what is known of it, what is owed, what happened, and what may happen next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.affairs.foi import boards, selectors, services
from gongkai.affairs.foi.choices import APPLICANTS, DOCUMENTS, FORMS, MEDIA, PAPERS, choices_of, name_of
from gongkai.affairs.foi.console import history, words
from gongkai.affairs.foi.fact_choices import choice_name
from gongkai.affairs.foi.models import DisclosureRequest
from gongkai.affairs.foi.rules.case import Case
from gongkai.affairs.foi.rules.checks import Wish
from gongkai.affairs.foi.rules.guards import obstacles
from gongkai.affairs.foi.rules.workflow import EventKind, workflow
from gongkai.backbone.duties import explaining, law_in_use
from gongkai.backbone.records.selectors import address, published
from gongkai.foundations.texts.setting import to_docx, to_pdf
from gongkai.kernel.accounts.selectors import name_of as person_name
from gongkai.kernel.actors import Ability, may
from gongkai.kernel.console.pages import ConsoleView

_STAFF = {"registrar", "officer", "approver"}
# What people of the organ may have happen to a case there is; a new one is registered on a page of its own.
ACTS = tuple(kind for kind in workflow().events.values() if _STAFF & {*kind.by} and kind.code != "filed")


@dataclass(frozen=True, slots=True)
class Step:
    """Something the person may have happen, and why it cannot today whatever is told with it."""

    kind: EventKind
    name: str
    href: str
    obstacles: list[str]


class CasePage(ConsoleView):
    """A page about one request, reached only by those who may know of it."""

    ability = Ability.REQUEST_SEE

    def case_request(self) -> DisclosureRequest:
        """The request. Raises ``RequestMissingError`` when the actor may not know of it."""
        return selectors.request_for(self.kwargs["case"], actor=self.actor)

    def address(self) -> str:
        """The address of the case."""
        return reverse("console-foi:case", args=[self.kwargs["case"]])

    def after_refusal(self) -> str:
        """Back to the case."""
        return self.address()

    def wish(self, request: DisclosureRequest, kind: EventKind) -> Wish:
        """The wish to have this happen today, before anything is told."""
        today = timezone.localdate(self.now)
        held = selectors.roles_in(request.organ.code, self.actor)
        role = next((role for role in kind.by if role in held), "")
        return Wish(kind.code, today, today, self.actor.id, role, {})

    def steps(self, request: DisclosureRequest, case: Case) -> list[Step]:
        """What the person may have happen to the case as it stands, in the order of the table."""
        held, law = selectors.roles_in(request.organ.code, self.actor), selectors.law()
        found = []
        for kind in workflow().possible(held, request.state):
            if kind in ACTS:
                said = [words.said(one) for one in obstacles(case, self.wish(request, kind), law)]
                href = reverse(f"console-foi:{kind.code}", args=[request.number])
                found.append(Step(kind, words.event_name(kind.code), href, said))
        return found


class CaseView(CasePage):
    """A request at a glance."""

    def get(self, request: HttpRequest, case: str) -> HttpResponse:
        """The request, with everything that names people masked."""
        return self.shown(self.case_request())

    def shown(
        self, found: DisclosureRequest, *, opened: Mapping[str, Mapping[str, str]] | None = None, status: int = 200
    ) -> HttpResponse:
        """The page; ``opened`` are sealed words that were opened for this answer, by their slots."""
        case, opened = selectors.case_of(found), opened or {}
        may_open = may(self.actor, Ability.REQUEST_IDENTITY, organ=found.organ.code)
        steps = self.steps(found, case)
        today = timezone.localdate(self.now)
        return self.page(
            "foi/console/case.html",
            status=status,
            case=case,
            wanted=found,
            state=words.state_name(found.state),
            colour=boards.light_of(found, today, selectors.soon(today)),
            facts=self._facts(found),
            officer=person_name(found.officer) or found.officer,
            identity=self._identity(found, opened, may_open=may_open),
            is_open="applicant" in opened,
            may_open=may_open,
            clocks=self._clocks(found),
            entries=[
                (one, opened.get(f"event:{one.number}")) for one in history.of(list(found.told.order_by("number")))
            ],
            letters=found.letters.order_by("number"),
            possible=[step for step in steps if not step.obstacles],
            hindered=[step for step in steps if step.obstacles],
            alike=[
                (one, words.state_name(one.request.state), round(one.share * 100)) for one in selectors.alike(found)
            ],
            records=self._records(case),
            relatives=self._relatives(found),
            papers=[(row, name_of(PAPERS, row.kind, words.language())) for row in found.papers.all()],
            paper_kinds=choices_of(PAPERS, words.language()) if may_open and found.state in services.TAKING else (),
            **self._materials(found),
            consultations=self._consultations(case),
            disputes=self._disputes(case),
            decision=choice_name("code", case.decision.code, words.language()) if case.decision else "",
            proposal=choice_name("code", case.proposal.code, words.language()) if case.proposal else "",
            searches=[one for one in case.happened if one.kind == "searched"],
            fee_mode=choice_name("mode", case.fee.mode, words.language()) if case.fee else "",
        )

    def _facts(self, found: DisclosureRequest) -> list[tuple[str, object]]:
        language = words.language()
        facts: list[tuple[str, object]] = [
            (_("Organ"), found.organ.name),
            (_("Channel"), choice_name("channel", found.channel, language)),
            (_("Filed"), found.filed_on),
            (_("Received"), found.received_on or _("not confirmed yet")),
            (_("Counted from"), found.counted_on if found.counted_on != found.received_on else None),
            (_("Applicant"), name_of(APPLICANTS, found.applicant, language)),
            (_("Matters"), found.items if found.items != 1 else None),
            (_("Form"), name_of(FORMS, found.form, language)),
            (_("Medium"), name_of(MEDIA, found.medium, language)),
            (_("Personal data kept until"), found.erase_on),
        ]
        return [(name, value) for name, value in facts if value not in (None, "")]

    def _identity(
        self, found: DisclosureRequest, opened: Mapping[str, Mapping[str, str]], *, may_open: bool
    ) -> list[tuple[str, str]]:
        if not may_open:
            return []
        values = opened.get("applicant") or services.identity_masked(found, actor=self.actor)
        documents = {"document": name_of(DOCUMENTS, values.get("document", ""), words.language())}
        return [(str(words.IDENTITY[name]), documents.get(name, value)) for name, value in values.items() if value]

    def _clocks(self, found: DisclosureRequest) -> list[dict[str, Any]]:
        language, shown = words.language(), []
        for duty in selectors.duties(found):
            colour, state = explaining.state_in_words(duty, self.now)
            rule = law_in_use.rules_in_use().rule(duty.rule, duty.started_on)
            told = {"due": explaining.due_in_words(duty), "course": explaining.course_in_words(duty)}
            shown.append(
                told | {"duty": duty, "rule": rule, "name": rule.name(language), "colour": colour, "state": state}
            )
        return shown

    def _materials(self, found: DisclosureRequest) -> dict[str, Any]:
        """The files asked for, for those who handle or sign the request."""
        handles = may(self.actor, Ability.REQUEST_HANDLE, organ=found.organ.code)
        if not handles and not may(self.actor, Ability.REQUEST_APPROVE, organ=found.organ.code):
            return {}
        rows = [(row, services.material_name(row)) for row in found.materials.select_related("request")]
        return {"may_prepare": True, "materials": rows, "may_add": handles and found.state in services.PREPARING}

    def _relatives(self, found: DisclosureRequest) -> list[tuple[str, DisclosureRequest]]:
        """Requests this one is joined to, came from, or has parts in, of those the person may know of."""
        reach = selectors.seen_by(self.actor)
        pairs = [(_("Joined to"), reach.filter(joined=found)), (_("Joined to it"), reach.filter(lead=found))]
        pairs += [(_("Comes from"), reach.filter(children=found)), (_("Came of it"), reach.filter(origin=found))]
        return [(name, one) for name, rows in pairs for one in rows.order_by("id")]

    def _records(self, case: Case) -> list[tuple[str, str]]:
        """What was made public to all because of the request: address and title, as long as it is public."""
        numbers = [str(one.facts["record"]) for one in case.happened if one.kind == "made_public"]
        return [(address(number), one.title) for number, one in published(numbers).items() if one.findable]

    def _consultations(self, case: Case) -> list[dict[str, Any]]:
        language = words.language()
        return [
            {
                "one": one,
                "kind": choice_name("party_kind", one.kind, language),
                "opinion": choice_name("opinion", one.opinion, language) if one.opinion else "",
            }
            for one in case.consultations
        ]

    def _disputes(self, case: Case) -> list[dict[str, Any]]:
        language = words.language()
        filed = [one for one in case.happened if one.kind == "dispute_filed"]
        return [
            {
                "one": one,
                "kind": choice_name("dispute_kind", one.kind, language),
                "body": event.facts.get("body", ""),
                "outcome": choice_name("outcome", one.outcome, language) if one.outcome else "",
            }
            for one, event in zip(case.disputes, filed, strict=True)
        ]


class OpenView(CaseView):
    """Open what is sealed: who applied, or what was written with an event. The audit says who opened it."""

    def get(self, request: HttpRequest, case: str) -> HttpResponse:
        """Nothing is opened by following a link."""
        return self.shown(self.case_request())

    def post(self, request: HttpRequest, case: str) -> HttpResponse:
        """The page of the case with these words open, this once."""
        found, slot = self.case_request(), request.POST.get("slot", "")
        kind, _colon, number = slot.partition(":")
        if slot == "applicant":
            values = services.identity_read(found, actor=self.actor, now=self.now)
        elif kind == "event" and number.isdecimal() and len(number) < 6:
            values = services.words_read(found, int(number), actor=self.actor, now=self.now)
        else:
            raise Http404
        return self.shown(found, opened={slot: values})


class LetterView(CasePage):
    """A letter as it went out; ``form`` is docx or pdf. The audit says who read it."""

    form = "docx"

    def get(self, request: HttpRequest, case: str, sheet: int) -> HttpResponse:
        """The file."""
        letter, document = services.letter_read(self.case_request(), sheet, actor=self.actor, now=self.now)
        if self.form == "pdf":
            body, kind = to_pdf(document), "application/pdf"
        else:
            body, kind = to_docx(document), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        name = f"{self.kwargs['case']}-{letter.number:02d}-{letter.template}.{self.form}"
        return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


class ArchiveView(CasePage):
    """The archive package of the case. The audit says who took it."""

    def get(self, request: HttpRequest, case: str) -> HttpResponse:
        """The package."""
        found = self.case_request()
        body = services.archive_package(found, actor=self.actor, now=self.now)
        headers = {"Content-Disposition": f'attachment; filename="{found.number}.zip"'}
        return HttpResponse(body, content_type="application/zip", headers=headers)
