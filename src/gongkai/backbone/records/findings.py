"""What a person should look at before a record is published; pure."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.foundations import texts
from gongkai.foundations.texts.checking import Severity, check_document
from gongkai.foundations.texts.document import Notice
from gongkai.foundations.texts.personal import DOUBTFUL as DOUBTFUL_BELOW
from gongkai.foundations.texts.personal import PersonalFinding, PersonalKind, find_in_document

SURE = 80  # per cent: what the reader of a file is less sure of is looked at by a person
DOUBTFUL, NOTICE, PERSONAL = "doubtful", "notice", "personal"
# Of what the reader finds, the fields a person confirms or corrects.
FIELDS = frozenset({
    "title", "document_number", "issuer", "kind", "subject", "disclosure", "dated_on", "printed_on", "effective_on",
    "expires_on", "addressees", "copies", "note",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to be looked at: what it is, in which field or where in the text, and what to do about it. Where a
    field was found says the record's evidence.

    ``blocking`` says that nothing is published before somebody settled it. ``reason`` and ``fix`` are Chinese.
    """

    code: str
    reason: str
    fix: str
    blocking: bool = False
    field: str = ""
    block: int | None = None
    start: int = 0
    end: int = 0

    @property
    def key(self) -> str:
        """What makes it the same finding when the text is looked through again: what it says, not where it stands."""
        said = f"{self.code}\n{self.field}\n{'' if self.field else self.reason}"
        return hashlib.sha256(said.encode()).hexdigest()[:32]


def of_reading(evidence: Mapping[str, Any], notices: Iterable[Notice]) -> Iterator[Finding]:
    """What the reading of a file leaves to a person: fields it is not sure of, and what it left out."""
    for name in sorted(FIELDS & set(evidence)):
        found = evidence[name]
        sure = found.get("confidence", 100)
        if sure < SURE:
            yield Finding(
                DOUBTFUL,
                f"识别把握只有 {sure}%。",
                "请对照原文核对：有误就改正，无误就确认。",
                blocking=True,
                field=name,
            )
    for notice in notices:
        yield Finding(NOTICE, notice.message, "请对照原件核对，需要的内容请补上。")


def of_text(document: texts.Document, *, size: int = 0, today: date) -> Iterator[Finding]:
    """What the checks remark on the text, and, as long as it is that of the file, on the file of ``size`` bytes.

    What stands in the text is found anew whenever that is changed. What forbids publication or is an error blocks, and
    so does what is probably personal; its words are told masked, here and wherever they are written down.
    """
    for remark in check_document(document, size=size):
        blocking = remark.severity is not Severity.LOOK
        yield Finding(
            remark.rule, remark.reason, remark.fix, blocking, block=remark.block, start=remark.start, end=remark.end
        )
    for personal in find_in_document(document, on=today):
        yield _personal(personal)


_PERSONAL = {
    PersonalKind.ID_NUMBER: "公民身份号码",
    PersonalKind.MOBILE: "手机号码",
    PersonalKind.LANDLINE: "电话号码",
    PersonalKind.BANK_CARD: "银行卡号",
    PersonalKind.PASSPORT: "护照号码",
    PersonalKind.PLATE: "车牌号码",
    PersonalKind.EMAIL: "电子邮箱",
    PersonalKind.ADDRESS: "住址",
    PersonalKind.NAME: "姓名",
    PersonalKind.MINOR: "未成年人信息",
    PersonalKind.HEALTH: "健康信息",
}


def _personal(personal: PersonalFinding) -> Finding:
    found = personal.found
    where = {"": "", "picture": "图片里的文字中"}.get(personal.hidden, "文件中看不见的内容里")
    return Finding(
        PERSONAL,
        f"{where}可能有个人信息（{_PERSONAL[found.kind]}）：{found.masked}",
        "请删除或遮盖；依法应当公开的，确认无误。",
        found.certainty >= DOUBTFUL_BELOW,
        block=personal.block,
        start=found.start,
        end=found.end,
    )
