"""``gongkai doctor``."""

from typing import Annotated

import typer

from gongkai.kernel.cli import output, session


def doctor(*, as_json: Annotated[bool, output.JSON_OPTION] = False) -> None:
    """Look at configuration and health. Exit status 1 when something needs a person."""
    from gongkai.config.doctor import Status, diagnosis

    found = diagnosis(session.now())
    if as_json:
        output.line(found.to_data(detailed=True))
    else:
        rows = [
            ("✓" if check.status is Status.OK else "✗", check.name, _words(check.count, check.detail))
            for check in found.checks
        ]
        output.table("", ["", "check", "detail"], rows)
    if found.status is not Status.OK:
        raise typer.Exit(1)


def _words(count: int | None, detail: str) -> str:
    return f"{count}: {detail}" if count else detail
