"""``gongkai dead-letters``: events a consumer gave up."""

from typing import Annotated

import typer

from gongkai.kernel.cli import output, session

app = typer.Typer(no_args_is_help=True, help="Events that a consumer gave up after all tries.")


@app.command("list")
def show(*, as_json: Annotated[bool, output.JSON_OPTION] = False) -> None:
    """Show them, oldest first, with the error of the last try."""
    from gongkai.kernel.events import selectors

    letters = selectors.dead_letters()
    if as_json:
        for letter in letters:
            output.line(
                {
                    "id": letter.pk,
                    "consumer": letter.consumer,
                    "seq": letter.seq,
                    "subject": letter.subject,
                    "attempts": letter.attempts,
                    "error": letter.error,
                }
            )
        return
    rows = [(d.pk, d.consumer, d.seq, d.subject, d.attempts, d.error) for d in letters]
    if rows:
        output.table("", ["id", "consumer", "seq", "subject", "attempts", "error"], rows)
    else:
        output.echo("There are no dead letters.")


@app.command()
def replay(
    ids: Annotated[list[int] | None, typer.Argument(help="Ids from the list.")] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """Try them again, now that the cause is gone."""
    from gongkai.kernel.events import selectors, services

    if bool(ids) == every:
        raise typer.BadParameter("give ids, or --all", param_hint="IDS")
    wanted = ids or list(selectors.dead_letters().values_list("pk", flat=True))
    count = services.replay(wanted, actor=session.actor(), now=session.now())
    if as_json:
        output.line({"replayed": count})
    else:
        output.echo(f"{count} to be tried again")
    if ids and count < len(set(ids)):
        output.complain("dead_letter_missing", "Some of these ids are no dead letters.", as_json=as_json)
        raise typer.Exit(1)
