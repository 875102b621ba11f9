"""Who signs an official document, and the day it bears."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.foundations.texts.dates import DATE, from_match
from gongkai.foundations.texts.found import Found, Line, found
from gongkai.foundations.texts.official_head import Head, organs_in
from gongkai.foundations.texts.official_kinds import NUMBERED, PUNCTUATED

_DATE_LINE = re.compile(rf"(?:[（(]\s{{0,4}})?{DATE}(?:\s{{0,4}}[）)])?")
_PLAIN_DATE = re.compile(r"((?:19|20)[0-9]{2})[-./]([0-9]{1,2})[-./]([0-9]{1,2})")
_SIGNATORY = re.compile(
    r"(?:省长|市长|州长|县长|区长|旗长|镇长|乡长|主席|主任|局长|厅长|部长|院长|检察长)[：:\s]{0,12}([\u4e00-\u9fff·]{2,8}|[\u4e00-\u9fff]\s{1,4}[\u4e00-\u9fff])"
)
_MOST_ORGANS = 12


@dataclass(frozen=True, slots=True)
class Dated:
    """Date of the document, the organs that sign above it, and the person who signs an order."""

    date: Found[date] | None
    signature: Found[str] | None
    issuers: Found[tuple[str, ...]] | None
    signatory: Found[str] | None


def find_date(lines: Sequence[Line], after_title: int) -> Dated:
    """The first line after the title that is a date and nothing else, and who signs above it."""
    for position in range(after_title, len(lines)):
        line = lines[position]
        if len(line.text) > 24:
            continue
        match = _DATE_LINE.fullmatch(line.text)
        plain = match is None
        match = match or _PLAIN_DATE.fullmatch(line.text)
        day = None if match is None else from_match(match)
        if day is not None:
            return _dated(lines, position, after_title, day, certainty=0.75 if plain else 0.95)
    return Dated(None, None, None, None)


def _dated(lines: Sequence[Line], position: int, after_title: int, day: date, *, certainty: float) -> Dated:
    above = position - 1
    signatory = None
    if above >= after_title and len(lines[above].text) < 40 and (match := _SIGNATORY.fullmatch(lines[above].text)):
        signatory = found("".join(match.group(1).split()), 0.9, lines[above], match.span(1))
        above -= 1
    organs: list[str] = []
    first: Line | None = None
    while above >= after_title and len(organs) < _MOST_ORGANS and (names := organs_in(lines[above].text)):
        organs[:0] = names
        first = lines[above]
        above -= 1
    signature = None
    if first is not None:
        signature = found(organs[0], 0.9, first, _span(first.text, organs[0]))
    elif signatory is None and above >= after_title and _may_sign(lines[above].text):
        signature = found("".join(lines[above].text.split()), 0.8, lines[above])
    signed = signature is not None or signatory is not None
    issuers = None if first is None else found(tuple(organs), 0.9, first)
    dated = found(day, certainty if signed else certainty - 0.25, lines[position])
    return Dated(dated, signature, issuers, signatory)


def _span(text: str, name: str) -> tuple[int, int]:
    start = text.find(name)
    return (start, start + len(name)) if start >= 0 else (0, len(text))


def _may_sign(text: str) -> bool:
    return len(text) <= 60 and not text.endswith((*PUNCTUATED, "：", ":"))


def find_issuer(head: Head, dated: Dated) -> Found[str] | None:
    """The issuing organ, of several the one that leads: the signature where there is one, borne out by the letterhead;
    else the letterhead; for an order the organ in its name.
    """
    signature = dated.signature
    if signature is None:
        return head.letterhead or _in_name(head.title)
    if head.letterhead is not None and head.letterhead.value.startswith(signature.value):
        return Found(signature.value, 0.99, signature.block, signature.start, signature.end)
    return signature


def _in_name(title: Found[str] | None) -> Found[str] | None:
    if title is None:
        return None
    for kind in NUMBERED:
        organ = title.value.removesuffix(kind)
        if organ != title.value and organs_in(organ):
            return Found(organ, 0.85, title.block, title.start, title.start + len(organ))
    return None


def find_issuers(head: Head, dated: Dated) -> Found[tuple[str, ...]] | None:
    """All organs that issue jointly, the one that leads first; ``None`` for one alone."""
    candidates = [f for f in (dated.issuers, head.issuers) if f is not None and len(f.value) > 1]
    return max(candidates, key=lambda f: len(f.value), default=None)
