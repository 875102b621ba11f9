"""Talking to a cluster: JSON over HTTP, to whichever node answers."""

import http.client
import json
import threading
import time
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from gongkai.backbone.search.engine import SearchUnavailableError

PATIENCE_SECONDS = 30.0
_CALL_SECONDS = 10.0
_PAUSE_SECONDS = 0.25
# A node that is starting, has lost its leader or is asked too much: another, or a moment later, will do.
_PASSING = frozenset({429, 502, 503, 504})
# A node that died while it was asked by another comes back as an error of the server.
_A_NODE_DIED = (b"node_disconnected", b"node_not_connected", b"node_closed", b"no_shard_available")


@dataclass(frozen=True, slots=True)
class Address:
    """``opensearch://[user:password@]host:port[,host:port…]/name[?shards=1&replicas=1&tls=1]``."""

    hosts: tuple[str, ...]
    name: str
    user: str
    tls: bool
    shards: int
    replicas: int

    @classmethod
    def parse(cls, url: str) -> "Address":
        """Take the URL apart. Raises ``ValueError`` for one without hosts or with odd numbers."""
        parts = urlsplit(url)
        user, _, hosts = parts.netloc.rpartition("@")
        options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        found = tuple(host for host in hosts.split(",") if host)
        if not found:
            raise ValueError("no host")
        return cls(
            found,
            parts.path.strip("/") or "gongkai",
            unquote(user),
            options.get("tls", "0") == "1",
            int(options.get("shards", "1")),
            int(options.get("replicas", "1")),
        )


class RefusedError(SearchUnavailableError):
    """The cluster answered and said no; ``status`` is that of HTTP."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__("search_refused", f"检索集群拒绝了请求（{status}）：{why[:200]}", status=status, why=why[:200])
        self.status = status


class Client:
    """One for each process; every thread keeps a connection of its own."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._local = threading.local()

    def call(
        self, method: str, path: str, body: object = None, *, lines: Iterable[Mapping[str, Any]] | None = None
    ) -> dict[str, Any]:
        """The answer of the first node that gives one; others are tried for ``PATIENCE_SECONDS``.

        Every call made here may be made twice. Raises ``RefusedError`` or ``SearchUnavailableError``.
        """
        sent, kind = _body(body, lines)
        give_up = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                status, answer = self._once(method, path, sent, kind)
            except (OSError, http.client.HTTPException) as error:
                self._drop()
                why: object = error
            else:
                if not _passes(status, answer):
                    return _told(status, answer)
                self._drop()
                why = status
            if time.monotonic() > give_up:
                raise SearchUnavailableError("search_down", f"检索集群没有应答：{why}；请检查集群。", why=why)
            time.sleep(_PAUSE_SECONDS)

    def _once(self, method: str, path: str, sent: bytes | None, kind: str) -> tuple[int, bytes]:
        connection = self._connection()
        headers = {"Content-Type": kind}
        if self._address.user:
            headers["Authorization"] = "Basic " + b64encode(self._address.user.encode()).decode()
        connection.request(method, path, sent, headers)
        # Closed also when the node dies in the midst of its answer.
        with connection.getresponse() as answer:
            return answer.status, answer.read()

    def _connection(self) -> http.client.HTTPConnection:
        held: http.client.HTTPConnection | None = getattr(self._local, "connection", None)
        if held is None:
            turn = getattr(self._local, "turn", 0)
            host = self._address.hosts[turn % len(self._address.hosts)]
            make = http.client.HTTPSConnection if self._address.tls else http.client.HTTPConnection
            held = self._local.connection = make(host, timeout=_CALL_SECONDS)
        return held

    def close(self) -> None:
        """Close the connection of this thread."""
        held: http.client.HTTPConnection | None = getattr(self._local, "connection", None)
        if held is not None:
            held.close()
        self._local.connection = None

    def _drop(self) -> None:
        """Close the connection and turn to the next node."""
        self.close()
        self._local.turn = getattr(self._local, "turn", 0) + 1


def _body(body: object, lines: Iterable[Mapping[str, Any]] | None) -> tuple[bytes | None, str]:
    if lines is not None:
        written = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        return written.encode("utf-8", "replace"), "application/x-ndjson"
    return None if body is None else json.dumps(body).encode(), "application/json"


def _passes(status: int, answer: bytes) -> bool:
    died = status == http.client.INTERNAL_SERVER_ERROR and any(word in answer for word in _A_NODE_DIED)
    return died or status in _PASSING


def _told(status: int, answer: bytes) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(answer) if answer else {}
    if status >= http.client.BAD_REQUEST:
        raise RefusedError(status, str(told.get("error", told)))
    return told
