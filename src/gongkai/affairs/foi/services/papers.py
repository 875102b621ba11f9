"""The papers of an applicant: proof of identity, letter of authority and the like.

What is taken in is painted anew, page by page: nothing that a file may carry beside what is seen reaches a desk.
"""

import io
from datetime import datetime

from django.db import transaction

from gongkai.affairs.foi import vault
from gongkai.affairs.foi.choices import PAPERS
from gongkai.affairs.foi.models import DisclosureRequest, Paper
from gongkai.affairs.foi.rules.workflow import workflow
from gongkai.affairs.foi.selectors import RequestMissingError, roles_in, subject_of
from gongkai.affairs.foi.services.access import APPLICANT, locked
from gongkai.affairs.foi.vault import Kept
from gongkai.foundations import redaction
from gongkai.foundations.errors import GongkaiError
from gongkai.foundations.redaction import Plan
from gongkai.kernel.actors import Ability, Actor, check
from gongkai.kernel.audit.services import Fact, write
from gongkai.kernel.files.kinds import media_type

MOST, MOST_PAGES = 10, 20
MOST_BYTES = 10 * 1024 * 1024
_TAKEN = frozenset({"application/pdf", "image/png", "image/jpeg", "image/tiff"})
# Papers may come in as long as the request is not answered.
TAKING = frozenset(code for code, state in workflow().states.items() if state.kind == "open")


class PaperRefusedError(GongkaiError):
    """The paper cannot be taken in."""


def paper_add(number: str, kind: str, content: bytes, *, actor: Actor, now: datetime) -> Paper:
    """Take a paper in, from the applicant or at the counter.

    Raises ``PaperRefusedError``, ``RequestMissingError``, and ``UnreadableFileError`` for a file that cannot be read.
    """
    if kind not in PAPERS:
        raise PaperRefusedError("paper_kind_unknown", "请选择是哪一种材料。")
    if len(content) > MOST_BYTES:
        raise PaperRefusedError("paper_too_large", "文件超过 10 MB：请压缩图片或者分开上传。")
    if media_type(io.BytesIO(content)) not in _TAKEN:
        raise PaperRefusedError("paper_type", "只收 PDF 和 PNG、JPEG、TIFF 图片：请拍照或者扫描后上传。")
    if redaction.pages(content) > MOST_PAGES:
        raise PaperRefusedError("paper_too_long", f"文件超过 {MOST_PAGES} 页：请分开上传。", most=MOST_PAGES)
    painted = redaction.redact(content, Plan())
    with transaction.atomic():
        request = _open(number, actor)
        held = list(request.papers.values_list("number", flat=True))
        if len(held) >= MOST:
            raise PaperRefusedError("paper_too_many", f"一件申请最多收 {MOST} 份材料。", most=MOST)
        row = Paper(request=request, number=max(held, default=0) + 1, kind=kind, media_type=painted.media_type)
        row.added_at, row.added_by_label = now, actor.label
        row.save()
        name = f"{request.number}-{row.number:02d}-{kind}.{painted.suffix}"
        vault.keep(request, slot(row), Kept(name, painted.media_type, painted.content))
        _note("added", row, actor, now)
    return row


def paper_read(request: DisclosureRequest, place: int, *, actor: Actor, now: datetime) -> Kept:
    """A paper, for those who may know who applied. The audit says who read it."""
    check(actor, Ability.REQUEST_IDENTITY, organ=request.organ.code)
    row = request.papers.filter(number=place).first()
    kept = None if row is None else vault.read(request, slot(row))
    if row is None or kept is None:
        raise RequestMissingError(request.number)
    with transaction.atomic():
        _note("read", row, actor, now)
    return kept


def slot(row: Paper) -> str:
    """Where the paper is sealed."""
    return f"paper:{row.number}"


def _open(number: str, actor: Actor) -> DisclosureRequest:
    """The request, locked, for its applicant or for who registers or handles it, until it is answered."""
    request = locked(number, actor=actor)
    if actor.id != APPLICANT.id and "registrar" not in roles_in(request.organ.code, actor):
        check(actor, Ability.REQUEST_HANDLE, organ=request.organ.code)
    if request.state not in TAKING:
        raise PaperRefusedError("paper_closed", "申请已有答复或者已结束，不能再补充材料。")
    return request


def _note(what: str, row: Paper, actor: Actor, now: datetime) -> None:
    told = {"paper": row.number, "kind": row.kind}
    fact = Fact(f"request.paper_{what}", subject_of(row.request), row.request.organ.code, after=told)
    write(fact, actor=actor, now=now)
