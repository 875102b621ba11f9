"""docs/commands.md names every command with its options, and no other."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from gongkai.config.cli import application

ROOT = Path(__file__).resolve().parents[2]
EVERYWHERE = {"--help", "--json"}


def _commands(command: Any, path: str) -> Iterator[tuple[str, set[str]]]:
    if isinstance(command, TyperGroup):
        context = typer.Context(command)
        for name in command.list_commands(context):
            yield from _commands(command.get_command(context, name), f"{path} {name}")
    else:
        yield path, {word for parameter in command.params for word in parameter.opts if word.startswith("--")}


def _sections() -> dict[str, str]:
    """What is said of each command, by its words without arguments."""
    page = (ROOT / "docs/commands.md").read_text("utf-8")
    parts = re.split(r"^### `(gongkai[^`]*)`$", page, flags=re.MULTILINE)[1:]
    return {
        re.sub(r" [\[A-Z].*", "", heading): re.split(r"^## ", text, maxsplit=1, flags=re.MULTILINE)[0]
        for heading, text in zip(parts[::2], parts[1::2], strict=True)
    }


COMMANDS = dict(_commands(typer.main.get_command(application()), "gongkai"))


def test_every_command_is_documented_and_every_documented_command_exists() -> None:
    assert set(COMMANDS) == set(_sections())


def test_every_option_is_told() -> None:
    sections = _sections()
    untold = {
        f"{command} {option}"
        for command, options in COMMANDS.items()
        for option in options - EVERYWHERE
        if f"`{option}`" not in sections.get(command, "")
    }
    assert untold == set()


def test_every_command_that_answers_speaks_json() -> None:
    in_the_foreground = {"gongkai serve", "gongkai worker"}
    silent = {command for command, options in COMMANDS.items() if "--json" not in options}
    assert silent == in_the_foreground
