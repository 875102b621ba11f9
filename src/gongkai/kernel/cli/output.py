"""How commands speak: people read text, programs read JSON with ``--json``."""

import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from gongkai.foundations.errors import GongkaiError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

WORTH_TELLING_SECONDS = 0.5
WIDE = 240
_language = "en"
# The option of every command that answers something: ``as_json: Annotated[bool, JSON_OPTION] = False``.
JSON_OPTION = typer.Option("--json", help="Answer in JSON, for programs.")


def console(*, errors: bool = False) -> "Console":
    """The terminal; without colour and control codes when it is a file or a pipe."""
    from rich.console import Console

    return Console(stderr=errors, highlight=False, soft_wrap=True)


def echo(text: str = "") -> None:
    """A line for people."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def line(data: Mapping[str, Any]) -> None:
    """One object on one line, for programs."""
    echo(json.dumps(data, ensure_ascii=False, default=str))


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """A table for people; in a pipe it is as wide as it needs."""
    from rich.markup import escape
    from rich.table import Table

    drawn = Table(*columns, title=title or None, box=None, header_style="bold", title_justify="left")
    for row in rows:
        drawn.add_row(*("" if cell is None else escape(str(cell)) for cell in row))
    terminal = console()
    if not terminal.is_terminal:
        terminal.width = WIDE
    terminal.print(drawn)


def speak(language: str) -> None:
    """From now on say errors in this language."""
    global _language  # noqa: PLW0603 - a process of the command line has one user
    _language = language


def said(error: GongkaiError) -> str:
    """The error in the language of the user."""
    return error.said_in(_language)


def complain(code: str, message: str, *, as_json: bool) -> None:
    """An error: one line on the error output, or ``{"error": {"code", "message"}}`` for programs."""
    if as_json:
        line({"error": {"code": code, "message": message}})
        return
    from rich.text import Text

    one_line = "; ".join(message.splitlines())
    console(errors=True).print(Text.assemble(("Error: ", "bold red"), one_line))


def fail(error: GongkaiError, *, as_json: bool) -> NoReturn:
    """Say the error and end with status 1."""
    complain(error.code, said(error), as_json=as_json)
    raise typer.Exit(1)


@contextmanager
def refusals(*, as_json: bool) -> Iterator[None]:
    """Turn an error meant for people into its one line and status 1."""
    try:
        yield
    except GongkaiError as error:
        fail(error, as_json=as_json)


@contextmanager
def progress(what: str, total: int | None = None) -> "Iterator[Progress]":
    """A bar on the error output for a long step; only where a person watches a terminal.

    The one task is made already: ``bar.advance(bar.task_ids[0])``.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    terminal = console(errors=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=terminal,
        disable=not terminal.is_terminal,
        transient=True,
    ) as bar:
        bar.add_task(what, total=total)
        yield bar


@contextmanager
def step(what: str) -> Iterator[None]:
    """A step that may take long: a spinner on a terminal, and a line afterwards when it did take long."""
    terminal = console(errors=True)
    began = time.monotonic()
    if terminal.is_terminal:
        with terminal.status(f"{what} …"):
            yield
    else:
        yield
    took = time.monotonic() - began
    if took > WORTH_TELLING_SECONDS:
        echo(f"{what}: done in {took:.1f} s")
