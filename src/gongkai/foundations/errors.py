"""The one base of every error that a person may read, and what it is called in English."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


class GongkaiError(Exception):
    """Something asked for cannot be done.

    ``code`` is stable and for machines; ``message`` is for the person, in Chinese: what is wrong and what to do.
    ``facts`` are the values the English sentence of ``errors.toml`` names.
    """

    def __init__(self, code: str, message: str, /, **facts: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.facts = facts

    def english(self) -> str:
        """The message in English."""
        return in_english(self.code, self.facts) or self.message

    def said_in(self, language: str) -> str:
        """The message in this language: Chinese for ``zh…``, English for any other."""
        return self.message if language.startswith("zh") else self.english()


def in_english(code: str, facts: Mapping[str, object]) -> str:
    """The English sentence of this code; empty when there is none."""
    return _sentences().get(code, "").format_map(facts)


@cache
def _sentences() -> dict[str, str]:
    text = files("gongkai.foundations").joinpath("errors.toml").read_text("utf-8")
    return {str(code): str(sentence) for code, sentence in tomllib.loads(text).items()}
