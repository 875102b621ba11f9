"""``gongkai organ``: who holds government information."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gongkai.kernel.cli import output, session

if TYPE_CHECKING:
    from gongkai.backbone.organs.models import Organ

app = typer.Typer(no_args_is_help=True, help="Organs: who holds government information.")

_CODE = Annotated[str, typer.Argument(help="Code of the organ.")]
_DAY = ["%Y-%m-%d"]


@app.callback()
def organs() -> None:
    """Organs: who holds government information."""


@app.command("list")
def list_(*, as_json: Annotated[bool, output.JSON_OPTION] = False) -> None:
    """Every organ, those above before those below."""
    from gongkai.backbone.organs import selectors

    found = [_told(organ) for organ in selectors.all_organs()]
    if as_json:
        for one in found:
            output.line(one)
        return
    columns = ["code", "name", "kind", "level", "parent", "index_prefix"]
    output.table("", columns, [[one[column] or "" for column in columns] for one in found])


@app.command()
def create(
    code: _CODE,
    name: Annotated[str, typer.Option(help="Its full name.")],
    kind: Annotated[str, typer.Option(help="government, office, department, district, township or institution.")],
    index_prefix: Annotated[str, typer.Option(help="9 or 18 characters that begin its index numbers.")],
    level: Annotated[str, typer.Option(help="state, province, city, district or township.")] = "city",
    parent: Annotated[str, typer.Option(help="Code of the organ above.")] = "",
    domain: Annotated[str, typer.Option(help="Domain of its own site.")] = "",
    since: Annotated[datetime | None, typer.Option(formats=_DAY, help="Day its name began.")] = None,
    *,
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """Register an organ."""
    from gongkai.backbone.organs import services

    with output.refusals(as_json=as_json):
        organ = services.organ_create(
            code=code,
            name=name,
            kind=kind,
            level=level,
            index_prefix=index_prefix,
            parent=parent,
            domain=domain,
            since=since.date() if since else None,
            actor=session.actor(),
            now=session.now(),
        )
    _show(organ, as_json=as_json)


@app.command()
def rename(
    code: _CODE,
    name: Annotated[str, typer.Argument(help="The new name.")],
    since: Annotated[
        datetime | None, typer.Option(formats=_DAY, help="First day of the name; today unless given.")
    ] = None,
    *,
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """Give an organ a new name; the old one stays in its history."""
    from django.utils import timezone

    from gongkai.backbone.organs import services

    now = session.now()
    with output.refusals(as_json=as_json):
        day = since.date() if since else timezone.localdate(now)
        organ = services.organ_rename(code=code, name=name, since=day, actor=session.actor(), now=now)
    _show(organ, as_json=as_json)


@app.command()
def update(
    code: _CODE,
    leader: Annotated[str | None, typer.Option(help="Who answers for openness.")] = None,
    leader_post: Annotated[str | None, typer.Option(help="Their post.")] = None,
    office_name: Annotated[str | None, typer.Option(help="The openness office.")] = None,
    office_address: Annotated[str | None, typer.Option(help="Where it is.")] = None,
    office_hours: Annotated[str | None, typer.Option(help="When it is open.")] = None,
    telephone: Annotated[str | None, typer.Option(help="Its telephone number.")] = None,
    fax: Annotated[str | None, typer.Option(help="Its fax number.")] = None,
    email: Annotated[str | None, typer.Option(help="Its electronic mail.")] = None,
    *,
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """Change who answers for openness in an organ and how to reach them; what is not given stays."""
    from gongkai.backbone.organs import services

    contact = services.Contact(
        leader=leader,
        leader_post=leader_post,
        office_name=office_name,
        office_address=office_address,
        office_hours=office_hours,
        telephone=telephone,
        fax=fax,
        email=email,
    )
    if not contact.to_data():
        raise typer.BadParameter("nothing to change was given", param_hint="--leader …")
    with output.refusals(as_json=as_json):
        organ = services.organ_update(code=code, contact=contact, actor=session.actor(), now=session.now())
    _show(organ, as_json=as_json)


def _told(organ: "Organ") -> dict[str, Any]:
    names = ("code", "name", "kind", "level", "index_prefix", "domain")
    contact = ("leader", "leader_post", "office_name", "office_address", "office_hours", "telephone", "fax", "email")
    return {
        **{name: str(getattr(organ, name)) for name in names},
        "parent": organ.parent.code if organ.parent else None,
        "abolished_on": organ.abolished_on.isoformat() if organ.abolished_on else None,
        "contact": {name: getattr(organ, name) for name in contact},
    }


def _show(organ: "Organ", *, as_json: bool) -> None:
    if as_json:
        output.line(_told(organ))
    else:
        output.echo(f"✓ {organ.code}  {organ.name}")
