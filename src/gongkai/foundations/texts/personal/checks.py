"""Numbers that prove themselves: check digits and dates inside."""

from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCES = frozenset(
    (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83)
)


def id_check_digit(first17: str) -> str:
    """The eighteenth character of an ID number (GB 11643)."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True)) % 11]


def is_id_number(number: str) -> bool:
    """Whether eighteen characters are an ID number: province, day of birth and check digit."""
    return born_on(number) is not None and id_check_digit(number[:17]) == number[17].upper()


def born_on(number: str) -> date | None:
    """The day of birth in an ID number of eighteen or fifteen characters; ``None`` when it can be none."""
    if int(number[:2]) not in _PROVINCES:
        return None
    digits = number[6:14] if len(number) == 18 else f"19{number[6:12]}"
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return day if 1900 <= day.year < 2100 else None


def passes_luhn(number: str) -> bool:
    """Whether the last digit is the check digit of bank cards."""
    total = 0
    for position, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if position % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
