"""How each part of an official document below its title is recognised."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.foundations.texts.dates import DATE, from_match
from gongkai.foundations.texts.found import Found, Line, found
from gongkai.foundations.texts.numerals import to_int

_LONGEST_COPIES = 2000
_NOTE = re.compile(
    r"[（(]\s{0,8}((?:此件|公开方式|信息公开|公开属性|主动公开|依申请公开|不予公开|此文)[^（）()]{0,30})[）)]"
)
_ATTRIBUTE = re.compile(
    r"[（(]?(?:政府)?(?:信息)?公开(?:属性|方式|形式|类别|选项)\s{0,4}[：:]\s{0,4}(主动公开|依申请公开|不予公开|不公开)[）)]?"
)
_DISCLOSURE = (
    (re.compile("不予公开|不公开|不得公开"), "withheld"),
    (re.compile("依申请公开"), "on_request"),
    (re.compile("主动公开|公开发布|此件公开"), "proactive"),
)
_TO = re.compile(r"主\s{0,4}送\s{0,4}[：:]\s{0,4}")
_COPIES = re.compile(r"抄\s{0,8}送\s{0,8}[：:]\s{0,8}(.+)")
_PRINTING = re.compile(rf"(.{{2,40}}?)\s{{1,60}}{DATE}\s{{0,8}}印发")
_ENCLOSED = re.compile(r"现将《([^《》]{2,80})》(?:印发|转发|发布|公布)")
_ATTACHMENTS = re.compile(r"附\s{0,8}件\s{0,8}[：:]\s{0,8}(.*)")
_ATTACHMENT = re.compile(r"\d{1,2}\s{0,8}[.．、]\s{0,8}(.+)")
_EFFECT = re.compile(
    rf"自\s{{0,4}}(?:{DATE}|(?:公布|发布|印发)之日)\s{{0,4}}起\s{{0,4}}(?:正式)?\s{{0,4}}(?:施行|实施|执行|生效)"
)
_EXPIRY = re.compile(rf"有效期(?:限)?(?:至|到|截至)\s{{0,4}}{DATE}")
_TERM = re.compile(r"有效期(?:限)?为?\s{0,4}([一二三四五六七八九十]{1,2}|[0-9]{1,2})\s{0,4}年")


def find_addressees(lines: Sequence[Line], after_title: int) -> Found[tuple[str, ...]] | None:
    """The organs addressed: the line under the title that ends with a colon."""
    for line in lines[after_title : after_title + 3]:
        if line.text.endswith(("：", ":")) and len(line.text) < 500 and "。" not in line.text:
            start = len(match.group()) if (match := _TO.match(line.text)) else 0
            return found(_split(line.text[start:-1]), 0.95, line, (start, len(line.text) - 1))
    return None


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split("[，,；;]", text.rstrip("。.")) if part.strip())


def find_note(lines: Sequence[Line]) -> Found[str] | None:
    """The note (附注), such as 此件公开发布."""
    for line in lines:
        if len(line.text) < 40 and line.text[0] in "（(" and (match := _NOTE.fullmatch(line.text)):
            return found(match.group(1).strip(), 0.97, line, match.span(1))
    for line in lines:
        if len(line.text) < 40 and (match := _ATTRIBUTE.fullmatch(line.text)):
            return found(match.group(1), 0.95, line, match.span(1))
    return None


def find_disclosure(note: Found[str] | None) -> Found[str] | None:
    """The disclosure attribute the note states."""
    if note is None:
        return None
    for pattern, code in _DISCLOSURE:
        if pattern.search(note.value):
            return Found(code, 0.95, note.block, note.start, note.end)
    return None


def find_copies(lines: Sequence[Line]) -> Found[tuple[str, ...]] | None:
    """The organs that get copies (抄送)."""
    for line in reversed(lines[-12:]):
        if line.text[0] == "抄" and len(line.text) < _LONGEST_COPIES and (match := _COPIES.fullmatch(line.text)):
            return found(_split(match.group(1)), 0.95, line, match.span(1))
    return None


@dataclass(frozen=True, slots=True)
class Printing:
    """The printing line: by whom, on which day."""

    by: Found[str] | None
    on: Found[date] | None


def find_printing(lines: Sequence[Line]) -> Printing:
    """The printing line (印发机关和印发日期), among the last lines."""
    for line in reversed(lines[-12:]):
        if line.text.endswith("印发") and len(line.text) < 200 and (match := _PRINTING.fullmatch(line.text)):
            day = from_match(match, 2)
            by = found(match.group(1).strip(), 0.95, line, match.span(1))
            return Printing(by, None if day is None else found(day, 0.97, line, (match.start(2), match.end(4))))
    return Printing(None, None)


def find_enclosed(lines: Sequence[Line]) -> Found[str] | None:
    """The title of the text that is being sent out (现将《…》印发)."""
    for line in lines[:20]:
        if match := _ENCLOSED.search(line.text[:2000]):
            return found(match.group(1), 0.9, line, match.span(1))
    return None


def find_attachments(lines: Sequence[Line]) -> Found[tuple[str, ...]] | None:
    """The attachments named (附件说明)."""
    for position, line in enumerate(lines):
        if line.text[0] != "附" or len(line.text) > 200 or not (match := _ATTACHMENTS.fullmatch(line.text)):
            continue
        names = [match.group(1)] if match.group(1) else []
        for following in lines[position + 1 : position + 30]:
            if not _ATTACHMENT.fullmatch(following.text[:200]):
                break
            names.append(following.text)
        titles = tuple(m.group(1).strip() if (m := _ATTACHMENT.fullmatch(n)) else n.strip() for n in names)
        return found(titles, 0.9, line) if titles else None
    return None


def find_effect(lines: Sequence[Line], dated: Found[date] | None) -> Found[date] | None:
    """The day of effect (自…起施行); 自公布之日起 counts from the date of the document."""
    for line in reversed(lines):
        if "起" not in line.text or "自" not in line.text or not (match := _EFFECT.search(line.text)):
            continue
        if match.group(1):
            day = from_match(match)
            return None if day is None else found(day, 0.9, line, match.span())
        return None if dated is None else found(dated.value, 0.6, line, match.span())
    return None


def find_expiry(lines: Sequence[Line], dated: Found[date] | None) -> Found[date] | None:
    """The first day without effect: after 有效期至 a day, or a term of years from the date of the document."""
    for line in reversed(lines):
        if "有效期" not in line.text:
            continue
        if match := _EXPIRY.search(line.text):
            day = from_match(match)
            return None if day is None else found(_next(day), 0.9, line, match.span())
        if (match := _TERM.search(line.text)) and dated is not None:
            return found(_years_later(dated.value, to_int(match.group(1))), 0.6, line, match.span())
    return None


def _years_later(day: date, years: int) -> date:
    year = min(day.year + years, date.max.year)
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 3, 1)


def _next(day: date) -> date:
    return day if day == date.max else date.fromordinal(day.toordinal() + 1)
