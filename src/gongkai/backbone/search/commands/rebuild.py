"""``gongkai rebuild``."""

from typing import Annotated

from gongkai.kernel.cli import output, session


def rebuild(*, as_json: Annotated[bool, output.JSON_OPTION] = False) -> None:
    """Rebuild the search index from what is published; searches go on in the old one until it is done."""
    session.start()
    from gongkai.backbone.search.rebuilding import published_count, rebuild_whole

    with output.refusals(as_json=as_json), output.progress("Indexing", published_count()) as bar:
        held = rebuild_whole(now=session.now(), progress=lambda more: bar.advance(bar.task_ids[0], more))
    if as_json:
        output.line({"records": held})
    else:
        output.echo(f"{held} records indexed")
