"""Document numbers (发文字号) as people type them, made comparable; pure."""

import re

# Letters and digits alone: punctuation separates words in either width, and translating it all costs more
# than cutting the text does.
_FULL_WIDTH = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_CITED = re.compile(r"[〔(（\[［【﹝〈《]\s{0,3}(\d{4})\s{0,3}[〕)）\]］】﹞〉》]\s{0,3}第?\s{0,3}(\d{1,5})\s{0,3}号")
_YEAR_AND_NUMBER = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<number>\d{1,5})号\Z")
_NUMBER = re.compile(r"\d{1,5}号\Z")


def fold(text: str) -> str:
    """The text with its letters and digits in half-width and lower case."""
    return _FULL_WIDTH.sub(lambda match: chr(ord(match[0]) - 0xFEE0), text).lower()


def compact(text: str) -> str:
    """A document number without brackets, spaces and 第: 云政发〔2020〕38号 and 云政发[2020] 第38 are one."""
    bare = re.sub(r"[\W_]+", "", fold(text)).replace("第", "")
    return bare + "号" if bare[-1:].isdecimal() else bare


def is_whole(text: str) -> bool:
    """Whether the text is nothing but a document number of year and number."""
    return len(text) <= 40 and _YEAR_AND_NUMBER.search(compact(text)) is not None


def keys(document_number: str) -> tuple[str, ...]:
    """What a document number is found by: the whole, year and number, number, and the words before them."""
    whole = compact(document_number)
    found = [whole]
    if match := _YEAR_AND_NUMBER.search(whole):
        found += [match[0], f"{match['number']}号", whole[: match.start()]]
    elif match := _NUMBER.search(whole):
        found += [match[0], whole[: match.start()]]
    return tuple(dict.fromkeys(key for key in found if key))


def cited(folded: str) -> tuple[str, ...]:
    """One word for each 〔2020〕38号 in a folded text, in place of the digits it is cut into."""
    return tuple(dict.fromkeys(f"n{year}x{int(number)}" for year, number in _CITED.findall(folded)))
