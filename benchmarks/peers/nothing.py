"""An application with nothing behind it: what granian's static mount does not answer is not found."""

from typing import Any


async def application(_scope: Any, protocol: Any) -> None:
    """Not found."""
    protocol.response_empty(404, [])
