"""What the codes are called that the facts of an event choose from; pure."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from gongkai.affairs.foi.rules.workflow import FactKind, workflow
from gongkai.foundations.law import decisions

_Names = Mapping[str, tuple[str, str]]
NAMES: Mapping[str, _Names] = MappingProxyType(
    {
        "channel": {
            "portal": ("网上提交", "On the portal"),
            "counter": ("当面提交", "At the counter"),
            "signed_mail": ("邮政寄送（签收）", "By mail that is signed for"),
            "mail": ("邮政寄送（平常信函）", "By ordinary mail"),
            "fax": ("传真", "By fax"),
            "email": ("电子邮件", "By e-mail"),
        },
        "grounds": {
            "identity": ("未能提供姓名名称、身份证明或者联系方式", "Name, identity or contact is missing"),
            "description": ("内容描述不明确", "What is wanted is not clear"),
            "form": ("获取信息的形式要求不明确", "The form wanted is not clear"),
        },
        "party_kind": {
            "third_party": ("第三方", "A third party"),
            "co_organ": ("共同制作机关", "An organ that made it along"),
            "other_organ": ("其他机关（会商）", "Another organ"),
        },
        "opinion": {
            "consents": ("同意公开", "Consents"),
            "objects": ("不同意公开", "Objects"),
            "silent": ("逾期没有提出意见", "Silent until its time was over"),
        },
        "mode": {"item": ("按件计收", "By item"), "page": ("按量计收", "By page")},
        "which_safety": {
            "国家安全": ("国家安全", "National security"),
            "公共安全": ("公共安全", "Public safety"),
            "经济安全": ("经济安全", "Economic security"),
            "社会稳定": ("社会稳定", "Social stability"),
        },
        "which_affair": {
            "人事管理": ("人事管理", "Personnel"),
            "后勤管理": ("后勤管理", "Housekeeping"),
            "内部工作流程": ("内部工作流程", "Internal procedure"),
        },
        "which_process": {
            "讨论记录": ("讨论记录", "Record of a discussion"),
            "过程稿": ("过程稿", "Draft"),
            "磋商信函": ("磋商信函", "Letter between organs"),
            "请示报告": ("请示报告", "Request for instructions"),
        },
        "service": {
            "direct": ("直接送达", "Handed over"),
            "entrusted": ("委托送达", "By another organ"),
            "post": ("邮政寄送", "By mail"),
            "portal": ("通过本网站送达", "Through this site"),
        },
        "dispute_kind": {
            "review": ("行政复议", "Reconsideration"),
            "direct": ("未经复议直接起诉", "Suit without reconsideration"),
            "after": ("复议后起诉", "Suit after reconsideration"),
        },
        "outcome": {
            "upheld": ("结果维持", "Upheld"),
            "corrected": ("结果纠正", "Corrected"),
            "otherwise": ("其他结果", "Otherwise"),
        },
    }
)


def choice_name(fact: str, code: str, language: str) -> str:
    """The name of a code of this fact: Chinese unless the language begins with ``en``."""
    if fact == "code":
        found = decisions().get(code)
        return found.name(language) if found is not None else code
    zh, en = NAMES.get(fact, {}).get(code, (code, code))
    return en if language.startswith("en") else zh


def choices_of(fact: FactKind, language: str) -> list[tuple[str, str]]:
    """All codes of a fact with their names, for a form."""
    return [(code, choice_name(fact.code, code, language)) for code in fact.choices]


def value_name(fact: str, value: Any, language: str) -> str:
    """A fact as people read it."""
    kind = workflow().facts.get(fact)
    if kind is not None and kind.type == "choice":
        return choice_name(fact, str(value), language)
    if isinstance(value, bool):
        yes, no = ("yes", "no") if language.startswith("en") else ("是", "否")
        return yes if value else no
    return str(value)
