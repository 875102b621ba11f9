"""What a check has to say."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """Whether it forbids publication, is an error, or a matter to look at."""

    STOP = "stop"
    ERROR = "error"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark of the rule ``rule``: why, what to do, and where: block and characters; ``block`` is ``None`` for the
    whole file.
    """

    rule: str
    severity: Severity
    reason: str
    fix: str
    block: int | None = None
    start: int = 0
    end: int = 0

    def to_data(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "reason": self.reason,
            "fix": self.fix,
            "block": self.block,
            "start": self.start,
            "end": self.end,
        }
