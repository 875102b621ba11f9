"""``gongkai search-eval``."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from gongkai.kernel.cli import output, session


def search_eval(
    corpus: Annotated[Path, typer.Argument(help="Texts: JSON lines of id, title, body; .xz or not.")],
    queries: Annotated[Path, typer.Argument(help="Questions: JSON lines of id, text.")],
    qrels: Annotated[Path, typer.Argument(help="Judgements: question, 0, text, worth.")],
    *,
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """Measure the search on a judged set: recall, MRR, nDCG at 10 and latency. The public index is not touched."""
    session.start()
    from gongkai.backbone.search.engines import temporary, temporary_meaning
    from gongkai.backbone.search.measuring import measure

    with (
        output.refusals(as_json=as_json),
        temporary() as engine,
        temporary_meaning() as meaning,
        output.progress("Indexing", None) as bar,
    ):
        advance = partial(bar.advance, bar.task_ids[0])
        quality = measure(engine, corpus, queries, qrels, meaning=meaning, progress=advance)
    if as_json:
        output.line(quality.to_data())
    else:
        output.table("", ["measure", "value"], list(quality.to_data().items()))
