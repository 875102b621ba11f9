"""From the address of a page to its file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.kernel.portal.paths import file_name

_SEGMENTS = st.from_regex(r"[A-Za-z0-9_云川][A-Za-z0-9_.~\-云川]{0,12}", fullmatch=True)


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/", "index.html"),
        ("/organs", "organs.html"),
        ("/info/000014349/2026-00001", "info/000014349/2026-00001.html"),
        ("/info/000014349/2026-00001.txt", "info/000014349/2026-00001.txt"),
        ("/info/000014349/2026-00001.json", "info/000014349/2026-00001.json"),
        ("/lists/kind/通知/feed.atom", "lists/kind/通知/feed.atom"),
        ("/robots.txt", "robots.txt"),
    ],
)
def test_an_address_has_its_file(path: str, file: str) -> None:
    assert file_name(path) == file


@pytest.mark.parametrize(
    "path",
    [
        "",
        "organs",
        "//organs",
        "/organs/",
        "/organs//education",
        "/.",
        "/..",
        "/../etc/passwd",
        "/info/../../secret",
        "/info/./x",
        "/%2e%2e/etc/passwd",
        "/..%2fetc/passwd",
        "/%252e%252e/x",
        "/info\\..\\x",
        "/organs\x00.txt",
        "/organs\n",
        "/.git/config",
        "/info/.2026-1.html.4711",
        "/index",
        "/index.html",
        "/organs.html",
        "/organs.html.gz",
        "/robots.txt.gz",
        "/" + "a" * 400,
        "/\ud800",
    ],
)
def test_an_address_that_can_have_no_file_has_none(path: str) -> None:
    assert file_name(path) is None


@given(st.text(max_size=60))
def test_no_text_at_all_leads_out_of_the_directory_or_to_a_hidden_file(text: str) -> None:
    name = file_name("/" + text)
    assert name is None or not any(part in {"", "."} or part.startswith(".") for part in name.split("/"))


@given(st.lists(_SEGMENTS, min_size=1, max_size=3), st.lists(_SEGMENTS, min_size=1, max_size=3))
def test_two_addresses_never_share_a_file(one: list[str], other: list[str]) -> None:
    first, second = "/" + "/".join(one), "/" + "/".join(other)
    names = {file_name(first), file_name(second)} - {None, "index.html"}
    wanted = {path for path in (first, second) if file_name(path) is not None}
    assert len(names) == len(wanted)
    assert file_name(first) != "index.html"
