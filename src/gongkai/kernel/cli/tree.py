"""Finding commands where their rooms keep them, and loading only what is called.

A command lives in a module of a package named ``commands``. Every public function defined there is a command:
``import_laws`` becomes ``import-laws``. A module that holds a Typer application ``app`` is instead a group of
commands under the module's name. Such modules import Django inside their functions, so that help and
completion stay instant; it is set up before a command runs.
"""

import functools
import importlib
from collections.abc import Callable, Iterable
from inspect import isfunction
from pathlib import Path
from types import ModuleType
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from gongkai.kernel.cli import session


def modules_in(source: Path) -> dict[str, str]:
    """The modules that hold commands, of all rooms below this source directory, by the name of a command."""
    return {
        path.stem.replace("_", "-"): ".".join(path.relative_to(source).with_suffix("").parts)
        for path in sorted(source.glob("gongkai/**/commands/*.py"))
        if not path.stem.startswith("_")
    }


def command_group(modules: dict[str, str]) -> type[TyperGroup]:
    """A group class whose commands are loaded from these modules when they are asked for."""

    class LazyGroup(TyperGroup):
        def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - named by the base class
            if cmd_name not in self.commands:
                self._load([cmd_name] if cmd_name in modules else modules)
            return self.commands.get(cmd_name)

        def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - named by the base class
            self._load(modules)
            return sorted(self.commands)

        def _load(self, names: Iterable[str]) -> None:
            for name in names:
                if name not in self.commands:
                    self.commands.update(_load(modules[name], name))

    return LazyGroup


def _load(module_name: str, name: str) -> dict[str, Any]:
    commands = _commands_of(importlib.import_module(module_name), name)
    for command in commands.values():
        _set_up_before(command)
    return commands


def _commands_of(module: ModuleType, name: str) -> dict[str, Any]:
    app = getattr(module, "app", None)
    if isinstance(app, typer.Typer):
        group: Any = get_group(app)
        group.name = name
        return {name: group}
    root = typer.Typer(add_completion=False)
    for function_name, function in vars(module).items():
        if isfunction(function) and function.__module__ == module.__name__ and not function_name.startswith("_"):
            root.command(function_name.replace("_", "-"))(function)
    return dict(get_group(root).commands)


def _set_up_before(command: Any) -> None:
    if isinstance(command, TyperGroup):
        for inner in command.commands.values():
            _set_up_before(inner)
    elif command.callback is not None and not getattr(command.callback, session.ALONE, False):
        command.callback = _with_platform(command.callback)


def _with_platform(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        session.start()
        return function(*args, **kwargs)

    return wrapper
