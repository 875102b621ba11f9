from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Emission:
    """Something that happened: ``kind`` is a dotted word (``record.published``), ``subject`` names the thing
    it happened to (an index number, an organ's code), ``data`` holds small facts ready for JSON, no text.
    """

    kind: str
    subject: str
    data: dict[str, Any] = field(default_factory=dict)
