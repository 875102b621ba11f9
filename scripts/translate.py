"""Gather what the interface says into the Chinese catalogue and compile it.

Usage: scripts/translate.py. New strings are added with an empty translation and listed; write them into the
catalogue and run it again. Strings no longer used are dropped.
"""

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCES = Path(__file__).resolve().parents[1] / "src/gongkai"
CATALOGUE = SOURCES / "locale/zh_Hans/LC_MESSAGES/django.po"

_KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


def gathered() -> Catalog:
    """Every string of code and templates that is to be translated, with the files it stands in."""
    catalogue = _empty()
    for file, text in _texts():
        for _line, message, _comments, context in extract(
            "python", io.BytesIO(text.encode()), _KEYWORDS, options={"encoding": "utf-8"}
        ):
            catalogue.add(message, locations=[(file, 0)], context=context)
    return catalogue


def kept() -> Catalog:
    """The catalogue as it stands."""
    if not CATALOGUE.exists():
        return _empty()
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def untranslated(catalogue: Catalog) -> list[Message]:
    """The messages that lack a translation."""
    return [m for m in catalogue if m.id and not all(m.string if isinstance(m.string, tuple) else (m.string,))]


def _empty() -> Catalog:
    return Catalog(locale="zh_Hans", project="Gongkai", fuzzy=False)


def _texts() -> Iterator[tuple[str, str]]:
    for path in sorted([*SOURCES.rglob("*.py"), *SOURCES.rglob("*.html")]):
        text, name = path.read_text("utf-8"), str(path.relative_to(SOURCES))
        yield name, text if path.suffix == ".py" else templatize(text, origin=name)


def main() -> int:
    """Bring the catalogue up to date; answers 1 when a translation is missing."""
    catalogue = kept()
    catalogue.update(gathered(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        # Neither dates nor line numbers: two people who add strings touch different lines.
        write_po(file, catalogue, width=0, no_location=True, omit_header=False, sort_output=True)
    _without_dates()
    written = kept()
    # The same catalogue is compiled to the same bytes whenever it is done.
    written.creation_date = written.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    with CATALOGUE.with_suffix(".mo").open("wb") as file:
        write_mo(file, written)
    missing = untranslated(written)
    for message in missing:
        print(f"not translated: {message.id}")
    return 1 if missing else 0


def _without_dates() -> None:
    lines = CATALOGUE.read_text("utf-8").splitlines(keepends=True)
    CATALOGUE.write_text("".join(line for line in lines if not line.startswith(_CHANGING)), "utf-8")


_CHANGING = (
    "# ",
    "#\n",
    *(f'"{name}-' for name in ("Project", "POT", "PO", "Last", "Report", "Generated", "Language")),
)


if __name__ == "__main__":
    sys.exit(main())
