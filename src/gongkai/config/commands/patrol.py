"""``gongkai patrol``."""

from typing import Annotated

import typer

from gongkai.kernel.cli import output


def patrol(
    *,
    repair: Annotated[bool, typer.Option("--repair", help="Bake again what differs, remove what is strange.")] = False,
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """Compare every public file with the digest it was baked with. Exit status 1 when one differs."""
    from gongkai.kernel.portal.patrol import patrol as walk

    well = True
    for finding in walk(repair=repair):
        well = False
        if as_json:
            output.line({"path": finding.path, "finding": finding.what})
        else:
            output.echo(f"{finding.what}: {finding.path}")
    if not well:
        raise typer.Exit(1)
    if not as_json:
        output.echo("Every public file is as it was baked")
