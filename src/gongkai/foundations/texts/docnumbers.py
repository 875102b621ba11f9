"""Document numbers (发文字号): agency word, year in hexagonal brackets, serial."""

import re
import unicodedata

from gongkai.foundations.texts.numerals import to_int

DOCUMENT_NUMBER = (
    r"([\u4e00-\u9fff]{2,12})\s{0,8}[〔\[【﹝（(［]\s{0,8}((?:19|20)\d{2}|[一二][〇○零九][〇○零一二三四五六七八九]{2})\s{0,8}"
    r"[〕\]】﹞）)］]\s{0,8}第?\s{0,8}(0{0,4}[1-9]\d{0,4}|[一二三四五六七八九十百]{1,6})\s{0,8}号"
)
_NUMBER = re.compile(DOCUMENT_NUMBER)


def normalise(text: str) -> str | None:
    """The number as the standard spells it, ``云政办发〔2026〕8号``, from any common spelling; else ``None``."""
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return None if match is None else spell(match)


def spell(match: re.Match[str]) -> str:
    """The standard spelling of a match of ``DOCUMENT_NUMBER``."""
    year, serial = (_number(match.group(group)) for group in (2, 3))
    return f"{match.group(1)}〔{year}〕{serial}号"


def _number(numeral: str) -> int:
    try:
        return to_int(numeral)
    except ValueError:
        return 0
