"""What a finding says."""

from dataclasses import dataclass
from enum import StrEnum

DOUBTFUL = 0.5  # below it, a finding is a question rather than an alarm


class PersonalKind(StrEnum):
    """Kinds of personal data."""

    ID_NUMBER = "id_number"
    MOBILE = "mobile"
    LANDLINE = "landline"
    BANK_CARD = "bank_card"
    PASSPORT = "passport"
    PLATE = "plate"
    EMAIL = "email"
    ADDRESS = "address"
    NAME = "name"
    MINOR = "minor"
    HEALTH = "health"


@dataclass(frozen=True, slots=True)
class Personal:
    """A span of characters, its kind, how sure the finding is from 0 to 1, and what could stand there instead."""

    kind: PersonalKind
    start: int
    end: int
    certainty: float
    masked: str
