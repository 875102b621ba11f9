"""What a reader may write into the one field: words, “phrases”, field:values; pure.

Nothing a reader writes is an error: what is no known field stays words.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date

from gongkai.backbone.search.document_numbers import fold
from gongkai.backbone.search.sounds import simplified

FIELDS = {
    "organ": ("organ", "机构", "发布机构", "发文机关"),
    "kind": ("kind", "文种", "体裁"),
    "subject": ("subject", "主题", "主题分类"),
    "year": ("year", "年份"),
    "validity": ("validity", "有效性", "时效"),
    "title": ("title", "标题"),
    "number": ("number", "文号", "发文字号"),
    "date": ("date", "日期", "成文日期"),
}
_NAMES = {word: name for name, words in FIELDS.items() for word in words}
_FIELD = re.compile(
    rf"(?<!\w)(?P<name>{'|'.join(sorted(_NAMES, key=len, reverse=True))})\s?[:：]\s?"
    r"(?:[\"“「『](?P<quoted>[^\"”」』]+)[\"”」』]|(?P<plain>[^\s\"“”「」『』]+))",
    re.IGNORECASE,
)
_PHRASE = re.compile(r"[\"“「『]([^\"“”「」『』]+)[\"”」』]")
_RANGE = re.compile(r"(?:\.\.|…|至|到|~|～|—)")
_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?\Z")


@dataclass(frozen=True, slots=True)
class Asked:
    """A reader's text taken apart. ``fields`` are as written; days are both included."""

    words: str = ""
    phrases: tuple[str, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None


def parse(text: str) -> Asked:
    """The text taken apart; traditional characters become simplified ones."""
    rest = simplified(text)
    fields: dict[str, str] = {}
    since = until = None
    for match in _FIELD.finditer(rest):
        name, value = _NAMES[match["name"].lower()], (match["quoted"] or match["plain"]).strip()
        if name == "date":
            days = days_of(value)
            if days is None:
                continue
            since, until = days
        else:
            fields[name] = value
        rest = rest.replace(match[0], " ", 1)
    phrases = tuple(phrase.strip() for phrase in _PHRASE.findall(rest) if len(phrase.strip()) > 1)
    return Asked(" ".join(_PHRASE.sub(r" \1 ", rest).split()), phrases, fields, since, until)


def days_of(text: str) -> tuple[date | None, date | None] | None:
    """The first and the last day of ``2020``, ``2020-03``, ``2020年3月1日`` or a range of two such; one end of a
    range may be left open. None when it is none of these.
    """
    parts = [part.strip() for part in _RANGE.split(fold(text))]
    if len(parts) > 2 or not any(parts):
        return None
    first, last = (_days(parts[0]), _days(parts[-1])) if len(parts) == 2 else (_days(parts[0]),) * 2
    if (parts[0] and first is None) or (parts[-1] and last is None):
        return None
    return (first[0] if first else None), (last[1] if last else None)


def _days(text: str) -> tuple[date, date] | None:
    match = _DAY.match(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        if not month:
            return date(year, 1, 1), date(year, 12, 31)
        if not day:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except (ValueError, IndexError):
        return None
