"""The gate before Django, which keeps a whole body before it looks at the request: none may be endless.

Addresses with control characters stop here as well. No address has any, no database keeps a NUL, and a line
end in an address is a line of its own in whatever log it gets into.
"""

import asyncio
import re
from typing import Any

from gongkai.kernel.portal.front import SECURITY_HEADERS, Application, Message, Receive, Scope, Send, ends_twice

LONGEST_BODY = 64 * 1024 * 1024  # a document of the largest size that is read, and what its form adds
LONGEST_AT_CONSOLE = 512 * 1024 * 1024  # where many are handed in at once
BODY_SECONDS = 600.0

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_GONE: Message = {"type": "http.disconnect"}


class Gate:
    """An ASGI application that lets through to another what can be answered."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on with a body that ends."""
        if not _is_address(scope) or ends_twice(scope["headers"]):
            await _refuse(400, send)
            return
        longest = LONGEST_AT_CONSOLE if scope["path"].startswith("/console/") else LONGEST_BODY
        if _announced(scope) > longest:
            await _refuse(413, send)
        else:
            body = _Body(receive, longest)
            await self._application(scope, body, send)
            if body.refused:
                await _refuse(body.refused, send)


class _Body:
    """What the reader sends, as long as it is neither too long nor too slow; then as if the reader had left."""

    def __init__(self, receive: Receive, longest: int) -> None:
        self._receive, self._left, self._more = receive, longest, True
        self._until = asyncio.get_running_loop().time() + BODY_SECONDS
        self.refused = 0

    async def __call__(self) -> Message:
        if not self._more:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            self.refused, self._more = 408, False
            return _GONE
        self._left -= len(message.get("body", b""))
        self._more = message.get("more_body", False)
        if self._left < 0:
            self.refused, self._more = 413, False
            return _GONE
        return message


def _is_address(scope: Scope) -> bool:
    path: str = scope["path"]
    asked: bytes = scope.get("query_string", b"")
    return path.startswith("/") and not _CONTROL.search(path) and b"%00" not in asked


def _announced(scope: Scope) -> int:
    length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(length) if length.isdigit() else 0


async def _refuse(status: int, send: Send) -> None:
    """Without a word, and without hearing the rest: the connection ends."""
    headers: list[tuple[bytes, bytes]] = [(name.encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]
    start: dict[str, Any] = {"type": "http.response.start", "status": status}
    await send(start | {"headers": [*headers, (b"content-length", b"0"), (b"connection", b"close")]})
    await send({"type": "http.response.body", "body": b""})
