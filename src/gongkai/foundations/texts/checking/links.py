"""Links: how they are written and whether they lead to a place that is there. Nothing is fetched."""

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from gongkai.foundations.texts.checking.remarks import Remark, Severity
from gongkai.foundations.texts.document import Document, Link

_INTERNAL = re.compile(
    r"https?://(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|10\.\d{1,3}\.\d{1,3}\.\d{1,3}|192\.168\.\d{1,3}\.\d{1,3}"
    r"|172\.(?:1[6-9]|2\d|3[01])\.\d{1,3}\.\d{1,3})[^\s\u4e00-\u9fff]{0,200}"
)
_BROKEN = re.compile(r"(?:https?:/(?!/)|https?//|htp://|hppt://|www\.\.)[^\s\u4e00-\u9fff]{0,80}")
_LOCAL = re.compile(r"file:|[A-Za-z]:[\\/]|\\\\|//[^/.]{1,80}/", re.IGNORECASE)
_OTHER = frozenset({"mailto", "tel", "ftp", "ftps", "sms"})
_HOST = re.compile(r"[\w一-鿿.-]{1,253}|\[[0-9a-fA-F:.]{2,60}\]")
_SHOWN = 40


def links_in(text: str, block: int) -> Iterator[Remark]:
    """Addresses written out in a line of text."""
    for match in _INTERNAL.finditer(text):
        reason = "链接指向内部网络，公众打不开。"
        yield Remark("link_internal", Severity.ERROR, reason, "请换成公开的地址。", block, *match.span())
    for match in _BROKEN.finditer(text):
        reason = f"链接“{match.group()[:_SHOWN]}”的写法有误。"
        yield Remark("link_broken", Severity.ERROR, reason, "请更正链接。", block, *match.span())


def of_links(document: Document) -> Iterator[Remark]:
    """The links behind words, each target once."""
    for link in {link.target: link for link in document.links}.values():
        yield from _of_link(link)


def _of_link(link: Link) -> Iterator[Remark]:
    target, words = link.target.strip(), f"“{link.text[:_SHOWN]}”的链接"
    if link.there is False:
        reason = f"{words}指向文件里没有的位置“{target[:_SHOWN]}”。"
        yield Remark("link_nowhere", Severity.ERROR, reason, "请补上书签，或删去链接。")
    elif _LOCAL.match(target):
        reason = f"{words}指向本机或内部共享的文件“{target[:_SHOWN]}”。"
        yield Remark("link_local", Severity.ERROR, reason, "请换成公开的地址，或把文件作为附件。")
    elif link.there is None and _is_inside(target):
        yield Remark("link_internal", Severity.ERROR, f"{words}指向内部网络，公众打不开。", "请换成公开的地址。")
    elif link.there is None and not _is_well_written(target):
        reason = f"{words}写法有误：“{target[:_SHOWN]}”。"
        yield Remark("link_broken", Severity.ERROR, reason, "请更正链接。")


def _is_inside(target: str) -> bool:
    """Whether it leads to a machine that only the organ's own network knows."""
    try:
        host = urlsplit(target).hostname or ""
    except ValueError:
        return False
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return bool(host) and ("." not in host or host.endswith((".local", ".lan", ".internal")))


def _is_well_written(target: str) -> bool:
    """Whether a browser could follow it: a web address with a host, a mailbox, or a path beside the page."""
    try:
        parts = urlsplit(target)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme in {"http", "https"}:
        host = parts.netloc.rpartition("@")[2].partition(":")[0] if not parts.netloc.endswith("]") else parts.netloc
        return bool(_HOST.fullmatch(host)) and ".." not in host and " " not in target and (port is None or port > 0)
    return bool(target) and not parts.netloc and (not parts.scheme or parts.scheme in _OTHER)
