"""``gongkai requests``: keys, and whether every case is what its events say."""

from typing import Annotated

import typer

from gongkai.kernel.cli import output, session

app = typer.Typer(no_args_is_help=True, help="Disclosure requests: keys, and a check of every case.")


@app.command("rotate-keys")
def rotate_keys(*, as_json: Annotated[bool, output.JSON_OPTION] = False) -> None:
    """Encrypt all personal data of requests anew under the first key of GONGKAI_CASE_KEYS."""
    from gongkai.affairs.foi.services import keys_rotate

    with output.refusals(as_json=as_json):
        done = keys_rotate(actor=session.actor(), now=session.now())
    if as_json:
        output.line({"tokens": done})
    else:
        output.echo(f"{done} encrypted anew")


@app.command()
def check(*, as_json: Annotated[bool, output.JSON_OPTION] = False) -> None:
    """Fold the events of every request anew; name those whose row says something else, with status 1."""
    from gongkai.affairs.foi.checking import differing

    found = list(differing())
    if as_json:
        output.line({"differing": found})
    else:
        output.echo("\n".join(found) or "every request is what its events say")
    if found:
        raise typer.Exit(1)
