"""``gongkai rebuild``."""

from typing import Annotated

import typer

from gongkai.kernel.cli import output, session


def rebuild(
    *,
    meaning: Annotated[
        bool, typer.Option("--meaning", help="The vectors of meaning instead, with the model named.")
    ] = False,
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """Rebuild the search index from what is published; searches go on in the old one until it is done."""
    session.start()
    with output.refusals(as_json=as_json):
        told = _vectors() if meaning else _index()
    if as_json:
        output.line(told)
    else:
        output.echo("".join(f"{count} {name} indexed" for name, count in told.items()))


def _index() -> dict[str, int]:
    from gongkai.backbone.search.rebuilding import published_count, rebuild_whole

    with output.progress("Indexing", published_count()) as bar:
        held = rebuild_whole(now=session.now(), progress=lambda more: bar.advance(bar.task_ids[0], more))
    return {"records": held}


def _vectors() -> dict[str, int]:
    from gongkai.backbone.search.meaning.building import build_whole, newest_event

    with output.progress("Encoding", newest_event()) as bar:
        held = build_whole(now=session.now(), progress=lambda reached: bar.update(bar.task_ids[0], completed=reached))
    return {"passages": held}
