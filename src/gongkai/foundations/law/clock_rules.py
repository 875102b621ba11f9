"""What a rule of the rule book of clocks says: one time limit, in one version of its law."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from gongkai.foundations.errors import GongkaiError
from gongkai.foundations.law.entries import Entry


class Unit(StrEnum):
    """What a time limit is counted in.

    ``date`` is a fixed day of the year; of ``stated`` (working days) and ``stated_days`` the organ states how many.
    """

    HOUR = "hour"
    WORKDAY = "workday"
    DAY = "day"
    MONTH = "month"
    DATE = "date"
    STATED = "stated"
    STATED_DAYS = "stated_days"

    @property
    def is_stated(self) -> bool:
        """Whether the organ states how long it is."""
        return self in {Unit.STATED, Unit.STATED_DAYS}


class Bound(StrEnum):
    """Whether something must have happened by the day, or may not happen before it."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """How a limit may be made longer, once: by at most so many units, by whom approved, and who must be told."""

    most: int
    approver: str
    approver_en: str
    tells: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRule(Entry):
    """A time limit.

    ``length`` is counted in ``unit`` from the day after the trigger; ``cases`` name other lengths for special cases and
    ``least`` the shortest time where the law gives a range. A period of days or months that ends on a day off runs on
    to the next working day where ``rolls``. ``suspend`` and ``restart`` name what stops it and what begins it anew.
    ``overrides`` names the general limit that this special one displaces, ``follows`` the one it comes after.
    ``warn`` is how many units before the end the light turns yellow. An ``adjustable`` number is the city's own to
    change; ``local`` says that it did.
    """

    article: str = ""
    bearer: str
    trigger: str
    trigger_en: str
    unit: Unit
    length: int | None = None
    least: int = 0
    bound: Bound = Bound.AT_MOST
    cases: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    date: str = ""
    rolls: bool = True
    suspend: tuple[str, ...] = ()
    restart: tuple[str, ...] = ()
    extend: Extension | None = None
    silence: str = ""
    silence_en: str = ""
    overrides: str = ""
    follows: str = ""
    warn: int = 0
    adjustable: bool = False
    local: bool = False

    @property
    def version(self) -> str:
        """The name of this version: ``REQ_REPLY@2019-05-15``, with ``+local`` where the city changed it."""
        return f"{self.code}@{self.valid_from}{'+local' if self.local else ''}"

    @property
    def basis(self) -> str:
        """The source with its article."""
        return (
            f"{self.source}{self.article}" if self.article.startswith("第") else f"{self.source} {self.article}".strip()
        )

    def length_in(self, case: str) -> int | None:
        """The length in a case; raises ``CaseUnknownError`` for one the rule does not name."""
        if not case:
            return self.length
        if case not in self.cases:
            raise CaseUnknownError(self.code, case, tuple(self.cases))
        return self.cases[case]


class CaseUnknownError(GongkaiError):
    """The rule has no such case."""

    def __init__(self, rule: str, case: str, cases: tuple[str, ...]) -> None:
        named = "、".join(cases) or "—"
        super().__init__(
            "case_unknown", f"规则 {rule} 没有情形“{case}”：可选 {named}。", rule=rule, case=case, cases=named
        )
