"""Which addresses may be linked to; pure."""

import re
from urllib.parse import urlsplit

LONGEST_ADDRESS = 300
# A path of this site, with a place on the page if need be; two slashes at its beginning would name a host.
_SEGMENT = r"[A-Za-z0-9_\u4e00-\u9fff][A-Za-z0-9_.~\-\u4e00-\u9fff]*"
_INSIDE = re.compile(rf"/(?:{_SEGMENT}(?:/{_SEGMENT})*)?(?:#[A-Za-z0-9_-]+)?")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+")
_WORD = r"[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9_\-\u4e00-\u9fff]{0,59}"
_SHORT = re.compile(rf"/({_WORD})(?:/{_WORD})?")
# The parts of the site, also where they have no such page yet.
RESERVED = frozenset(
    {
        "api", "columns", "console", "disclosure", "duties", "en", "healthz", "index", "info", "lists", "organs",
        "overview", "request", "rules", "search", "sitemaps", "static",
    }
)  # fmt: skip
_CODE = re.compile(r"[a-z][a-z0-9-]{1,39}")
_OUTSIDE = re.compile(r"https://[!-\[\]-~]+")


def is_inside(address: str) -> bool:
    """Whether this is an address of this site: a path, and nothing a browser could take for a host."""
    return len(address) <= LONGEST_ADDRESS and _INSIDE.fullmatch(address) is not None


def host_of(address: str) -> str | None:
    """The host of an address elsewhere that may be linked to; ``None`` for one that may not, such as without https."""
    if len(address) > LONGEST_ADDRESS or not _OUTSIDE.fullmatch(address):
        return None
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    plain = port is None and "@" not in parts.netloc and _HOST.fullmatch(host)
    return host if plain else None


def is_host(name: str) -> bool:
    """Whether this can be the name of a host."""
    return len(name) <= 120 and _HOST.fullmatch(name) is not None


def is_short(path: str) -> bool:
    """Whether this can be a short address: one word or two behind slashes, in no part of the site that has its own."""
    match = _SHORT.fullmatch(path)
    return match is not None and match[1].lower() not in RESERVED


def is_column_code(code: str) -> bool:
    """Whether this can be the code of a column: it stands in the address of its page."""
    return _CODE.fullmatch(code) is not None


def is_linkable(address: str) -> bool:
    """Whether a banner or an entry of the navigation may lead there."""
    return is_inside(address) or host_of(address) is not None
