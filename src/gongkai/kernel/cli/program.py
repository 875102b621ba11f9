"""Running a command: exit status 0 when all went well, 1 when something did not, 2 for wrong usage."""

import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import typer

from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.cli import output


def run(command: Callable[..., Any], arguments: Sequence[str], *, name: str, debug: bool) -> int:
    """Run the command with these arguments; answers the exit status.

    An error meant for people becomes one line. Any other is noted in a file and told in one line;
    with ``debug`` it is raised.
    """
    as_json = "--json" in arguments
    try:
        result = command(args=list(arguments), prog_name=name, standalone_mode=False)
    except GongkaiError as error:
        output.complain(error.code, output.said(error), as_json=as_json)
        return 1
    except typer.TyperException as error:
        return _wrong_usage(error, as_json=as_json)
    except (typer.Abort, KeyboardInterrupt):
        return 130
    except Exception as error:
        if debug:
            raise
        if known := _known(error):
            output.complain(*known, as_json=as_json)
            return 1
        noted = _note(traceback.format_exc())
        output.complain("unexpected", f"Something went wrong; details are in {noted}", as_json=as_json)
        return 1
    return result if isinstance(result, int) else 0


def _wrong_usage(error: Any, *, as_json: bool) -> int:
    if as_json:
        output.complain("usage", error.format_message(), as_json=True)
    else:
        from typer.rich_utils import rich_format_error

        rich_format_error(error)
    return int(error.exit_code)


def _known(error: Exception) -> tuple[str, str] | None:
    """What to say when the database, as each of the two says it, is not there or not prepared."""
    text = str(error)
    if "no such table" in text or ("relation" in text and "does not exist" in text):
        return "not_migrated", "The database is not prepared; run: gongkai migrate"
    if type(error).__name__ == "OperationalError" and ("connect" in text or "unable to open" in text):
        return (
            "database_unreachable",
            f"The database cannot be reached; look at DATABASE_URL ({text.splitlines()[0]})",
        )
    return None


def _note(trace: str) -> str:
    """Keep the trace where an operator finds it; without a directory of data, on the error output."""
    try:
        from django.conf import settings

        path = Path(settings.RUN) / "errors.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{trace}\n")
    except Exception:  # noqa: BLE001 - whatever hinders it, the trace must not be lost
        sys.stderr.write(trace)
        return "the lines above"
    return str(path)
