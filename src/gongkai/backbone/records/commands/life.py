"""``gongkai publish``, ``withdraw`` and ``where``."""

from typing import Annotated, Any

import typer

from gongkai.kernel.cli import output, session


def publish(
    index_numbers: Annotated[list[str], typer.Argument(help="Index numbers of the records.")],
    note: Annotated[str, typer.Option(help="What was corrected, for a new edition.")] = "",
    *,
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """Publish records that are ready; everything that speaks against it is said."""
    session.start()
    from django.utils import timezone

    from gongkai.backbone.records import services
    from gongkai.backbone.records.rules import Route

    with output.refusals(as_json=as_json):
        done = services.publish(
            index_numbers, actor=session.actor(), now=timezone.now(), route=Route.IMPORTED, change_note=note
        )
    for one in done:
        if as_json:
            output.line(
                {"index_number": one.index_number, "edition": one.edition, "digest": one.digest, "seq": one.seq}
            )
        else:
            output.echo(f"✓ {one.index_number} edition {one.edition} {one.digest[:12]}")


def withdraw(
    index_number: Annotated[str, typer.Argument(help="Index number of the record.")],
    form: Annotated[str, typer.Option(help="withdrawn, moved, lapsed, merged or published_in_error.")],
    reason: Annotated[str, typer.Option(help="Why; readers see it.")],
    target: Annotated[str, typer.Option(help="Index number readers are led to (moved, merged).")] = "",
    *,
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """Take a published record back, in one of five forms."""
    session.start()
    from django.utils import timezone

    from gongkai.backbone.records import services

    with output.refusals(as_json=as_json):
        record = services.withdraw(
            index_number, form=form, reason=reason, target=target, actor=session.actor(), now=timezone.now()
        )
    if as_json:
        output.line({"index_number": index_number, "form": record.withdrawal, "target": record.withdrawal_target})
    else:
        output.echo(f"✓ {index_number} {record.withdrawal}")


def where(
    index_number: Annotated[str, typer.Argument(help="Index number of the record.")],
    *,
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """What the world sees of a record, consumer by consumer."""
    session.start()
    from gongkai.backbone.records.services.access import RecordMissingError
    from gongkai.backbone.records.whereabouts import whereabouts

    found = whereabouts(index_number)
    if found is None:
        output.fail(RecordMissingError(index_number), as_json=as_json)
    if as_json:
        output.line(found)
        return
    rows: list[list[Any]] = [[c["consumer"], c["seq"], c["state"], c["detail"]] for c in found["consumers"]]
    output.table(
        f"{index_number}  {found['state']}  edition {found['edition']}  seq {found['seq']}",
        ["consumer", "seq", "state", "detail"],
        rows,
    )
