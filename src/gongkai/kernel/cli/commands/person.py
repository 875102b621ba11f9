"""``gongkai person``: people who work with the platform."""

import sys
from typing import Annotated, Any

import typer

from gongkai.kernel.actors import Role
from gongkai.kernel.cli import output, session

app = typer.Typer(no_args_is_help=True, help="People who work with the platform.")

_LOGIN = Annotated[str, typer.Argument(help="Login name.")]
_ORGAN = Annotated[str, typer.Option(help="Code of the organ the role is in.")]
_JSON = Annotated[bool, output.JSON_OPTION]


@app.callback()
def group() -> None:
    """People who work with the platform."""


@app.command("list")
def show(*, as_json: _JSON = False) -> None:
    """Show everyone with the roles they hold now."""
    from gongkai.kernel.accounts import selectors

    rows: list[dict[str, Any]] = [
        {
            "login": person.login,
            "name": person.name,
            "active": person.is_active,
            "authenticator": person.totp_confirmed,
            "roles": [f"{held.role}@{held.organ_code}" for held in person.memberships.all()],
        }
        for person in selectors.people(actor=session.actor(), now=session.now())
    ]
    if as_json:
        for row in rows:
            output.line(row)
        return
    columns = ["login", "name", "active", "authenticator", "roles"]
    output.table("", columns, [[*list(row.values())[:4], " ".join(row["roles"])] for row in rows])


@app.command()
def create(
    login: _LOGIN,
    name: Annotated[str, typer.Option(help="Name as it is shown.")],
    organ: Annotated[str, typer.Option(help="Code of the organ the roles are in.")] = "",
    role: Annotated[list[Role] | None, typer.Option(help="A role; may be given again.")] = None,
    *,
    as_json: _JSON = False,
) -> None:
    """Create a person. The password is asked for, or read from the first line of the input."""
    from django.db import transaction

    from gongkai.kernel.accounts import services

    if bool(organ) != bool(role):
        raise typer.BadParameter("--organ and --role go together", param_hint="--role")
    password, actor, now = _password(), session.actor(), session.now()
    with transaction.atomic():
        person = services.person_create(login=login, name=name, password=password, actor=actor, now=now)
        services.memberships_grant(person=person, organ=organ, roles=role or (), actor=actor, now=now)
    _done({"id": services.actor_id(person), "login": person.login}, "can sign in now", as_json=as_json)


@app.command()
def grant(
    login: _LOGIN,
    organ: _ORGAN,
    role: Annotated[list[Role], typer.Option(help="A role; may be given again.")],
    *,
    as_json: _JSON = False,
) -> None:
    """Give a person roles in an organ, from now on."""
    from gongkai.kernel.accounts import selectors, services

    person = selectors.person_by_login(login)
    services.memberships_grant(person=person, organ=organ, roles=role, actor=session.actor(), now=session.now())
    said = f"is {', '.join(role)} in {organ} now"
    _done({"login": login, "organ": organ, "granted": list(role)}, said, as_json=as_json)


@app.command()
def take_back(
    login: _LOGIN,
    organ: _ORGAN,
    role: Annotated[Role, typer.Option(help="The role.")],
    *,
    as_json: _JSON = False,
) -> None:
    """Take a role back, from now on."""
    from gongkai.kernel.accounts import selectors, services

    person = selectors.person_by_login(login)
    services.membership_end(person=person, organ=organ, role=role, actor=session.actor(), now=session.now())
    _done({"login": login, "organ": organ, "ended": role}, f"is no {role} in {organ} any more", as_json=as_json)


@app.command()
def password(login: _LOGIN, *, as_json: _JSON = False) -> None:
    """Set a new password; every session of the person ends. It is asked for, or read from the input."""
    from gongkai.kernel.accounts import selectors, services

    person = selectors.person_by_login(login)
    services.password_set(person=person, password=_password(), actor=session.actor(), now=session.now())
    _done({"login": login}, "has a new password", as_json=as_json)


@app.command()
def reset_authenticator(login: _LOGIN, *, as_json: _JSON = False) -> None:
    """Forget a lost authenticator, so that another can be set up; every session of the person ends."""
    from gongkai.kernel.accounts import selectors
    from gongkai.kernel.accounts.sign_in import totp_reset

    totp_reset(person=selectors.person_by_login(login), actor=session.actor(), now=session.now())
    _done({"login": login}, "signs in without an authenticator until a new one is set up", as_json=as_json)


@app.command()
def deactivate(login: _LOGIN, *, as_json: _JSON = False) -> None:
    """Let a person sign in no more; sessions end and tokens work no more."""
    from gongkai.kernel.accounts import selectors, services

    services.person_deactivate(person=selectors.person_by_login(login), actor=session.actor(), now=session.now())
    _done({"login": login, "active": False}, "can sign in no more", as_json=as_json)


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\n")


def _done(data: dict[str, object], said: str, *, as_json: bool) -> None:
    if as_json:
        output.line(data)
    else:
        output.echo(f"{data['login']} {said}")
