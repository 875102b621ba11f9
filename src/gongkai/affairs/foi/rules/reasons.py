"""Why something cannot be done to a case."""

from collections.abc import Sequence

from gongkai.foundations.errors import GongkaiError, in_english


class Reason:
    """One reason: its code, its Chinese sentence, and what its English one names."""

    def __init__(self, code: str, message: str, /, **facts: object) -> None:
        self.code, self.message, self.facts = code, message, facts

    def __repr__(self) -> str:
        return f"Reason({self.code})"

    def english(self) -> str:
        """The same in English."""
        return in_english(self.code, self.facts) or self.message


class RequestRefusedError(GongkaiError):
    """Something may not happen to a case; ``reasons`` are all of them."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        super().__init__("request_refused", "".join(reason.message for reason in reasons))
        self.reasons = tuple(reasons)

    def english(self) -> str:
        """All reasons in English."""
        return " ".join(reason.english() for reason in self.reasons)
