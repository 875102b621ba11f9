"""``gongkai audit``: who did what, when."""

from datetime import datetime
from typing import Annotated

import typer

from gongkai.kernel.cli import output, session

app = typer.Typer(no_args_is_help=True, help="Who did what, when and from where.")


@app.callback()
def audit() -> None:
    """Who did what, when and from where."""


@app.command()
def search(
    who: Annotated[str, typer.Option(help="Id of the actor.")] = "",
    action: Annotated[str, typer.Option(help="How the action begins: record. or record.published")] = "",
    subject: Annotated[str, typer.Option(help="How the subject begins: record:000014349/")] = "",
    organ: Annotated[str, typer.Option(help="Code of the organ.")] = "",
    since: Annotated[datetime | None, typer.Option(help="From this moment, local time.")] = None,
    until: Annotated[datetime | None, typer.Option(help="Before this moment, local time.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 100,
    *,
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """Show entries that fit all that is given, newest first."""
    from django.utils import timezone

    from gongkai.kernel.audit import selectors

    entries = selectors.search(
        actor=session.actor(),
        who=who,
        action=action,
        subject=subject,
        organ=organ,
        since=timezone.make_aware(since) if since else None,
        until=timezone.make_aware(until) if until else None,
    )[:limit]
    if not as_json:
        rows = [
            (
                timezone.localtime(e.at).strftime("%Y-%m-%d %H:%M:%S"),
                e.actor_label,
                e.address,
                e.action,
                e.subject,
            )
            for e in entries
        ]
        output.table("", ["at", "who", "from", "action", "subject"], rows)
        return
    fields = ("actor", "actor_label", "address", "action", "organ", "subject", "before", "after", "reason")
    for entry in entries:
        output.line({"at": entry.at.isoformat(), **{field: getattr(entry, field) for field in fields}})
