"""Guessing kind and subject from the words of a title; the clerk decides."""

import re
from dataclasses import dataclass
from functools import cache

from gongkai.foundations import law


@dataclass(frozen=True, slots=True)
class Guess:
    """A code of the rule book and how sure it is, in percent."""

    code: str
    confidence: int


@cache
def _kind_codes() -> dict[str, str]:
    return {kind.zh: code for code, kind in law.kinds().items()}


def kind_of(word: str, title: str) -> Guess:
    """The slug of the kind: by its Chinese word, else by what the title of a rule ends with."""
    code = _kind_codes().get(word) or _kind_codes().get(f"{word}（令）")
    if code is not None:
        return Guess(code, 95)
    if re.search(r"(?:条例|办法|规定|细则|规则)(?:（[^）]*）)?$", title):
        return Guess("normative-document", 50)
    return Guess("other", 20)


@cache
def _subject_words() -> tuple[tuple[str, str], ...]:
    """The words by which subjects are known, the longest first, each with the code of its subject."""
    words = [
        (word, code)
        for code, subject in law.subjects().items()
        for word in re.split(r"[、（）]|含", subject.zh)
        if len(word) > 1 and word not in {"其他", "政府"}
    ]
    return tuple(sorted(words, key=lambda pair: -len(pair[0])))


def subject_of(title: str, issuer: str) -> Guess:
    """The code of the subject whose name stands in the title, else in the issuer's name, else 其他."""
    for text, confidence in ((title, 70), (issuer, 40)):
        for word, code in _subject_words():
            if word in text:
                return Guess(code, confidence)
    return Guess("22", 10)
