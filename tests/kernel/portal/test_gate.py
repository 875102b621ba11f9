"""What the gate lets through to Django, and what it refuses."""

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from gongkai.kernel.portal import gate
from gongkai.kernel.portal.gate import Gate


class Django:
    """Keeps the whole body before it answers, as Django does; of a reader who has left it says nothing."""

    def __init__(self) -> None:
        self.body = b""
        self.asked = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked = True
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            self.body += message["body"]
            more = message["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"django"})


class Asked:
    """A request through the gate, its body in these pieces; after them the reader says nothing more."""

    def __init__(
        self,
        path: str = "/",
        *,
        query: bytes = b"",
        pieces: Iterable[bytes] = (b"",),
        ends: bool = True,
        **headers: str,
    ) -> None:
        self.django, self.sent = Django(), list[Any]()
        self._pieces, self._ends = list(pieces), ends
        scope = {
            "type": "http",
            "method": "POST",
            "path": path,
            "query_string": query,
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        }
        asyncio.run(Gate(self.django)(scope, self._receive, self._send))
        self.status = self.sent[0]["status"]
        self.headers = dict(self.sent[0]["headers"])

    async def _receive(self) -> Any:
        if not self._pieces:
            await asyncio.sleep(60)
        piece = self._pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(self._pieces) or not self._ends}

    async def _send(self, message: Any) -> None:
        self.sent.append(message)


def test_a_body_goes_through_as_it_came() -> None:
    asked = Asked(pieces=[b"one ", b"two"], content_length="7")
    assert (asked.status, asked.django.body) == (200, b"one two")


def test_a_body_announced_as_too_long_is_refused_before_any_of_it_is_kept() -> None:
    asked = Asked(pieces=[b"x"], content_length=str(gate.LONGEST_BODY + 1))
    assert (asked.status, asked.django.asked) == (413, False)
    assert asked.headers[b"connection"] == b"close"
    assert b"content-security-policy" in asked.headers


def test_the_console_takes_many_documents_at_once() -> None:
    length = str(gate.LONGEST_BODY + 1)
    assert Asked("/console/records/intake", content_length=length).status == 200
    assert Asked("/consoles", content_length=length).status == 413


def test_a_body_that_never_ends_is_cut_at_the_same_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "LONGEST_BODY", 10)
    asked = Asked(pieces=[b"12345", b"67890", b"1", b"2"], transfer_encoding="chunked")
    assert (asked.status, asked.django.body) == (413, b"1234567890")
    assert len(asked.sent) == 2


def test_a_body_that_comes_too_slowly_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "BODY_SECONDS", 0.05)
    assert Asked(pieces=[b"a"], ends=False).status == 408


def test_waiting_for_the_reader_to_leave_takes_as_long_as_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "BODY_SECONDS", 0.01)
    heard: list[str] = []

    async def patient(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await asyncio.sleep(0.05)
        heard.append((await receive())["type"])
        await send({"type": "http.response.start", "status": 200, "headers": []})

    messages = [{"type": "http.request", "body": b""}, {"type": "http.disconnect"}]

    async def receive() -> Any:
        return messages.pop(0)

    async def send(message: Any) -> None:
        heard.append(message["status"])

    asyncio.run(Gate(patient)({"path": "/", "headers": []}, receive, send))
    assert heard == ["http.disconnect", 200]


@pytest.mark.parametrize("path", ["/x\x00", "/info/a\nb", "/\t/evil.example", "/\x7f", "http://evil.example/", ""])
def test_what_is_no_address_stops_here(path: str) -> None:
    asked = Asked(path)
    assert (asked.status, asked.django.asked) == (400, False)


def test_a_nul_in_a_query_stops_here_and_other_words_go_on() -> None:
    assert Asked("/search", query=b"q=%00").status == 400
    assert Asked("/search", query=b"q=%E5%85%AC%0A").status == 200


def test_a_request_that_tells_its_end_in_two_ways_is_refused_and_its_connection_closed() -> None:
    asked = Asked("/search", content_length="4", transfer_encoding="chunked")
    assert (asked.status, asked.headers[b"connection"], asked.django.asked) == (400, b"close", False)
