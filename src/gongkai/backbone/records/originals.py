"""The file a record was made of, the pictures within it, and its pages when it has some."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.backbone.records.models import Record
from gongkai.foundations import texts
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.files.storage import storage

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


class OriginalMissingError(GongkaiError):
    """The record was made of no file, or of none that holds this."""

    def __init__(self) -> None:
        super().__init__("file_missing", "没有这个文件：请核对链接。")


def chunks(record: Record) -> Iterator[bytes]:
    """The bytes of the file. Raises ``OriginalMissingError``."""
    if record.source_sha256 is None:
        raise OriginalMissingError
    return _held(record.source_sha256)


def picture(record: Record, sha256: str) -> tuple[str, Iterator[bytes]]:
    """Media type and bytes of a picture within the text of the working copy. Raises ``OriginalMissingError``."""
    media = {m["sha256"]: m["media_type"] for m in record.document.get("media", [])}
    if media.get(sha256) not in PICTURES:
        raise OriginalMissingError
    return media[sha256], _held(sha256)


def _held(sha256: str) -> Iterator[bytes]:
    try:
        return storage().chunks(sha256)
    except FileNotFoundError as error:
        raise OriginalMissingError from error


@dataclass(frozen=True, slots=True)
class Box:
    """Where a field stands on a page, in tenths of a millimetre from the upper left."""

    anchor: str
    label: str
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the original: its number from 1, its size in tenths of a millimetre, and what was found on it."""

    number: int
    width: int
    height: int
    boxes: tuple[Box, ...]


# Kept in the evidence: the sizes of the pages, and with each field the place of its block.
PAPER, PLACE = "paper", "place"
_SHOWN_FIRST = 12
_SECONDS = 30


def on_paper(content: bytes, document: texts.Document, evidence: Mapping[str, Any]) -> dict[str, Any]:
    """The evidence with the places on paper, when the file is a PDF whose pages can be drawn."""
    if document.format != "pdf" or not document.places:
        return dict(evidence)
    try:
        pages = json.loads(_paper(content, "sizes"))
    except OriginalMissingError:
        return dict(evidence)
    placed = {name: _placed(found, document) for name, found in evidence.items()}
    return placed | {PAPER: {"pages": pages}}


def _placed(found: Any, document: texts.Document) -> Any:
    if not isinstance(found, dict) or "block" not in found:
        return found
    place = document.places[found["block"]]
    return found | {PLACE: [place.page, place.left, place.top, place.width, place.height]}


def sheets(record: Record, labels: Mapping[str, Any]) -> list[Sheet]:
    """The first pages of the original and those on which a field was found; none when it has no pages."""
    sizes = record.evidence.get(PAPER, {}).get("pages", [])
    boxes: dict[int, list[Box]] = {}
    for name, label in labels.items():
        found = record.evidence.get(name)
        if isinstance(found, dict) and PLACE in found:
            page, *box = found[PLACE]
            boxes.setdefault(page, []).append(Box(f"at-{name}", str(label), *box))
    return [
        Sheet(number, width, height, tuple(boxes.get(number, ())))
        for number, (width, height) in enumerate(sizes, 1)
        if number <= _SHOWN_FIRST or number in boxes
    ]


def drawn(record: Record, page: int) -> bytes:
    """A page of the original as PNG. Raises ``OriginalMissingError``."""
    if not 1 <= page <= len(record.evidence.get(PAPER, {}).get("pages", [])):
        raise OriginalMissingError
    return _paper(b"".join(chunks(record)), "draw", str(page))


def _paper(content: bytes, *words: str) -> bytes:
    """What the program that knows PDF answers; it runs for itself, because a hostile file may break it."""
    command = [sys.executable, "-m", "gongkai.foundations.paper", *words]
    try:
        done = subprocess.run(command, input=content, capture_output=True, check=True, timeout=_SECONDS)
    except (subprocess.SubprocessError, OSError) as error:
        raise OriginalMissingError from error
    return done.stdout
