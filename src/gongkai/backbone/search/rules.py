"""What an editor may tell the search; pure."""

import re
from collections.abc import Sequence

from gongkai.foundations.errors import GongkaiError
from gongkai.foundations.texts.personal import DOUBTFUL, find_personal

MOST_WORDS = 12
MOST_RECORDS = 5
LONGEST_WORD = 40
_BETWEEN = re.compile(r"[\s、，,；;]+")


class HintRefusedError(GongkaiError):
    """What was told to the search cannot be kept as it was written."""


def listed(text: str) -> tuple[str, ...]:
    """The words of a list as people write it: with spaces, commas or lines between, each once."""
    return tuple(dict.fromkeys(word for word in _BETWEEN.split(text.strip().lower()) if word))


def refuse_malformed(words: Sequence[str], *, least: int, most: int) -> None:
    """Refuse too few, too many, too long words, marks without a letter, and personal data."""
    if not least <= len(words) <= most:
        raise HintRefusedError("hint_words", f"请写 {least} 至 {most} 个词。", least=least, most=most)
    wrong = next((w for w in words if len(w) > LONGEST_WORD or not any(map(str.isalnum, w))), None)
    if wrong is not None:
        raise HintRefusedError(
            "hint_word_malformed",
            f"“{wrong[:LONGEST_WORD]}”不能作为词：须含文字，最多 {LONGEST_WORD} 字。",
            word=wrong[:LONGEST_WORD],
            most=LONGEST_WORD,
        )
    if is_personal(" ".join(words)):
        raise HintRefusedError("hint_personal", "词中似有个人信息（如姓名、电话、证件号码）：请换用一般的词。")


def is_personal(text: str) -> bool:
    """Whether the text holds, or may well hold, personal data."""
    return any(found.certainty >= DOUBTFUL for found in find_personal(text))
