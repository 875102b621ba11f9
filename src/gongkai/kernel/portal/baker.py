"""Writing pages to disk.

Nothing here is forced to disk: a baked page can always be made again from the editions, and after a power
cut the patrol finds what the file system lost. Each file is replaced in one step, so that no reader
sees half of it.
"""

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import translation
from isal import igzip

from gongkai.kernel.database.locks import exclusive
from gongkai.kernel.portal.models import BakedPage, PageDependency
from gongkai.kernel.portal.pages import Page, kind_of
from gongkai.kernel.portal.paths import file_name

WORTH_COMPRESSING = 1024


class UnbakeableError(ValueError):
    """A page has an address that can have no file."""


def bake(keys: Sequence[str], *, now: datetime) -> dict[str, str]:
    """Render the pages of these keys and put them in place; answers a digest for each key, empty when gone.

    One baker works at a time, so that of two renderings the later one stays.
    """
    with exclusive("bake", wait=True), translation.override("zh-hans"):
        return _place(_render(keys), now)


def _render(keys: Sequence[str]) -> dict[str, Sequence[Page]]:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        name, _, page_id = key.partition(":")
        by_kind[name].append(page_id)
    rendered: dict[str, Sequence[Page]] = {}
    for name, ids in by_kind.items():
        answers = kind_of(name).render(ids)
        rendered |= {f"{name}:{page_id}": answers.get(page_id, ()) for page_id in ids}
    return rendered


def _place(rendered: Mapping[str, Sequence[Page]], now: datetime) -> dict[str, str]:
    """Note what is about to stand, then have it stand; answers the digest of the first page of each key.

    In this order, because a baker that dies in between leaves no file without a row: whoever bakes the key next
    knows all its files, also when the page is gone by then.
    """
    known: dict[str, dict[str, str]] = defaultdict(dict)
    rows_held = BakedPage.objects.filter(key__in=list(rendered))
    for path, key, digest in rows_held.values_list("path", "key", "digest"):
        known[key][path] = digest
    rows, files = [], []
    digests = dict.fromkeys(rendered, "")
    produced = {page.path for pages in rendered.values() for page in pages}
    for key, pages in rendered.items():
        for page in pages:
            digest = hashlib.sha256(page.body).hexdigest()
            digests[key] = digests[key] or digest
            target = _target(page.path)
            if known[key].pop(page.path, None) != digest or not _stands(target, page.body):
                files.append((target, page.body))
                rows.append(BakedPage(path=page.path, key=key, digest=digest, size=len(page.body), baked_at=now))
    with transaction.atomic():
        BakedPage.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["path"],
            update_fields=["key", "digest", "size", "baked_at"],
        )
        _note_dependencies(rendered)
    for target, body in files:
        _write(target, body)
    # An address that another page of this batch has taken over is not gone.
    _take_away([path for paths in known.values() for path in paths if path not in produced])
    return digests


def _take_away(paths: Sequence[str]) -> None:
    for path in paths:
        _remove(_target(path))
    if paths:
        BakedPage.objects.filter(path__in=paths).delete()


def _note_dependencies(rendered: Mapping[str, Sequence[Page]]) -> None:
    held: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for row in PageDependency.objects.filter(key__in=list(rendered)):
        held[row.key][row.source, row.field] = row.pk
    fresh = []
    for key, pages in rendered.items():
        wanted = {(s, f) for page in pages for s, some in page.depends.items() for f in some}
        fresh += [PageDependency(key=key, source=s, field=f) for s, f in sorted(wanted - held[key].keys())]
        for pair in wanted:
            held[key].pop(pair, None)
    stale = [pk for left in held.values() for pk in left.values()]
    if stale:
        PageDependency.objects.filter(pk__in=stale).delete()
    PageDependency.objects.bulk_create(fresh, ignore_conflicts=True)


def _target(path: str) -> Path:
    name = file_name(path)
    if name is None:
        raise UnbakeableError(path)
    return Path(settings.PUBLIC) / name


def _stands(target: Path, body: bytes) -> bool:
    """Whether the file and its twin hold this body.

    The row alone does not tell: a baker that died between the row and the file left older files than it says.
    The twin is always written last, so one that is older than its file is of an earlier page.
    """
    twin = target.with_name(target.name + ".gz")
    try:
        if target.read_bytes() != body:
            return False
        if len(body) < WORTH_COMPRESSING:
            return not twin.exists()
        return twin.stat().st_mtime_ns >= target.stat().st_mtime_ns
    except OSError:
        return False


def _write(target: Path, body: bytes) -> None:
    _replace(target, body)
    twin = target.with_name(target.name + ".gz")
    if len(body) >= WORTH_COMPRESSING:
        _replace(twin, igzip.compress(body, compresslevel=2, mtime=0))
    else:
        twin.unlink(missing_ok=True)


def _replace(target: Path, body: bytes) -> None:
    # The leading dot keeps the unfinished file from ever having an address.
    unfinished = f"{target.parent}/.{target.name}.{os.getpid()}"
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    with os.fdopen(handle, "wb", buffering=0) as file:
        file.write(body)
    os.replace(unfinished, target)  # noqa: PTH105 - the hot path


def _remove(target: Path) -> None:
    target.unlink(missing_ok=True)
    target.with_name(target.name + ".gz").unlink(missing_ok=True)


def keys_of(paths: Iterable[str]) -> set[str]:
    """The keys of the pages baked at these addresses."""
    return set(BakedPage.objects.filter(path__in=list(paths)).values_list("key", flat=True))
