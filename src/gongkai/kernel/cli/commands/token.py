"""``gongkai token``: tokens for programs."""

from datetime import timedelta
from typing import Annotated, Any

import typer

from gongkai.kernel.actors import Ability
from gongkai.kernel.cli import output, session

app = typer.Typer(no_args_is_help=True, help="Tokens with which programs act for a person.")


@app.command("list")
def show(*, as_json: Annotated[bool, output.JSON_OPTION] = False) -> None:
    """Show every token: whose it is, what it may do, until when; never the token itself."""
    from gongkai.kernel.accounts import selectors

    now = session.now()
    rows: list[dict[str, Any]] = [
        {
            "id": token.pk,
            "login": token.person.login,
            "name": token.name,
            "state": token.state(now),
            "expires_at": token.expires_at.isoformat(timespec="seconds"),
            "scopes": token.scopes,
        }
        for token in selectors.tokens(actor=session.actor())
    ]
    if as_json:
        for row in rows:
            output.line(row)
        return
    columns = ["id", "login", "name", "state", "expires at", "scopes"]
    output.table("", columns, [[*list(row.values())[:5], " ".join(row["scopes"])] for row in rows])


@app.command()
def create(
    login: Annotated[str, typer.Argument(help="Login name of the person it acts for.")],
    name: Annotated[str, typer.Option(help="What the token is for.")],
    scope: Annotated[list[Ability], typer.Option(help="What it may be used for; may be given again.")],
    days: Annotated[int, typer.Option(min=1, max=366, help="How long it works.")] = 90,
    *,
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """Create a token; it is shown this once."""
    from gongkai.kernel.accounts import selectors, tokens

    made = tokens.token_create(
        person=selectors.person_by_login(login),
        name=name,
        scopes=scope,
        life=timedelta(days=days),
        actor=session.actor(),
        now=session.now(),
    )
    if as_json:
        output.line({"token": made})
    else:
        output.echo(made)


@app.command()
def revoke(
    token_id: Annotated[int, typer.Argument(help="Number of the token, as gongkai token list shows it.")],
    *,
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """Make a token work no more."""
    from gongkai.kernel.accounts import tokens

    tokens.token_revoke(token_id=token_id, actor=session.actor(), now=session.now())
    if as_json:
        output.line({"revoked": token_id})
    else:
        output.echo(f"Token {token_id} works no more")
