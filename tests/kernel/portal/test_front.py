"""What the front answers from disk, and what it passes on."""

import asyncio
import gzip
import os
from pathlib import Path
from typing import Any

import pytest

from gongkai.kernel.portal import front as front_module
from gongkai.kernel.portal.front import Front

PAGE = "<p>政府信息公开</p>".encode() * 100


async def _django(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": b"django"})


class Site:
    """A front over two temporary directories, and a way to ask it."""

    def __init__(self, root: Path) -> None:
        self.public, self.static = root / "public", root / "static"
        self.public.mkdir()
        self.static.mkdir()
        self.front = Front(self.public, self.static, _django)

    def write(self, name: str, body: bytes, *, twin: bool = False, below: str = "public") -> Path:
        target = (self.public if below == "public" else self.static) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
        if twin:
            target.with_name(target.name + ".gz").write_bytes(gzip.compress(body, mtime=0))
        return target

    def ask(self, path: str, method: str = "GET", pathsend: bool = False, **headers: str) -> Any:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        async def receive() -> Any:
            return {"type": "http.request"}

        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()],
            "extensions": {"http.response.pathsend": {}} if pathsend else {},
        }
        asyncio.run(self.front(scope, receive, send))
        return Answer(sent)


class Answer:
    """What was sent, put together."""

    def __init__(self, sent: list[Any]) -> None:
        self.status = sent[0]["status"]
        self.headers = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
        self.body = b"".join(message.get("body", b"") for message in sent[1:])
        self.file = next((message["path"] for message in sent if "path" in message), None)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr(front_module, "FRESH_SECONDS", 0)
    return Site(tmp_path)


def test_a_baked_page_is_answered_with_its_type_and_the_security_headers(site: Site) -> None:
    site.write("organs.html", PAGE)
    answer = site.ask("/organs")
    assert (answer.status, answer.body) == (200, PAGE)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-length"] == str(len(PAGE))
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["vary"] == "accept-encoding"


def test_head_has_the_headers_and_no_body(site: Site) -> None:
    site.write("organs.html", PAGE)
    answer = site.ask("/organs", method="HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["content-length"] == str(len(PAGE))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_are_for_django(site: Site, method: str) -> None:
    site.write("organs.html", PAGE)
    assert site.ask("/organs", method=method).body == b"django"


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/../secret.txt", "/%2e%2e/secret.txt", "/x\x00", "/.hidden.txt", "/organs.html", "/folder"],
)
def test_what_is_not_baked_is_for_django(site: Site, path: str) -> None:
    site.write("organs.html", PAGE)
    site.write(".hidden.txt", b"secret")
    site.write("folder.html/x.txt", b"x")
    (site.public.parent / "secret.txt").write_bytes(b"secret")
    assert site.ask(path).body == b"django"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../secret.txt",
        "/static//etc/passwd",
        "/static/.env",
        "/static/a/.b",
        "/static/\x00",
        "/static/",
    ],
)
def test_only_plain_names_are_static_files(site: Site, path: str) -> None:
    site.write(".env", b"secret", below="static")
    site.write("a/.b", b"secret", below="static")
    (site.public.parent / "secret.txt").write_bytes(b"secret")
    assert site.ask(path).body == b"django"


@pytest.mark.parametrize("link", ["linked.html", "way/page.html"])
def test_a_symbolic_link_does_not_lead_out(site: Site, link: str) -> None:
    outside = site.public.parent / "outside"
    outside.mkdir()
    (outside / "page.html").write_bytes(b"secret")
    (site.public / "linked.html").symlink_to(outside / "page.html")
    (site.public / "way").symlink_to(outside)
    assert site.ask("/" + link.removesuffix(".html")).body == b"django"


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True),
        ("br, gzip;q=0.5", True),
        ("br;q=0, gzip", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0, br", False),
        ("br", False),
        ("", False),
    ],
)
def test_the_twin_goes_to_whom_it_is_welcome(site: Site, accepted: str, packed: bool) -> None:
    site.write("organs.html", PAGE, twin=True)
    answer = site.ask("/organs", accept_encoding=accepted)
    assert answer.headers.get("content-encoding") == ("gzip" if packed else None)
    assert (gzip.decompress(answer.body) if packed else answer.body) == PAGE
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_the_two_forms_of_a_page_have_different_etags(site: Site) -> None:
    site.write("organs.html", PAGE, twin=True)
    assert site.ask("/organs").headers["etag"] != site.ask("/organs", accept_encoding="gzip").headers["etag"]


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_a_page_the_reader_has_is_not_sent_again(site: Site, form: str) -> None:
    site.write("organs.html", PAGE)
    etag = site.ask("/organs").headers["etag"]
    answer = site.ask("/organs", if_none_match=form.format(etag))
    assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", etag)


