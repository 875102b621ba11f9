"""The demo city grows in the background, act by act: what was done is counted in the transaction that does it, so a
worker that was stopped goes on where it was.
"""

import hashlib
import logging
import tempfile
from datetime import date, datetime, timedelta
from functools import cache, singledispatch
from pathlib import Path

from django.db import transaction

from gongkai.backbone.organs import selectors as organs
from gongkai.backbone.records import selectors
from gongkai.backbone.records import services as records
from gongkai.backbone.records.drafts import Draft, Link
from gongkai.backbone.records.rules import Route
from gongkai.backbone.records.services.access import RecordMissingError
from gongkai.backbone.records.services.ingesting import ingest
from gongkai.config.demo.acts import Act, Correct, Doubt, Hand, Paper, Publish, TakeIn, Withdraw
from gongkai.config.demo.generator import SEED, plan
from gongkai.foundations import law, texts
from gongkai.foundations.errors import GongkaiError
from gongkai.foundations.texts.formats import markdown, plain
from gongkai.kernel.accounts.selectors import actor_for, person_by_login
from gongkai.kernel.actors import SYSTEM, Actor
from gongkai.kernel.numbers.selectors import last, series
from gongkai.kernel.numbers.services import issue
from gongkai.kernel.worker import Lane, Step

log = logging.getLogger(__name__)

_SERIES = "demo:"
# More than a portion usually does: with every portion indexes and lists are written anew, and nobody waits yet.
_AT_ONCE = 50
_DOCUMENTS = Path(__file__).parent / "documents"


def begin(today: date) -> None:
    """Have the city grow from now on, in the running transaction; its history ends the day before ``today``."""
    issue(f"{_SERIES}{SEED}:{today.isoformat()}")


def step() -> Step:
    """The worker's part; it finds nothing to do where no city was begun, or when all is done."""
    return Step("demo", Lane.BULK, _Growth())


class _Growth:
    def __init__(self) -> None:
        self._acts: tuple[Act, ...] | None = None

    def __call__(self, now: datetime) -> bool:
        if self._acts == ():
            return False
        begun = next(iter(series(_SERIES)), "")
        if self._acts is None:
            _, seed, today = begun.split(":") if begun else ("", "", "")
            self._acts = plan(date.fromisoformat(today), int(seed)) if begun else ()
        done = last(begun) - 1 if begun else 0
        for act in self._acts[done : done + _AT_ONCE]:
            with transaction.atomic():
                _do_if_possible(act, now)
                issue(begun)
        if done + _AT_ONCE >= len(self._acts):
            self._acts = ()
        return bool(begun)


def _do_if_possible(act: Act, now: datetime) -> None:
    """People may have changed the city while it grows: what is refused since then is left out."""
    try:
        with transaction.atomic():
            _do(act, now)
    except GongkaiError as refusal:
        log.warning("the demo city leaves out a %s: %s", type(act).__name__, refusal)


@singledispatch
def _do(act: Act, now: datetime) -> None:
    raise TypeError(f"not an act of the demo city at {now}: {act!r}")


@_do.register
def _(act: Publish, _now: datetime) -> None:
    draft, organ = _draft(act.paper), organs.organ_by_code(act.paper.organ)
    records.import_many([draft], organ=organ, actor=SYSTEM, now=act.at)


@_do.register
def _(act: TakeIn, _now: datetime) -> None:
    ingest(
        _DOCUMENTS / act.file,
        organ_code=act.organ,
        publish_now=not act.is_draft,
        actor=SYSTEM,
        now=act.at,
        lane=Lane.BULK,
    )


@_do.register
def _(act: Correct, _now: datetime) -> None:
    number = _number(act.paper.organ, act.paper.key)
    document = _document((*act.paper.lines, act.line))
    records.revise(number, {"document": document}, actor=SYSTEM, now=act.at)
    note = act.note
    records.publish([number], actor=SYSTEM, now=act.at, route=Route.IMPORTED, change_note=note, lane=Lane.BULK)


@_do.register
def _(act: Withdraw, _now: datetime) -> None:
    target = _number(act.organ, act.target) if act.target else ""
    number = _number(act.organ, act.key)
    records.withdraw(number, form=act.form, reason=act.reason, target=target, actor=SYSTEM, now=act.at)


@_do.register
def _(act: Hand, now: datetime) -> None:
    editor, at = _member("editor", act.team, now), min(act.at, now)
    (record,) = records.draft_many(
        [_draft(act.paper)], organ=organs.organ_by_code(act.paper.organ), actor=editor, now=at
    )
    number, approver = record.index_number, _member("approver", act.team, now)
    if act.reached == "urgent":
        # It queues behind the history, so that it stands above it in the lists.
        records.publish([number], actor=approver, now=now, route=Route.URGENT, lane=Lane.BULK)
    elif act.reached != "draft":
        records.submit(number, actor=editor, now=at)
        _review(act, number, at, now)
    if act.out_at is not None:
        out_at = max(act.out_at, now + timedelta(hours=1))
        records.schedule(number, at=out_at, actor=approver, now=now)


@_do.register
def _(act: Doubt, now: datetime) -> None:
    with tempfile.TemporaryDirectory(prefix="gongkai-demo-") as folder:
        path = Path(folder) / act.name
        path.write_text(act.text, "utf-8")
        ingest(path, organ_code=act.organ, actor=_member("editor", act.team, now), now=min(act.at, now))


_LOGINS = {"office": "reviewer", "legality": "legality", "secrecy": "secrecy", "sign_off": "approver"}


def _review(act: Hand, number: str, at: datetime, now: datetime) -> None:
    for step_ in law.review_steps():
        if step_ == act.reached:
            break
        passed = act.reached != "returned"
        actor = _member(_LOGINS[step_], act.team, now)
        records.decide(number, step=step_, passed=passed, reason=act.reason, actor=actor, now=at)
        if not passed:
            break


def _member(login: str, team: str, now: datetime) -> Actor:
    return actor_for(person_by_login(login + team), address="", now=now)


def _draft(paper: Paper) -> Draft:
    document = _document(paper.lines)
    return Draft(
        title=paper.title,
        kind=paper.kind,
        document=document,
        outline=[entry.to_data() for entry in texts.outline(texts.from_data(document))],
        document_number=paper.document_number,
        issuer=paper.issuer,
        subject=paper.subject,
        item=paper.item,
        dated_on=paper.dated_on,
        effective_on=paper.effective_on,
        expires_on=paper.expires_on,
        summary=paper.summary,
        keywords=paper.keywords,
        links=tuple(Link(kind, _number(paper.organ, key)) for kind, key in paper.links),
        source_sha256=_digest(paper.key),
        source_name=f"{paper.key}.txt",
    )


def _document(lines: tuple[str, ...]) -> dict[str, object]:
    if not any(line.startswith("|") for line in lines):
        return texts.to_data(plain.parse("\n".join(lines), texts.DEFAULT))
    # Every line is a paragraph of its own, but the rows of a table belong together.
    spaced = "\n\n".join(lines).replace("|\n\n|", "|\n|")
    return texts.to_data(markdown.parse(spaced, texts.DEFAULT))


def _number(organ: str, key: str) -> str:
    """The index number of what was published under this key."""
    record = selectors.by_source(organ, _digest(key))
    if record is None:
        raise RecordMissingError(key)
    return record.index_number


@cache
def _digest(key: str) -> str:
    """As files are known: by their bytes, what was generated by its key."""
    path = _DOCUMENTS / key
    return hashlib.sha256(path.read_bytes() if path.is_file() else key.encode()).hexdigest()
