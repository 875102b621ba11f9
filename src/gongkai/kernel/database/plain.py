"""JSON as the database keeps it: characters as they are. Chinese text in escapes takes twice the room, and five times
as long to read.
"""

import json
from typing import Any


class PlainEncoder(json.JSONEncoder):
    """For the ``encoder`` of a ``JSONField`` that holds text."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"ensure_ascii": False})

    def encode(self, o: Any) -> str:
        """The value as JSON; with escapes where a lone surrogate could not be written otherwise."""
        written = super().encode(o)
        try:
            written.encode()
        except UnicodeEncodeError:
            return json.dumps(o)
        return written
