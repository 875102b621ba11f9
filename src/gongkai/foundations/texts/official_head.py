"""What stands above the text: letterhead, document number, title, marks."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.foundations.texts.docnumbers import DOCUMENT_NUMBER, spell
from gongkai.foundations.texts.found import Found, Line, found
from gongkai.foundations.texts.numerals import to_int
from gongkai.foundations.texts.official_kinds import KINDS, LAW_WORDS, NAMED, NUMBERED, ORGAN_ENDS, PUNCTUATED

_HEAD_LINES = 14
_TITLE_LINES = 6
_LETTERHEAD = re.compile(r"([\u4e00-\u9fff（）()\s]{4,120}?)(?:文件|（\s{0,8}）|\(\s{0,8}\))")
_NUMBER_LINE = re.compile(rf"[（(]?\s{{0,8}}{DOCUMENT_NUMBER}\s{{0,8}}[）)]?(?:\s{{0,8}}签发人.{{0,40}})?")
_CLASSIFIED = re.compile(r"(绝密|机密|秘密)\s{0,8}(?:★.{0,12})?")
_INTERNAL = re.compile(
    r"[（(【]?(内部(?:文件|资料|使用|传阅)|不得外传)[，,\s]{0,4}(?:注意保存|严禁外传|请勿外传)?[）)】]?"
)
_PASSED_OVER = re.compile(r"特急|加急|特提|平急|急件|明电|\d{6}|(?:No\.?|份号[：:]?)\s{0,4}\d{1,8}", re.IGNORECASE)
_OWN_NUMBER = re.compile(
    r"(?:[〔\[（(]?((?:19|20)\d{2})[〕\]）)]?年?)?\s{0,8}第?\s{0,8}([0-9]{1,5}|[一二三四五六七八九十百零〇]{1,6})\s{0,8}[号期次]"
)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the text; ``issuers`` are all of the letterhead, ``internal`` is a mark like 内部资料."""

    letterhead: Found[str] | None
    issuers: Found[tuple[str, ...]] | None
    document_number: Found[str] | None
    title: Found[str] | None
    classification: Found[str] | None
    internal: Found[str] | None
    after_title: int


def find_head(lines: Sequence[Line]) -> Head:
    """Letterhead, document number, title and marks; ``after_title`` is the line that follows."""
    letterhead = number = classification = internal = issuers = None
    start = 0
    for position, line in enumerate(lines[:_HEAD_LINES]):
        text = unicodedata.normalize("NFKC", line.text) if len(line.text) < 80 else line.text
        if number is None and len(text) < 80 and (match := _NUMBER_LINE.fullmatch(text)):
            number = found(spell(match), 0.98, line)
            start = position + 1
        elif letterhead is None and position < 10 and (match := _LETTERHEAD.fullmatch(line.text)):
            above = _organs_above(lines, start, position)
            letterhead, issuers = _letterhead(line, match, above)
            start = max(start, position + 1)
        elif classification is None and position < 6 and (match := _CLASSIFIED.fullmatch(line.text)):
            classification = found(match.group(1), 0.95, line)
            start = max(start, position + 1)
        elif internal is None and position < 6 and (match := _INTERNAL.fullmatch(line.text[:60])):
            internal = found(match.group(1), 0.9, line)
            start = max(start, position + 1)
        elif position < 6 and position == start and len(text) < 20 and _PASSED_OVER.fullmatch(text):
            start = position + 1
    title, after = _title(lines, start)
    if title is None and start > 1:
        title, _ = _title(lines[:start], 0)
        after = start
    if number is None and title is not None:
        number, after = _own_number(lines, title, after)
    return Head(letterhead, issuers, number, title, classification, internal, after)


def _organs_above(lines: Sequence[Line], start: int, position: int) -> tuple[str, ...]:
    """The organs that issue jointly, a line each, above the one that ends with 文件."""
    names = [organ for line in lines[start:position] for organ in organs_in(line.text)]
    return tuple(names) if len(names) >= position - start else ()


def organs_in(text: str) -> tuple[str, ...]:
    """The organs a line consists of; none when it is anything else."""
    if len(text) > 120 or text.endswith((*PUNCTUATED, "：", ":")):
        return ()
    names = [name for name in re.split(r"\s{1,60}", text) if name]
    if all(3 < len(name) <= 40 and name.endswith(ORGAN_ENDS) for name in names):
        return tuple(names)
    whole = "".join(names)
    return (whole,) if 3 < len(whole) <= 40 and whole.endswith(ORGAN_ENDS) else ()


def _letterhead(
    line: Line, match: re.Match[str], above: tuple[str, ...]
) -> tuple[Found[str], Found[tuple[str, ...]] | None]:
    words = "".join(match.group(1).split())
    names = (*above, *(organs_in(match.group(1).strip()) or (words,)))
    lead = names[0] if len(names) > 1 else words
    return found(lead, 0.95, line, match.span(1)), found(names, 0.95, line, match.span(1))


def _own_number(lines: Sequence[Line], title: Found[str], after: int) -> tuple[Found[str] | None, int]:
    """The number under the name of an order or announcement: 第8号, 2026年第3号."""
    if after < len(lines) and title.value.endswith(NUMBERED) and len(lines[after].text) < 30:
        line = lines[after]
        match = _OWN_NUMBER.fullmatch(unicodedata.normalize("NFKC", line.text).strip("（）()"))
        if match is not None:
            year = f"{match.group(1)}年" if match.group(1) else ""
            try:
                serial = to_int(match.group(2))
            except ValueError:
                return None, after
            return found(f"{title.value}{year}第{serial}号", 0.9, line), after + 1
    return None, after


def _title(lines: Sequence[Line], start: int) -> tuple[Found[str] | None, int]:
    """The title: lines joined until one ends with the word of a kind; else the first line alone."""
    taken: list[Line] = []
    for position, line in enumerate(lines[start : start + _TITLE_LINES], start):
        if line.text.endswith(("：", ":", *PUNCTUATED)) or len(line.text) > 80:
            break
        taken.append(line)
        if line.text.endswith(KINDS + LAW_WORDS) or line.text.rstrip("）)").endswith(("试行", "暂行", "草案")):
            return _joined(taken, 0.95), position + 1
    if not taken:
        return None, start
    return _joined(taken[:1], 0.5), start + 1


def _joined(lines: Sequence[Line], confidence: float) -> Found[str]:
    text = "".join("".join(line.text.split()) if _is_chinese(line.text) else line.text for line in lines)
    return Found(text, confidence, lines[0].block, 0, len(lines[0].text))


def _is_chinese(text: str) -> bool:
    return sum("\u4e00" <= c <= "\u9fff" for c in text) * 2 > len(text)


def find_kind(title: Found[str] | None) -> Found[str] | None:
    """The kind, by the word the title ends with."""
    if title is None:
        return None
    bare = re.sub(r"[（(][^（）()]{1,12}[）)]$", "", title.value)
    kind = next((kind for kind in KINDS if bare.endswith(kind)), None)
    return None if kind is None else Found(NAMED.get(kind, kind), title.confidence, title.block, title.start, title.end)
