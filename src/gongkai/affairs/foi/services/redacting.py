"""The files that a request asks for: kept sealed, marked page by page, and copied without what is withheld.

The people who decide the case see the originals; the applicant gets the copies with the reply. Each reading is noted.
"""

import io
import json
from datetime import datetime
from pathlib import PurePath

from django.db import transaction

from gongkai.affairs.foi import vault
from gongkai.affairs.foi.models import DisclosureRequest, Material
from gongkai.affairs.foi.rules.workflow import workflow
from gongkai.affairs.foi.selectors import RequestMissingError, subject_of
from gongkai.affairs.foi.services.access import APPLICANT, locked
from gongkai.affairs.foi.vault import Kept
from gongkai.foundations import redaction
from gongkai.foundations.errors import GongkaiError
from gongkai.foundations.redaction import Plan
from gongkai.kernel.actors import Ability, Actor, check, may
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.files.kinds import media_type

MOST = 20
ORIGINAL, PLAN, COPY = "original", "plan", "copy"
_JSON = "application/json"
# Files may be prepared as long as the information may be looked for; applicants get the copies once they may rate the
# reply.
PREPARING = workflow().events["searched"].origins
GIVEN = workflow().events["rated"].origins


class MaterialRefusedError(GongkaiError):
    """The file cannot be taken, changed or given."""


def material_add(number: str, file: Kept, *, actor: Actor, now: datetime) -> Material:
    """Take a file in. Raises ``MaterialRefusedError``, and ``UnreadableFileError`` for one that cannot be read."""
    if len(file.content) > vault.MOST_BYTES:
        raise MaterialRefusedError("material_too_large", "文件超过 50 MB：请拆分后再上传。")
    pages, kind = redaction.pages(file.content), media_type(io.BytesIO(file.content))
    with transaction.atomic():
        request = _opened(number, actor)
        held = list(request.materials.values_list("number", flat=True))
        if len(held) >= MOST:
            raise MaterialRefusedError("material_too_many", f"一件申请最多放 {MOST} 份材料。", most=MOST)
        row = Material(request=request, number=max(held, default=0) + 1, media_type=kind, pages=pages)
        row.added_at, row.added_by_label = now, actor.label
        row.save()
        vault.keep(request, slot(row, ORIGINAL), Kept(file.name[-200:], kind, file.content))
        _note("added", row, actor, now)
    return row


def material_mark(number: str, place: int, plan: Plan, *, actor: Actor, now: datetime) -> Material:
    """Keep what is to be withheld, to go on later. A copy that was made before is none any more."""
    with transaction.atomic():
        row = _row(_opened(number, actor), place)
        _keep_plan(row, plan)
        vault.forget(row.request, slot(row, COPY))
        row.copied_at, row.copied_by_label, row.withheld, row.unsearched, row.left_out = None, "", [], [], {}
        row.save()
        _note("marked", row, actor, now)
    return row


def material_copy(number: str, place: int, plan: Plan, *, actor: Actor, now: datetime) -> Material:
    """Make the copy that goes to the applicant; a plan without marks still leaves behind all that is not seen.

    Raises ``RedactionError`` when the copy does not prove to be clean; then nothing is changed.
    """
    with transaction.atomic():
        original = _held(_row(_opened(number, actor), place), ORIGINAL)
    done = redaction.redact(original.content, plan)
    copy = Kept(f"{PurePath(original.name).stem}.{done.suffix}", done.media_type, done.content)
    with transaction.atomic():
        row = _row(_opened(number, actor), place)
        _keep_plan(row, plan)
        vault.keep(row.request, slot(row, COPY), copy)
        row.copied_at, row.copied_by_label = now, actor.label
        row.withheld = [[line.page, line.ground, line.places] for line in redaction.summary(done.marks)]
        row.unsearched, row.left_out = list(done.unsearched), done.left_out
        row.save()
        _note("copied", row, actor, now, withheld=row.withheld)
    return row


def material_remove(number: str, place: int, *, actor: Actor, now: datetime) -> None:
    """Take a file out that was put in by mistake; its bytes go."""
    with transaction.atomic():
        row = _row(_opened(number, actor), place)
        _note("removed", row, actor, now)
        for part in (ORIGINAL, PLAN, COPY):
            vault.forget(row.request, slot(row, part))
        row.delete()


def material_read(request: DisclosureRequest, place: int, part: str, *, actor: Actor, now: datetime) -> Kept:
    """The original or the copy. Applicants read copies, once the reply has reached them.

    Raises ``RequestMissingError`` when there is none for the actor.
    """
    if actor.id != APPLICANT.id:
        _check_may_see(request, actor)
    elif part != COPY or request.state not in GIVEN:
        raise RequestMissingError(request.number)
    row = _row(request, place)
    kept = _held(row, part)
    with transaction.atomic():
        _note("read", row, actor, now, part=part)
    return kept


def material_plan(request: DisclosureRequest, place: int, *, actor: Actor) -> Plan:
    """What is marked so far."""
    _check_may_see(request, actor)
    kept = vault.read(request, slot(_row(request, place), PLAN))
    data = json.loads(kept.content) if kept is not None else {}
    return redaction.plan_from(data) if data.get("regions") or data.get("terms") else Plan()


def material_name(row: Material) -> str:
    """What the original is called; its number after the name was erased."""
    return vault.name_of(row.request, slot(row, ORIGINAL)) or str(row.number)


def copy_name(row: Material) -> str:
    """What the copy is called."""
    return vault.name_of(row.request, slot(row, COPY)) or str(row.number)


def slot(row: Material, part: str) -> str:
    """Where a part of a file is sealed."""
    return f"material:{row.number}:{part}"


def _check_may_see(request: DisclosureRequest, actor: Actor) -> None:
    """Only who handles or signs."""
    if not may(actor, Ability.REQUEST_APPROVE, organ=request.organ.code):
        check(actor, Ability.REQUEST_HANDLE, organ=request.organ.code)


def _opened(number: str, actor: Actor) -> DisclosureRequest:
    """The request, locked, for the person who handles it and as long as it is handled."""
    request = locked(number, actor=actor)
    check(actor, Ability.REQUEST_HANDLE, organ=request.organ.code)
    if request.state not in PREPARING:
        raise MaterialRefusedError("material_closed", "申请已不在办理中，材料不能再改：需要更正的，先退回办理。")
    return request


def _row(request: DisclosureRequest, place: int) -> Material:
    row = request.materials.filter(number=place).first()
    if row is None:
        raise RequestMissingError(request.number)
    return row


def _held(row: Material, part: str) -> Kept:
    kept = vault.read(row.request, slot(row, part))
    if kept is None:
        raise RequestMissingError(row.request.number)
    return kept


def _keep_plan(row: Material, plan: Plan) -> None:
    content = json.dumps(plan.to_data(), ensure_ascii=False).encode()
    vault.keep(row.request, slot(row, PLAN), Kept("plan.json", _JSON, content))


def _note(what: str, row: Material, actor: Actor, now: datetime, **after: object) -> None:
    """The audit tells which file and what was done, never a word of it."""
    told = {"material": row.number, **after}
    fact = Fact(f"request.material_{what}", subject_of(row.request), row.request.organ.code, after=told)
    write(fact, actor=actor, now=now)
