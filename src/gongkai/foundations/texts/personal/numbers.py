"""Numbers of persons: ID cards, telephones, bank cards, passports, plates."""

import re
from collections.abc import Iterator

from gongkai.foundations.texts.personal import masking
from gongkai.foundations.texts.personal.checks import born_on, is_id_number, passes_luhn
from gongkai.foundations.texts.personal.spans import Personal, PersonalKind

_BEFORE, _AFTER = r"(?<![0-9A-Za-z*/＊-])", r"(?![0-9A-Za-z*＊])"
_ID = re.compile(rf"{_BEFORE}[1-9]\d{{5}}[ -]?\d{{8}}[ -]?\d{{3}}[0-9Xx]{_AFTER}")
_OLD_ID = re.compile(rf"{_BEFORE}[1-9]\d{{14}}{_AFTER}")
_MOBILE = re.compile(
    rf"(?:(?<![0-9A-Za-z*/＊.-])|(?<=\+86)|(?<=\+86[ -]))1[3-9]\d(?:[ -]?\d{{4}}){{2}}{_AFTER}(?!\.\d)"
)
_LANDLINE = re.compile(rf"{_BEFORE}(?:\(0\d{{2,3}}\)|（0\d{{2,3}}）|0\d{{2,3}}[- ]?)?[2-8]\d{{6,7}}{_AFTER}")
_CARD = re.compile(rf"{_BEFORE}[3-6]\d{{3}}(?:[ -]?\d{{4}}){{3}}(?:[ -]?\d{{1,3}})?{_AFTER}(?![ -]\d)")
_PASSPORT = re.compile(rf"{_BEFORE}(?:E[A-HJ-NP-Z]\d{{7}}|[EG]\d{{8}}|[PSD]\d{{7,8}}|[PSD]E\d{{7}}){_AFTER}")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•. ]?"
    r"[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学领](?![A-Za-z0-9])"
)
_ID_WORDS = re.compile("身份证|身份号码|证件号|公民身份|居民身份")
_CARD_WORDS = re.compile("银行卡|储蓄卡|信用卡|一卡通|社保卡|卡号|账号|帐号|账户|帐户")
_OFFICE_WORDS = re.compile("咨询|值班|热线|监督|举报|投诉|办公|服务电话|传真|总机|局|办公室|中心|窗口|大厅|委员会")
_PRIVATE_WORDS = re.compile("住宅|家庭|宅电|家中|本人|个人|户主|家长|监护人|申请人|当事人")
_ORGAN_WORDS = re.compile("财政|公司|单位|对公|国库|专户|局|政府|委员会|中心")
_NEAR = 24


def find_numbers(text: str) -> Iterator[Personal]:
    """Every number that is, or looks like, one of a person."""
    yield from _ids(text)
    yield from _cards(text)
    for match in _MOBILE.finditer(text):
        certainty = 0.7 if _OFFICE_WORDS.search(before(text, match.start())) else 0.95
        yield _found(PersonalKind.MOBILE, match, certainty, masking.number(match.group(), 3, 4))
    for match in _LANDLINE.finditer(text):
        near = before(text, match.start())
        if _PRIVATE_WORDS.search(near) and not _OFFICE_WORDS.search(near):
            yield _found(PersonalKind.LANDLINE, match, 0.85, masking.number(match.group(), len(match.group()) - 7, 3))
    for match in _PASSPORT.finditer(text):
        certainty = 0.95 if "护照" in before(text, match.start()) else 0.4
        yield _found(PersonalKind.PASSPORT, match, certainty, masking.number(match.group(), 1, 3))
    for match in _PLATE.finditer(text):
        if sum(letter.isdecimal() for letter in match.group()) >= 3:
            certainty = 0.6 if text[max(0, match.start() - 1) : match.start()] in {"国", "省"} else 0.9
            yield _found(PersonalKind.PLATE, match, certainty, masking.number(match.group(), 2, 2))


def before(text: str, start: int) -> str:
    """The words just before, of the same sentence."""
    return re.split("[。；\n]", text[max(0, start - _NEAR) : start])[-1]


def _ids(text: str) -> Iterator[Personal]:
    for match in _ID.finditer(text):
        number = re.sub("[ -]", "", match.group())
        beside = _ID_WORDS.search(before(text, match.start()))
        if is_id_number(number):
            yield _found(PersonalKind.ID_NUMBER, match, 0.99, masking.number(match.group(), 6, 4))
        elif beside and born_on(number) is not None:
            yield _found(PersonalKind.ID_NUMBER, match, 0.7, masking.number(match.group(), 6, 4))
    for match in _OLD_ID.finditer(text):
        if born_on(match.group()) is not None:
            certainty = 0.9 if _ID_WORDS.search(before(text, match.start())) else 0.4
            yield _found(PersonalKind.ID_NUMBER, match, certainty, masking.number(match.group(), 6, 3))


def _cards(text: str) -> Iterator[Personal]:
    for match in _CARD.finditer(text):
        number = re.sub("[ -]", "", match.group())
        if not 16 <= len(number) <= 19 or not passes_luhn(number) or (len(number) == 18 and is_id_number(number)):
            continue
        near = before(text, match.start())
        beside = bool(_CARD_WORDS.search(near))
        certainty = (
            0.97 if beside and number.startswith("62") else 0.8 if beside else 0.6 if number[:2] == "62" else 0.3
        )
        if _ORGAN_WORDS.search(near):
            certainty -= 0.5
        yield _found(PersonalKind.BANK_CARD, match, max(certainty, 0.1), masking.number(match.group(), 4, 4))


def _found(kind: PersonalKind, match: re.Match[str], certainty: float, masked: str) -> Personal:
    return Personal(kind, match.start(), match.end(), certainty, masked)
