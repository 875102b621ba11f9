"""Chinese numerals."""

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "Ｏ": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def to_int(text: str) -> int:
    """The number written in Arabic digits or Chinese numerals (below ten thousand): 十二, 一百零三, 二〇二〇.

    Raises ``ValueError`` for anything else.
    """
    if text.isdecimal():
        return int(text)
    if text and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            raise ValueError(f"no numeral: {text!r}")
    if not text:
        raise ValueError("no numeral")
    return total + digit


def to_chinese(number: int) -> str:
    """A whole number from 0 to 9999 in Chinese numerals: 十二, 一百零三."""
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    text = ""
    for value, unit in ((1000, "千"), (100, "百"), (10, "十")):
        count = number // value % 10
        if count:
            text += digits[count] + unit
        elif text and number % value and not text.endswith("零"):
            text += "零"
    text += digits[number % 10] if number % 10 else ""
    return text.removeprefix("一") if 10 <= number < 20 else text
