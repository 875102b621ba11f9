"""Over a real connection: pages in memory are answered at once, everything else by uvicorn, both the same."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from uvicorn.config import Config
from uvicorn.server import ServerState

from gongkai.kernel.portal import wire
from gongkai.kernel.portal.front import Front

PAGE = "<p>政府信息公开</p>".encode() * 100
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[Any]]


async def _django(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 299, "headers": [(b"content-length", b"6")]})
    await send({"type": "http.response.body", "body": b"django"})


class Site:
    """A front behind the protocol, on a port of this machine."""

    def __init__(self, root: Path) -> None:
        self.public = root / "public"
        self.public.mkdir()
        (root / "static").mkdir()
        self.at_once = 0
        self._front = Front(self.public, root / "static", _django)
        counted = self._front.at_once

        def counting(request: bytes) -> bytes | None:
            answer = counted(request)
            self.at_once += answer is not None
            return answer

        self._front.at_once = counting  # type: ignore[method-assign]

    def talk(self, talk: Talk) -> Any:
        return asyncio.run(self._talk(talk))

    async def _talk(self, talk: Talk) -> Any:
        config = Config(self._front, **wire.SERVING)
        state = ServerState()
        server = await asyncio.get_running_loop().create_server(
            lambda: wire.ReaderProtocol(config, state, {}), "127.0.0.1", 0
        )
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        try:
            return await asyncio.wait_for(talk(reader, writer), 10)
        finally:
            writer.close()
            server.close()

    def ask(self, *requests: bytes) -> list[tuple[int, dict[str, str], bytes]]:
        """The answers to these pieces, one connection for all of them."""

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Any:
            answers = []
            for request in requests:
                writer.write(request)
                await writer.drain()
                answers.append(await _answer(reader))
            return answers

        answers: list[tuple[int, dict[str, str], bytes]] = self.talk(talk)
        return answers


async def _answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
    status = int((await reader.readline()).split(b" ")[1])
    headers: dict[str, str] = {}
    while (line := (await reader.readline()).strip()) != b"":
        name, _, value = line.decode().partition(": ")
        headers[name.lower()] = value
    return status, headers, await reader.readexactly(int(headers.get("content-length", 0)))


def _get(path: str, *headers: str) -> bytes:
    lines = "".join(f"{line}\r\n" for line in ("Host: 127.0.0.1", *headers))
    return f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    (site.public / "organs.html").write_bytes(PAGE)
    return site


def test_a_page_in_memory_is_answered_at_once_and_again(site: Site) -> None:
    answers = site.ask(_get("/organs"), _get("/organs"))
    assert [(status, body) for status, _, body in answers] == [(200, PAGE), (200, PAGE)]
    assert site.at_once == 2


def test_both_ways_answer_alike(site: Site) -> None:
    ((status, at_once, body),) = site.ask(_get("/organs"))
    ((other_status, by_uvicorn, other_body),) = site.ask(_get("/organs?any"))
    assert site.at_once == 1
    assert (status, body) == (other_status, other_body)
    assert at_once.pop("date").endswith("GMT")
    by_uvicorn.pop("date", None)  # the server around the protocol keeps it up to date
    assert at_once == by_uvicorn


def test_a_reader_who_has_the_page_is_told_so_without_a_body(site: Site) -> None:
    ((_, headers, _),) = site.ask(_get("/organs"))
    ((status, unchanged, body),) = site.ask(_get("/organs", f"If-None-Match: {headers['etag']}"))
    assert (status, body, site.at_once) == (304, b"", 2)
    assert unchanged["etag"] == headers["etag"]
    assert unchanged["content-security-policy"] == headers["content-security-policy"]


def test_what_is_not_baked_goes_to_the_application_and_the_connection_stays_there(site: Site) -> None:
    answers = site.ask(_get("/search"), _get("/organs"))
    assert [(status, body) for status, _, body in answers] == [(299, b"django"), (200, PAGE)]
    assert site.at_once == 0


def test_a_page_is_followed_by_the_application_on_the_same_connection(site: Site) -> None:
    answers = site.ask(_get("/organs"), _get("/search"))
    assert [status for status, _, _ in answers] == [200, 299]


def test_requests_in_pieces_or_in_one_piece_together_are_answered_in_their_order(site: Site) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> list[int]:
        first, second = _get("/organs"), _get("/search")
        writer.write(first[:20])
        await asyncio.sleep(0.05)
        writer.write(first[20:] + second)
        return [(await _answer(reader))[0], (await _answer(reader))[0]]

    assert site.talk(talk) == [200, 299]


def test_what_is_no_http_is_refused_and_the_connection_closed(site: Site) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(b"\x16\x03\x01 not http\r\n\r\n")
        return await reader.read()

    assert site.talk(talk).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize("beginning", [b"", b"GET /organs HTT", _get("/organs")], ids=["nothing", "half", "a page"])
def test_who_falls_silent_is_let_go(site: Site, monkeypatch: pytest.MonkeyPatch, beginning: bytes) -> None:
    monkeypatch.setattr(wire, "IDLE_SECONDS", 0.2)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(beginning)
        return await reader.read()  # until the other side closes

    said = site.talk(talk)
    assert said.startswith(b"HTTP/1.1 200") if beginning.endswith(b"\r\n\r\n") else said == b""
