"""A request whose every word is an attack on whoever reads it."""

from collections.abc import Callable
from datetime import datetime

from affairs.foi.conftest import application
from gongkai.affairs.foi.services import happen, material_add, material_mark, request_file
from gongkai.affairs.foi.vault import Kept
from gongkai.foundations.redaction import Plan, Term
from gongkai.foundations.texts.document import Document, Paragraph
from gongkai.foundations.texts.setting import to_pdf
from gongkai.kernel.actors import SYSTEM, Actor, Membership, Role


def request_of(organ: str, bad: Callable[[str], str], now: datetime) -> str:
    """A request to an organ in which everything that people write is made bad; answers its number."""
    said = {name: bad(name) for name in ("name", "telephone", "address", "agent", "agent_document")}
    asked = application(
        organ=organ,
        channel="counter",
        on=now.date(),
        subject=bad("requestsubject"),
        wanted=bad("requestwanted"),
        **said,
    )
    number = request_file(asked, actor=SYSTEM, now=now).number
    officer = Actor("test:officer", bad("caseofficer"), frozenset({Membership(organ, Role.CASE_OFFICER)}))
    facts = {"places": bad("places"), "method": bad("method"), "found": bad("found")}
    happen(number, "searched", on=now.date(), facts=facts, actor=officer, now=now)
    file = Kept(f"{bad('material')}.pdf", "", to_pdf(Document((Paragraph("材料"),))))
    material_add(number, file, actor=officer, now=now)
    plan = Plan((), (Term(bad("withheld"), "D4"),))
    material_mark(number, 1, plan, actor=officer, now=now)
    return number
