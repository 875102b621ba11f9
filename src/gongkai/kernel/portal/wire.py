"""Connections of readers: a plain request for a page in memory is answered before the web server looks at it.

A request that is anything else hands its connection over to the web server, for good: neither ever continues
what the other began.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

IDLE_SECONDS = 30.0  # so long a connection may wait for its next request, or take to send one


class ReaderProtocol(H11Protocol):
    """uvicorn's protocol below which the front answers what it can at once."""

    _handed_over = False
    _heard = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin to listen, and to watch that something is said."""
        super().connection_made(transport)
        self._heard = self.loop.time()
        self.loop.call_later(IDLE_SECONDS, self._look)

    def data_received(self, data: bytes) -> None:
        """Answer at once, or let uvicorn go on."""
        if not self._handed_over:
            front: Any = self.app
            answer = None if self.flow.write_paused else front.at_once(data)
            if answer is not None:
                self._heard = self.loop.time()
                self.transport.write(answer)
                return
            self._handed_over = True
        super().data_received(data)

    def on_response_complete(self) -> None:
        """Wait for the next request from now on."""
        self._heard = self.loop.time()
        super().on_response_complete()

    def _look(self) -> None:
        if self.transport.is_closing():
            return
        cycle: RequestResponseCycle | None = self.cycle
        waits = cycle is None or cycle.response_complete
        left = self._heard + IDLE_SECONDS - self.loop.time()
        if waits and left <= 0:
            self.transport.close()
        else:
            self.loop.call_later(max(left, 1.0), self._look)


# How uvicorn serves the front; host, port and number of workers are added where they are known.
SERVING: dict[str, Any] = {
    "http": ReaderProtocol,
    "ws": "none",
    "interface": "asgi3",
    "lifespan": "off",
    "log_config": None,
    "access_log": False,
    "server_header": False,
    # Whom to believe about a reader's address is decided where addresses matter.
    "proxy_headers": False,
    "timeout_keep_alive": int(IDLE_SECONDS),
    # Requests under way get this long to end before the process is killed.
    "timeout_graceful_shutdown": 3,
}
