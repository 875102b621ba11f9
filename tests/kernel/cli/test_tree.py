"""Commands are found where their rooms keep them."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from gongkai.kernel.cli import tree


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    """A source tree of two rooms of its own."""
    package = tmp_path / "gongkai_trial"
    commands = package / "room" / "commands"
    commands.mkdir(parents=True)
    for folder in (package, package / "room", commands):
        (folder / "__init__.py").write_text("")
    (commands / "greet.py").write_text(
        "from pathlib import Path\n\n"
        "def greet(name: str) -> None:\n    '''Say hello.'''\n    print('hello', name)\n\n"
        "def part_well() -> None:\n    '''Say goodbye.'''\n    print('bye')\n\ndef _hidden() -> None: ...\n"
    )
    (commands / "dead_things.py").write_text(
        "import typer\napp = typer.Typer(help='Dead things.')\n\n"
        "@app.command('list')\ndef show() -> None:\n    print('none')\n\n"
        "@app.command()\ndef bury() -> None:\n    print('buried')\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    modules = {
        "greet": "gongkai_trial.room.commands.greet",
        "dead-things": "gongkai_trial.room.commands.dead_things",
    }
    app = typer.Typer(cls=tree.command_group(modules))
    app.callback()(lambda: None)
    return app


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["greet", "you"], "hello you"),
        (["part-well"], "bye"),
        (["dead-things", "list"], "none"),
        (["dead-things", "bury"], "buried"),
    ],
)
def test_a_public_function_or_an_application_of_a_module_is_a_command(
    root: typer.Typer, arguments: list[str], said: str
) -> None:
    assert said in CliRunner().invoke(root, arguments).output


def test_help_lists_every_command_and_nothing_private_or_imported(root: typer.Typer) -> None:
    shown = CliRunner().invoke(root, ["--help"]).output
    assert all(name in shown for name in ("greet", "part-well", "dead-things"))
    assert "hidden" not in shown
    assert "Path" not in shown


def test_an_unknown_command_is_wrong_usage(root: typer.Typer) -> None:
    assert CliRunner().invoke(root, ["nothing"]).exit_code == 2


def test_modules_are_named_as_they_are_called() -> None:
    found = tree.modules_in(Path(tree.__file__).resolve().parents[3])
    assert found["dead-letters"] == "gongkai.kernel.cli.commands.dead_letters"
    assert found["import-laws"] == "gongkai.backbone.records.commands.import_laws"
