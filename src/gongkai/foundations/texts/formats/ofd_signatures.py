"""The electronic signatures of an OFD: what they say of themselves, and whether the files they cover are as signed."""

import base64
import hashlib
from typing import Any

from gongkai.foundations.texts.document import Signature
from gongkai.foundations.texts.formats.packages import Package, beside

_MOST = 100
_DIGESTS = {
    "sm3": "sm3",
    "1.2.156.10197.1.401": "sm3",
    "sha256": "sha256",
    "sha-256": "sha256",
    "sha1": "sha1",
    "sha-1": "sha1",
    "md5": "md5",
}


def signatures_of(package: Package, root: Any, pages: dict[str, int]) -> tuple[Signature, ...]:
    """Every signature listed; ``pages`` tells the number of a page by its ID."""
    found: list[Signature] = []
    for listed in root.iter("{*}Signatures"):
        at = beside("OFD.xml", (listed.text or "").strip())
        index = package.part(at)
        for entry in [] if index is None else index.findall("{*}Signature")[:_MOST]:
            signature = package.part(beside(at, entry.get("BaseLoc", "")))
            if signature is not None:
                found.append(_signature(package, signature, entry.get("Type") or "Seal", pages))
    return tuple(found)


def _signature(package: Package, root: Any, kind: str, pages: dict[str, int]) -> Signature:
    provider = root.find("{*}SignedInfo/{*}Provider")
    stamped = {pages.get(stamp.get("PageRef", ""), 0) for stamp in root.iter("{*}StampAnnot")} - {0}
    return Signature(
        kind.lower(),
        "" if provider is None else provider.get("ProviderName", ""),
        _text(root, "{*}SignedInfo/{*}SignatureMethod"),
        _text(root, "{*}SignedInfo/{*}SignatureDateTime"),
        tuple(sorted(stamped)),
        _intact(package, root),
    )


def _text(root: Any, path: str) -> str:
    element = root.find(path)
    return "" if element is None else (element.text or "").strip()


def _intact(package: Package, root: Any) -> bool | None:
    """Whether every file it covers has the digest it names; ``None`` when that cannot be computed here."""
    references = root.find("{*}SignedInfo/{*}References")
    method = _DIGESTS.get("" if references is None else references.get("CheckMethod", "").lower())
    if references is None or method is None or method not in hashlib.algorithms_available:
        return None
    for reference in references.findall("{*}Reference"):
        name = beside("OFD.xml", reference.get("FileRef", ""))
        if name not in package.names:
            return False
        try:
            expected = base64.b64decode(_text(reference, "{*}CheckValue"))
        except ValueError:  # no base64 at all
            return False
        if hashlib.new(method, package.content(name), usedforsecurity=False).digest() != expected:
            return False
    return True
