"""Codes that a request chooses from, with their names; the words of the law, not of the interface."""

from types import MappingProxyType

APPLICANTS = MappingProxyType(
    {
        "natural": ("公民", "Natural person"),
        "biz": ("商业企业", "Business"),
        "research": ("科研机构", "Research body"),
        "ngo": ("社会公益组织", "Charity"),
        "legal_service": ("法律服务机构", "Legal service"),
        "other": ("其他组织", "Other organisation"),
    }
)
FORMS = MappingProxyType(
    {
        "paper": ("纸质", "On paper"),
        "email": ("电子邮件", "By e-mail"),
        "copy": ("复制电子数据", "Copy of electronic data"),
        "reading": ("当面查阅、抄录", "To read and copy by hand"),
    }
)
MEDIA = MappingProxyType(
    {
        "post": ("邮寄", "By post"),
        "email": ("电子邮箱", "By e-mail"),
        "pickup": ("自行领取", "Fetched in person"),
        "portal": ("在本网站下载", "Downloaded from this site"),
    }
)
DOCUMENTS = MappingProxyType(
    {
        "id_card": ("居民身份证", "Identity card"),
        "passport": ("护照", "Passport"),
        "permit": ("港澳台居民证件", "Permit of residents of Hong Kong, Macao and Taiwan"),
        "credit_code": ("统一社会信用代码", "Unified social credit code"),
    }
)

PAPERS = MappingProxyType(
    {
        "identity": ("身份证明", "Proof of identity"),
        "authority": ("授权委托书", "Letter of authority"),
        "other": ("其他材料", "Other papers"),
    }
)


def name_of(table: "MappingProxyType[str, tuple[str, str]]", code: str, language: str) -> str:
    """The name of a code: Chinese unless the language begins with ``en``."""
    zh, en = table.get(code, (code, code))
    return en if language.startswith("en") else zh


def choices_of(table: "MappingProxyType[str, tuple[str, str]]", language: str) -> list[tuple[str, str]]:
    """All codes with their names, for a form."""
    return [(code, name_of(table, code, language)) for code in table]
