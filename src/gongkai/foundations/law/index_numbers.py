"""Index numbers (索引号): organisation code, year, serial, such as ``000014349/2017-00110``."""

import re
from functools import cache

from gongkai.foundations.errors import GongkaiError
from gongkai.foundations.law.book import index_forms


class MalformedIndexNumberError(GongkaiError):
    """No index number can be made of this prefix, year and serial."""


def is_index_prefix(text: str) -> bool:
    """Whether an organ here may have this text before the slash of its index numbers."""
    return re.fullmatch(_pattern("prefix", imported=False), text) is not None


def is_index_number(text: str, *, imported: bool = False) -> bool:
    """Whether the text is an index number as issued here; ``imported`` admits forms found elsewhere too."""
    return _number(imported=imported).fullmatch(text) is not None


def index_number(prefix: str, year: int, serial: int) -> str:
    """The index number of the organ's ``serial``-th record in the year, counted from 1.

    Raises ``MalformedIndexNumberError`` when the result would be none: a bad prefix, a year of not four digits, a
    serial below 1 or of more than seven digits.
    """
    number = f"{prefix}/{year:04d}-{serial:05d}"
    if serial < 1 or not is_index_number(number):
        message = f"索引号 {number} 不合规则：请检查机构的索引号前缀。"
        raise MalformedIndexNumberError("index_number_malformed", message, number=number)
    return number


@cache
def _pattern(part: str, *, imported: bool) -> str:
    return "|".join(form.pattern for form in index_forms().values() if form.part == part and (form.issued or imported))


@cache
def _number(*, imported: bool) -> re.Pattern[str]:
    prefix, serial = _pattern("prefix", imported=imported), _pattern("serial", imported=imported)
    return re.compile(f"(?:{prefix})/(?:19|20)[0-9]{{2}}-(?:{serial})")
