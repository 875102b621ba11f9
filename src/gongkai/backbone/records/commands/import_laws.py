"""``gongkai import-laws``: a corpus of laws as JSON lines, for benchmarks and for filling a library of rules."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from gongkai.kernel.cli import output, session

BATCH = 100


def import_laws(
    path: Annotated[Path, typer.Argument(help="JSON lines, plain or .xz: title, body, date, organ, kind, …")],
    organ: Annotated[str, typer.Option(help="Code of the organ that publishes them.")] = "",
    limit: Annotated[int, typer.Option(min=0, help="At most so many; 0 means all.")] = 0,
    *,
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """Import and publish laws as records with validity and relations; those imported before are passed over."""
    session.start()
    from django.utils import timezone

    from gongkai.backbone.organs import selectors as organs
    from gongkai.backbone.records.services.importing import import_batch

    if not path.is_file():
        raise typer.BadParameter(f"{path} is no file", param_hint="PATH")
    with output.refusals(as_json=as_json):
        holder = organs.organ_by_code(organ) if organ else organs.root()
    if holder is None:
        raise typer.BadParameter("register an organ first", param_hint="--organ")
    fresh = seen = 0
    for rows in _batches(path, limit):
        fresh += import_batch(rows, organ=holder, actor=session.actor(), now=timezone.now())
        seen += len(rows)
        if not as_json:
            output.echo(f"{seen} read, {fresh} imported")
    if as_json:
        output.line({"read": seen, "imported": fresh})


def _batches(path: Path, limit: int) -> Iterator[list[dict[str, Any]]]:
    import json
    import lzma

    reader = lzma.open if path.suffix == ".xz" else open
    rows: list[dict[str, Any]] = []
    with reader(path, "rt", encoding="utf-8") as stream:
        for number, text in enumerate(stream):
            if limit and number >= limit:
                break
            rows.append(json.loads(text))
            if len(rows) == BATCH:
                yield rows
                rows = []
    if rows:
        yield rows
