"""What counts as one whole plain request, and what is left to the web server."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.kernel.portal.requests import LONGEST, plain

PAGE = b"GET /info/000000000/2026-00001 HTTP/1.1\r\nHost: yunchuan.example\r\nAccept-Encoding: gzip\r\n\r\n"


def test_a_plain_request_is_read() -> None:
    asked = plain(PAGE)
    assert asked is not None
    assert asked.path == "/info/000000000/2026-00001"
    assert asked.headers == [(b"host", b"yunchuan.example"), (b"accept-encoding", b"gzip")]


def _with(header: bytes) -> bytes:
    return PAGE[:-2] + header + b"\r\n\r\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        PAGE[:-1],
        PAGE[:-4],
        PAGE + b"x",
        PAGE + PAGE,
        PAGE.replace(b"GET", b"POST"),
        PAGE.replace(b"GET", b"HEAD"),
        PAGE.replace(b"HTTP/1.1", b"HTTP/1.0"),
        PAGE.replace(b"2026-00001", b"2026-00001?page=2"),
        PAGE.replace(b"2026-00001", b"%2e%2e"),
        PAGE.replace(b"GET /", b"GET http://elsewhere.example/"),
        PAGE.replace(b"GET /", b"GET  /"),
        PAGE.replace(b"Host: yunchuan.example\r\n", b""),
        PAGE.replace(b"yunchuan.example", b""),
        PAGE.replace(b"\r\nAccept", b"\nAccept"),
        PAGE.replace(b"\r\nAccept", b"\rAccept"),
        PAGE.replace(b"gzip", b"gz\0ip"),
        PAGE.replace(b"Accept-Encoding:", b"Accept-Encoding :"),
        PAGE.replace(b"Accept-Encoding:", b" Accept-Encoding:"),
        PAGE.replace(b"Accept-Encoding:", b"Accept-Encoding"),
        _with(b"Host: second.example"),
        _with(b"Content-Length: 5"),
        _with(b"Transfer-Encoding: chunked"),
        _with(b"Expect: 100-continue"),
        _with(b"Connection: close"),
        _with(b"Upgrade: websocket"),
        _with(b"Range: bytes=0-9"),
        _with(b"X: " + b"x" * LONGEST),
    ],
)
def test_anything_else_is_left_to_the_web_server(data: bytes) -> None:
    assert plain(data) is None


def test_a_connection_that_is_to_stay_is_plain() -> None:
    assert plain(_with(b"Connection: Keep-Alive")) is not None


@given(st.binary(max_size=200))
def test_no_bytes_break_it(data: bytes) -> None:
    plain(data)
    plain(PAGE[:-2] + data + b"\r\n\r\n")


@given(st.sampled_from([b"\n", b"\r", b"\r\n\r\n", b"\0", b"\x7f"]), st.integers(0, len(PAGE) - 5))
def test_a_break_where_none_belongs_is_never_plain_twice(piece: bytes, at: int) -> None:
    asked = plain(PAGE[:at] + piece + PAGE[at:])
    assert asked is None