def test_the_etag_decides_before_the_date(site: Site) -> None:
    site.write("organs.html", PAGE)
    modified = site.ask("/organs").headers["last-modified"]
    assert site.ask("/organs", if_modified_since=modified).status == 304
    assert site.ask("/organs", if_modified_since=modified, if_none_match='"other"').status == 200


@pytest.mark.parametrize("date", ["yesterday", "Thu, 01 Jan 1970 00:00:00 GMT", ""])
def test_an_old_or_senseless_date_gets_the_page(site: Site, date: str) -> None:
    site.write("organs.html", PAGE)
    assert site.ask("/organs", if_modified_since=date).status == 200


def test_a_new_bake_is_seen_even_with_the_same_size_and_time(site: Site) -> None:
    target = site.write("organs.html", b"old")
    stat = target.stat()
    assert site.ask("/organs").body == b"old"
    fresh = site.write("fresh", b"new")
    os.utime(fresh, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    fresh.replace(target)
    assert site.ask("/organs").body == b"new"


def test_a_removed_page_is_gone_from_memory(site: Site) -> None:
    target = site.write("organs.html", PAGE)
    site.ask("/organs")
    target.unlink()
    assert site.ask("/organs").body == b"django"


def test_a_large_page_goes_out_by_the_server_or_in_pieces(site: Site) -> None:
    body = os.urandom(600_000)
    target = site.write("large.txt", body)
    assert site.ask("/large.txt", pathsend=True).file == str(target)
    assert site.ask("/large.txt").body == body


def test_the_memory_for_hot_files_is_bounded(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front_module, "CACHE_BYTES", 10_000)
    for number in range(50):
        site.write(f"page-{number}.html", b"x")
        assert site.ask(f"/page-{number}").body == b"x"
    assert len(site.front._cache) <= 10_000 // front_module.ENTRY_BYTES
    assert site.front._held <= 10_000


@pytest.mark.parametrize(("name", "immutable"), [("portal.css", False), ("portal.0123456789ab.css", True)])
def test_only_static_files_named_by_their_content_are_kept_for_ever(site: Site, name: str, immutable: bool) -> None:
    site.write(f"portal/{name}", b"p {}", below="static")
    answer = site.ask(f"/static/portal/{name}")
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert ("immutable" in answer.headers["cache-control"]) is immutable


def test_a_server_that_announces_its_life_is_answered(site: Site) -> None:
    asked = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])
    sent: list[str] = []

    async def receive() -> Any:
        return next(asked)

    async def send(message: Any) -> None:
        sent.append(message["type"])

    asyncio.run(site.front({"type": "lifespan"}, receive, send))
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_a_site_reached_by_https_says_so_with_every_page(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("organs.html", PAGE)
    assert "strict-transport-security" not in site.ask("/organs").headers
    site.front = Front(site.public, site.static, _django, hsts_seconds=31536000)
    assert site.ask("/organs").headers["strict-transport-security"] == "max-age=31536000"


def test_a_page_is_not_answered_to_who_tells_the_end_of_the_request_in_two_ways(site: Site) -> None:
    site.write("organs.html", PAGE)
    assert site.ask("/organs", content_length="0").status == 200
    assert site.ask("/organs", content_length="4", transfer_encoding="chunked").body == b"django"
