"""``gongkai ask``."""

from typing import Annotated

import typer

from gongkai.kernel.cli import output, session


def ask(
    question: Annotated[str, typer.Argument(help="A question in plain words.")],
    *,
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """Answer a question with passages of what is published, quoted exactly."""
    session.start()
    from gongkai.backbone.search import answers

    with output.refusals(as_json=as_json):
        found = answers.answer(question)
    if as_json:
        output.line(answers.to_data(found))
        return
    for sentence in found.phrased:
        cites = "".join(f"[{number}]" for number in sentence.cites)
        output.echo(f"{sentence.text} {cites}{' (no longer in force)' if sentence.lapsed else ''}")
    for each in found.answers:
        output.echo(f"{each.quote}\n  —— {each.title} {each.article} [{each.validity}] {each.url}\n")
    if not found.answers:
        output.echo("No reliable answer. Nearest:")
        output.table("", ["index number", "title"], [(hit.index_number, hit.title) for hit in found.nearest])
