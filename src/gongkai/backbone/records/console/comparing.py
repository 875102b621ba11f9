"""The difference between two versions of a record, as it is shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from gongkai.backbone.records import comparing
from gongkai.backbone.records.comparing import Version
from gongkai.backbone.records.console.fields import BOOKS, LABELS, told
from gongkai.backbone.records.models import Record
from gongkai.foundations import texts
from gongkai.foundations.texts import Change, Fate, Mark, Span

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_AROUND = 1  # blocks that stay, shown before and after what changed
_NOT_IN_EDITIONS = {"disclosure_reason"}
_SAID: dict[Fate, "StrOrPromise"] = {
    Fate.CHANGED: _("Reworded"),
    Fate.NEW: _("Added"),
    Fate.GONE: _("Removed"),
    Fate.MOVED: _("Moved here"),
    Fate.LEFT: _("Moved away"),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that says something else, in pieces."""

    label: "StrOrPromise"
    spans: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Line:
    """A block of the text as it is shown: what became of it in a word, and its pieces."""

    fate: str
    said: "StrOrPromise"
    spans: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that are shown, or folded because nothing in them changed."""

    is_folded: bool
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs between two versions; ``counts`` says how many blocks of each fate there are."""

    before: int
    after: int
    fields: Sequence[FieldChange]
    stretches: Sequence[Stretch]
    counts: Sequence[tuple["StrOrPromise", int]]

    @property
    def is_empty(self) -> bool:
        return not self.fields and not self.counts


def difference(before: Version, after: Version, language: str) -> Difference:
    """Fields and text of both, set side by side."""
    changes = texts.compare(texts.from_data(before.data["document"]), texts.from_data(after.data["document"]))
    counts = [(said, sum(change.fate is fate for change in changes)) for fate, said in _SAID.items()]
    return Difference(
        before.number,
        after.number,
        list(_fields(before, after, language)),
        list(_stretches(changes)),
        [(said, count) for said, count in counts if count],
    )


def _fields(before: Version, after: Version, language: str) -> Iterator[FieldChange]:
    for name, label in LABELS.items():
        if name not in _NOT_IN_EDITIONS:
            pair = told(name, before.data[name], language), told(name, after.data[name], language)
            if pair[0] != pair[1]:
                yield FieldChange(label, _pieces(name, *pair))
    for label, old, new in (
        (_("Attachments"), before.attachments(), after.attachments()),
        (_("Related"), before.relations(language), after.relations(language)),
    ):
        if old != new:
            yield FieldChange(label, texts.compare_words("\n".join(old), "\n".join(new)))


def _pieces(name: str, old: str, new: str) -> Sequence[Span]:
    """A choice changes as a whole, a sentence by its characters."""
    if name not in BOOKS:
        return texts.compare_words(old, new)
    return [span for span in (Span(Mark.GONE, old), Span(Mark.NEW, new)) if span.text]


def _stretches(changes: Sequence[Change]) -> Iterator[Stretch]:
    changed = [at for at, change in enumerate(changes) if change.fate is not Fate.SAME]
    shown = {at + step for at in changed for step in range(-_AROUND, _AROUND + 1)}
    for is_shown, some in groupby(range(len(changes)), lambda at: at in shown):
        lines = [_line(changes[at]) for at in some]
        yield Stretch(not is_shown and len(lines) > 1, lines)


def _line(change: Change) -> Line:
    said = _SAID.get(change.fate, "")
    if change.fate is Fate.CHANGED and all(span.mark is Mark.KEPT for span in change.spans):
        said = _("Set in another form")
    return Line(change.fate.value, said, change.spans)


def of_working_copy(record: Record, language: str, now: datetime) -> Difference | None:
    """What the working copy says otherwise than the newest edition, where there is such a thing."""
    if not comparing.has_changed(record):
        return None
    found = between(record, record.edition, comparing.WORKING_COPY, language, now)
    return None if found.is_empty else found


def between(record: Record, before: int, after: int, language: str, now: datetime) -> Difference:
    """The difference between two versions of a record, by their numbers."""
    old, new = (comparing.version(record, number, now=now) for number in (before, after))
    return difference(old, new, language)
