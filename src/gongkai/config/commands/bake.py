"""``gongkai bake``."""

from typing import Annotated

import typer

from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.cli import output, session


class PageMissingError(GongkaiError):
    """No page has this address."""


def bake(
    pages: Annotated[list[str] | None, typer.Argument(help="Addresses (/info/…) or keys (record:…).")] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Every page there is.")] = False,
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """Bake public pages now: those named, all, or those that wait. Exit status 1 when one cannot be baked."""
    from gongkai.kernel.portal import stale
    from gongkai.kernel.portal.models import StalePage
    from gongkai.kernel.worker import Lane

    if every:
        stale.mark_all(Lane.BULK)
    else:
        stale.mark(_keys(pages or []), Lane.NOW)
    waiting = StalePage.objects.filter(next_at=None)
    count = waiting.count()
    with output.progress("Baking", count) as bar:
        while sum(stale.bake_some(lane, now=session.now()) for lane in Lane):
            bar.update(bar.task_ids[0], completed=count - waiting.count())
    failing = list(StalePage.objects.exclude(error="").values_list("key", "error"))
    if as_json:
        output.line({"baked": count, "failing": [key for key, _ in failing]})
    else:
        output.echo(f"{count} pages baked")
    for key, error in failing:
        output.complain("unbakeable", f"{key}: {error}", as_json=as_json)
    if failing:
        raise typer.Exit(1)


def _keys(named: list[str]) -> set[str]:
    from gongkai.kernel.portal import baker

    keys = {name for name in named if not name.startswith("/")}
    for address in (name for name in named if name.startswith("/")):
        found = baker.keys_of([address])
        if not found:
            message = f"{address} 从未生成过页面：请改用页面的键。"
            raise PageMissingError("page_missing", message, address=address)
        keys |= found
    return keys
