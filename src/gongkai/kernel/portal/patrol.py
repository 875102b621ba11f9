"""Comparing what is on disk with what was baked."""

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from gongkai.kernel.database.locks import exclusive
from gongkai.kernel.portal import banner, stale
from gongkai.kernel.portal.baker import WORTH_COMPRESSING
from gongkai.kernel.portal.models import BakedPage
from gongkai.kernel.portal.paths import file_name
from gongkai.kernel.worker import Lane


@dataclass(frozen=True, slots=True)
class Finding:
    """A file that is not as it was baked: ``missing``, ``changed`` or ``unexpected``."""

    path: str
    what: str


def patrol(*, repair: bool) -> Iterator[Finding]:
    """Every difference between disk and digests; ``repair`` bakes pages again, removes strange files.

    What looks wrong is looked at again while no baker is at work: its files are on disk before their rows.
    """
    for page in BakedPage.objects.order_by("path").iterator(chunk_size=500):
        if _differs(page):
            finding = _confirmed(page.path, repair=repair)
            if finding is not None:
                yield finding
    yield from _unexpected(repair=repair)


def _confirmed(path: str, *, repair: bool) -> Finding | None:
    with exclusive("bake", wait=True):
        page = BakedPage.objects.filter(path=path).first()
        what = _differs(page) if page is not None else ""
        if page is None or not what:
            return None
        if repair:
            BakedPage.objects.filter(path=path).update(digest="")
            stale.mark([page.key], Lane.BULK)
    return Finding(path, what)


def _differs(page: BakedPage) -> str:
    target = Path(settings.PUBLIC) / (file_name(page.path) or "")
    try:
        if hashlib.sha256(target.read_bytes()).hexdigest() != page.digest:
            return "changed"
        twin = target.with_name(target.name + ".gz")
        if page.size >= WORTH_COMPRESSING and not twin.exists():
            return "missing"
        if twin.exists() and hashlib.sha256(gzip.decompress(twin.read_bytes())).hexdigest() != page.digest:
            return "changed"
    except FileNotFoundError:
        return "missing"
    except (OSError, EOFError, zlib.error):
        return "changed"
    return ""


def _unexpected(*, repair: bool) -> Iterator[Finding]:
    root = Path(settings.PUBLIC)
    for file in root.rglob("*"):
        if not file.is_file() or file.name == banner.FILE_NAME:
            continue
        name = str(file.relative_to(root)).removesuffix(".gz")
        address = "/" if name == "index.html" else "/" + name.removesuffix(".html")
        if _is_baked(address, name):
            continue
        with exclusive("bake", wait=True):
            unexpected = file.is_file() and not _is_baked(address, name)
            if unexpected and repair:
                file.unlink(missing_ok=True)
        if unexpected:
            yield Finding(str(file.relative_to(root)), "unexpected")


def _is_baked(address: str, name: str) -> bool:
    return file_name(address) == name and BakedPage.objects.filter(path=address).exists()
