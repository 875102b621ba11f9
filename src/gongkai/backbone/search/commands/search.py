"""``gongkai search`` and its kin."""

from typing import Annotated, Any

import typer

from gongkai.kernel.cli import output, session

PASSAGES = 3


def search(
    query: Annotated[str, typer.Argument(help="Words, “phrases”, field:values, or a document number.")],
    *,
    page: Annotated[int, typer.Option(min=1, max=1000, help="Page of 20 results.")] = 1,
    validity: Annotated[str, typer.Option(help="all, or one validity; empty is what is in force.")] = "",
    order: Annotated[str, typer.Option(help="relevance, newest or oldest.")] = "relevance",
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """Search what is published."""
    session.start()
    from gongkai.backbone.search.asking import query_from
    from gongkai.backbone.search.selectors import search as ask

    sent = {"q": query, "page": str(page), "validity": validity, "order": order}
    with output.refusals(as_json=as_json):
        results = ask(query_from(sent, passages=PASSAGES if as_json else 0))
    if as_json:
        told = {"total": results.total, "relaxed": results.relaxed, "left_out": dict(results.left_out)}
        told |= {"lapsed_only": results.lapsed_only, "meant": results.meant}
        output.line(told | {"results": [_result(hit) for hit in results.hits]})
        return
    title = f"{results.total} found" + (" with some of the words" if results.relaxed else "")
    title += f"; {sum(results.left_out.values())} no longer in force" if results.left_out else ""
    rows = [(hit.index_number, hit.title, hit.document_number) for hit in results.hits]
    output.table(title, ["index number", "title", "document number"], rows)
    if results.meant:
        output.echo(f"Did you mean {results.meant}?")


def _result(hit: Any) -> dict[str, Any]:
    return {
        "index_number": hit.index_number,
        "title": hit.title,
        "url": hit.url,
        "score": hit.score,
        "document_number": hit.document_number,
        "validity": hit.validity,
        "passages": [{"quote": passage.quote, "article": passage.article} for passage in hit.passages],
    }
