"""The numbers that a word processor puts before paragraphs: nowhere in the text, but every reader sees them."""

from dataclasses import dataclass, field
from typing import Any

from gongkai.foundations.texts.formats.docx_words import W, number_of
from gongkai.foundations.texts.numerals import to_chinese

_CIRCLED = 0x2460
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "chineseLegalSimplified",
    "ideographDigital",
    "japaneseCounting",
}
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    kind: str
    pattern: str


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted."""

    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    of_styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, list[int]] = field(default_factory=dict)
    _shared: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, numbering: Any, styles: Any) -> "Numbering":
        """From the parts ``numbering.xml`` and ``styles.xml``, either of which may be missing."""
        made = cls()
        if numbering is None:
            return made
        abstract = {a.get(f"{W}abstractNumId", ""): _levels(a) for a in numbering.findall(f"{W}abstractNum")}
        for listed in numbering.findall(f"{W}num"):
            base = listed.find(f"{W}abstractNumId")
            number = listed.get(f"{W}numId", "")
            reference = "" if base is None else base.get(f"{W}val", "")
            made.lists[number] = _overridden(abstract.get(reference, {}), listed)
            # Lists over one definition count on together, unless one begins anew.
            made._shared[number] = number if listed.find(f"{W}lvlOverride") is not None else f"a{reference}"
        for style in () if styles is None else styles.iter(f"{W}style"):
            used = _used(style.find(f"{W}pPr"))
            if used is not None:
                made.of_styles[style.get(f"{W}styleId", "")] = used
        return made

    def label(self, properties: Any, style: str) -> str:
        """The number of a paragraph with these properties, and counts on; nothing for bullets and plain ones."""
        used = _used(properties) or self.of_styles.get(style)
        if used is None:
            return ""
        number, depth = used
        levels = self.lists.get(number, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(self._shared.get(number, number), [])
        while len(counts) <= depth:
            begun = levels.get(len(counts))
            counts.append((begun.start if begun else 1) - 1)
        counts[depth] += 1
        del counts[depth + 1 :]
        if level.kind in {"bullet", "none"}:
            return ""
        return _filled(level.pattern, levels, counts)


def _levels(abstract: Any) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for level in abstract.findall(f"{W}lvl"):
        depth = number_of(level.get(f"{W}ilvl", "0"))
        if depth is not None and depth < _LEVELS:
            start = number_of(_value(level, "start") or "1")
            levels[depth] = _Level(
                1 if start is None else start, _value(level, "numFmt") or "decimal", _value(level, "lvlText")
            )
    return levels


def _overridden(levels: dict[int, _Level], listed: Any) -> dict[int, _Level]:
    changed = dict(levels)
    for override in listed.findall(f"{W}lvlOverride"):
        depth = number_of(override.get(f"{W}ilvl", "0"))
        start = number_of(_value(override, "startOverride"))
        if depth in changed and start is not None:
            changed[depth] = _Level(start, changed[depth].kind, changed[depth].pattern)
        own = _levels(override)
        changed |= own
    return changed


def _used(properties: Any) -> tuple[str, int] | None:
    found = None if properties is None else properties.find(f"{W}numPr")
    if found is None:
        return None
    number, depth = _value(found, "numId"), number_of(_value(found, "ilvl") or "0")
    return None if not number or depth is None or depth >= _LEVELS else (number, depth)


def _value(element: Any, name: str) -> str:
    found = element.find(f"{W}{name}")
    return "" if found is None else found.get(f"{W}val", "")


def _filled(pattern: str, levels: dict[int, _Level], counts: list[int]) -> str:
    text = pattern[:60]
    for depth, count in enumerate(counts):
        level = levels.get(depth)
        text = text.replace(f"%{depth + 1}", _spelled(count, level.kind if level else "decimal"))
    return text


def _spelled(count: int, kind: str) -> str:
    if kind in _CHINESE and 0 < count < 10_000:
        return to_chinese(count)
    if kind.startswith("decimalEnclosedCircle") and 0 < count <= 20:
        return chr(_CIRCLED + count - 1)
    if kind in {"lowerLetter", "upperLetter"} and 0 < count <= 26:
        return chr(count - 1 + (97 if kind == "lowerLetter" else 65))
    if kind in {"lowerRoman", "upperRoman"} and 0 < count < 4000:
        roman = _roman(count)
        return roman if kind == "lowerRoman" else roman.upper()
    return str(count)


def _roman(count: int) -> str:
    text = ""
    for value, letters in _ROMAN + _ROMAN_SMALL:
        text += letters * (count // value)
        count %= value
    return text
