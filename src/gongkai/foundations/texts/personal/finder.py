"""All personal data of a text, in order."""

from datetime import date

from gongkai.foundations.texts.personal.numbers import find_numbers
from gongkai.foundations.texts.personal.spans import Personal, PersonalKind
from gongkai.foundations.texts.personal.words import find_words

_LONGEST = 2_000_000
# Full-width digits and letters as plain ones, one for one, so that places stay the same.
_PLAIN = {0xFF10 + n: 0x30 + n for n in range(10)} | {0xFF21 + n: 0x41 + n for n in range(26)} | {0xFF0D: 0x2D}
_MARKS = frozenset({PersonalKind.MINOR, PersonalKind.HEALTH})


def find_personal(text: str, *, on: date | None = None) -> list[Personal]:
    """Everything that is or may be personal, from left to right; ``on`` is the day on which age is counted.

    Of findings that overlap the surer stays. Those under ``DOUBTFUL`` are questions, not alarms. Office telephones,
    organs' addresses and mailboxes are no personal data.
    """
    plain = text[:_LONGEST].translate(_PLAIN)
    numbers = _surest(list(find_numbers(plain)))
    words = list(find_words(plain, numbers, on))
    marks = [finding for finding in words if finding.kind in _MARKS]
    rest = _surest([*numbers, *(finding for finding in words if finding.kind not in _MARKS)])
    return sorted([*rest, *set(marks)], key=lambda finding: (finding.start, finding.kind))


def _surest(findings: list[Personal]) -> list[Personal]:
    """Without those that overlap a surer one; of equals the longer one stays."""
    kept: list[Personal] = []
    for finding in sorted(findings, key=lambda f: (f.start, -(f.end - f.start))):
        last = kept[-1] if kept else None
        if last is None or finding.start >= last.end:
            kept.append(finding)
        elif finding.certainty > last.certainty:
            kept[-1] = finding
    return kept
