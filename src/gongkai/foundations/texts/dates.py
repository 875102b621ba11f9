"""Dates as official documents write them."""

import re
from datetime import date

from gongkai.foundations.texts.numerals import to_int

_NUMERAL = "[0-9０-９〇○零一二三四五六七八九十]"
DATE = rf"({_NUMERAL}{{4}})\s{{0,4}}年\s{{0,4}}({_NUMERAL}{{1,3}})\s{{0,4}}月\s{{0,4}}({_NUMERAL}{{1,3}})\s{{0,4}}日"
_WHOLE = re.compile(DATE)


def parse_date(text: str) -> date | None:
    """The date ``2020年8月25日`` or ``二〇二〇年八月二十五日``; ``None`` when it is no date of the calendar."""
    match = _WHOLE.fullmatch(text.strip())
    return None if match is None else from_match(match)


def from_match(match: re.Match[str], first: int = 1) -> date | None:
    """The date in three groups of a match, from group ``first`` on."""
    try:
        year, month, day = (to_int(match.group(first + i)) for i in range(3))
        return date(year, month, day)
    except ValueError:
        return None
