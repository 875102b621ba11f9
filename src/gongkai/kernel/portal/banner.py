"""What stands above every page for a while: kept in one small file beside the baked pages, and put into each answer.

Baked pages stay as they are, with their digests: at a mark in every page the front and the middleware insert the
banner's markup as they answer. So a banner is on the whole site as soon as the file is there, however many pages
there are. The file's name begins with a dot: it has no address of its own.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

MARK = b"<!--banner-->"
FILE_NAME = ".banner.json"


@dataclass(frozen=True, slots=True)
class Banner:
    """The markup above pages in either language; ``version`` tells one banner from another in an ETag."""

    chinese: bytes
    english: bytes

    @property
    def version(self) -> bytes:
        """Eight hexadecimal digits that change with the markup."""
        return hashlib.sha256(self.chinese + b"\0" + self.english).hexdigest()[:8].encode()


def read(public: str | Path) -> Banner | None:
    """The banner that stands now, if any."""
    try:
        told = json.loads(Path(public, FILE_NAME).read_bytes())
    except (OSError, ValueError):
        return None
    return Banner(told["zh"].encode(), told["en"].encode())


def write(public: str | Path, banner: Banner | None) -> None:
    """Have this banner stand from now on, or none; readers see the old file or the new one, never half of it."""
    target = Path(public, FILE_NAME)
    if banner is None:
        target.unlink(missing_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{FILE_NAME}.{os.getpid()}")
    unfinished.write_text(json.dumps({"zh": banner.chinese.decode(), "en": banner.english.decode()}), "utf-8")
    unfinished.replace(target)


def insert(body: bytes, markup: bytes) -> bytes:
    """The page with the markup at its mark; a page without one stays as it is."""
    return body.replace(MARK, markup, 1)
