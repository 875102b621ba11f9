"""What an application must say (条例第二十九条): checked field by field, every fault told at its field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from gongkai.affairs.foi.choices import APPLICANTS, DOCUMENTS, FORMS, MEDIA
from gongkai.affairs.foi.rules.reasons import Reason
from gongkai.foundations.texts.personal.checks import id_check_digit

LONGEST: Mapping[str, int] = MappingProxyType(
    {
        "name": 100, "document_number": 40, "representative": 60, "telephone": 40, "address": 200, "email": 120,
        "agent": 60, "agent_document": 40, "subject": 200, "wanted": 4000,
    }
)  # fmt: skip
# What names people, and is sealed.
PERSONAL = (
    "name", "document", "document_number", "representative", "telephone", "address", "email", "agent", "agent_document",
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """An application as it was filed: to which organ, by which channel, on which day, and its six elements.

    ``items`` is how many matters it asks for, ``agent`` who applies for another, with a letter of authority.
    """

    organ: str
    channel: str
    on: date
    applicant: str
    name: str
    document: str
    document_number: str
    subject: str
    wanted: str
    form: str
    medium: str
    representative: str = ""
    telephone: str = ""
    address: str = ""
    email: str = ""
    agent: str = ""
    agent_document: str = ""
    items: int = 1

    @property
    def identity(self) -> dict[str, str]:
        """What names people."""
        return {name: getattr(self, name) for name in PERSONAL}

    @property
    def sender(self) -> str:
        """Who applies, the same however it is written."""
        return self.sender_of(self.document, self.document_number)

    @staticmethod
    def sender_of(document: str, number: str) -> str:
        """The same of a document and its number."""
        return f"{document}:{re.sub(r'[^0-9A-Z]', '', number.upper())}"


def faults(asked: Application) -> dict[str, Reason]:
    """What is wrong with an application, by field; empty when it may be filed."""
    found = {name: reason for name in LONGEST if (reason := _words(asked, name)) is not None}
    for name, table in (("applicant", APPLICANTS), ("document", DOCUMENTS), ("form", FORMS), ("medium", MEDIA)):
        if getattr(asked, name) not in table:
            found[name] = Reason("choice_missing", "请选择一项。")
    for name in ("name", "document_number", "subject", "wanted"):
        if not getattr(asked, name).strip():
            found[name] = Reason("element_missing", "请填写这一项：这是法定的申请内容。")
    if asked.applicant != "natural" and not asked.representative.strip():
        found["representative"] = Reason("representative_missing", "请填写法定代表人或者负责人姓名。")
    if "document_number" not in found and asked.document == "id_card" and not _is_id(asked.document_number):
        found["document_number"] = Reason("id_wrong", "身份证号码不正确：应为18位，请核对。")
    found |= {name: reason for name, reason in _contact(asked).items() if name not in found}
    if asked.agent.strip() and not asked.agent_document.strip():
        found["agent_document"] = Reason("agent_document_missing", "请填写代理人的证件号码，并准备授权委托书。")
    if not 1 <= asked.items <= 100:
        found["items"] = Reason("items_wrong", "申请事项的件数为 1 至 100。")
    return found


def _words(asked: Application, name: str) -> Reason | None:
    value: str = getattr(asked, name)
    if len(value) > LONGEST[name]:
        return Reason("field_too_long", f"最多 {LONGEST[name]} 个字：请缩短。", limit=LONGEST[name])
    return Reason("field_control", "含有控制字符：请删去后重试。") if _CONTROL.search(value) else None


def _contact(asked: Application) -> dict[str, Reason]:
    """One way to be reached at least, and the one that is needed for how the reply is wanted."""
    found = {}
    if not any(value.strip() for value in (asked.telephone, asked.address, asked.email)):
        found["telephone"] = Reason("contact_missing", "请至少填写一种联系方式：电话、地址或者电子邮箱。")
    if asked.email.strip() and not _EMAIL.fullmatch(asked.email.strip()):
        found["email"] = Reason("email_wrong", "电子邮箱的格式不正确：请核对。")
    if asked.medium == "post" and not asked.address.strip():
        found["address"] = Reason("address_missing", "选择邮寄的，请填写邮寄地址。")
    if asked.medium == "email" and not asked.email.strip():
        found["email"] = Reason("email_missing", "选择电子邮箱的，请填写电子邮箱。")
    return found


def _is_id(number: str) -> bool:
    plain = number.strip().upper()
    return bool(re.fullmatch(r"\d{17}[\dX]", plain)) and id_check_digit(plain[:17]) == plain[17]


def masked(name: str, value: str) -> str:
    """A value as staff lists show it: enough to tell two apart, not enough to know someone."""
    if not value:
        return ""
    if name in {"document_number", "agent_document", "telephone"}:
        return f"{value[:3]}{'*' * max(1, len(value) - 5)}{value[-2:]}" if len(value) > 6 else "*" * len(value)
    if name == "document":
        return value
    return value[0] + "*" * min(8, len(value) - 1) if len(value) > 1 else "*"
