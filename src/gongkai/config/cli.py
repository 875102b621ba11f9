"""``gongkai``: the root of the command line."""

import os
import sys
from pathlib import Path

import typer

from gongkai.config import env
from gongkai.kernel.cli import output, program, tree

SOURCE = Path(__file__).resolve().parent.parent.parent


def application() -> typer.Typer:
    """The command line with all commands of all rooms."""
    app = typer.Typer(
        cls=tree.command_group(tree.modules_in(SOURCE)),
        no_args_is_help=True,
        help="Gongkai (公开): the open-government-affairs platform of a city.",
        epilog="Settings are read from the environment; docs/settings.md lists them.",
    )

    @app.callback()
    def root() -> None:
        """Gongkai (公开): the open-government-affairs platform of a city."""

    return app


def keep_from_others() -> None:
    """What this process and those it starts write is for its user, and for the group to read; nobody else.

    The database holds drafts and the digests of passwords. The group is for a web server that answers baked pages.
    """
    os.umask(os.umask(0o077) | 0o027)


def main() -> None:
    """Run the command of this process's arguments and exit with its status."""
    keep_from_others()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    arguments = sys.argv[1:]
    output.speak(env.language())
    try:
        debug = env.boolean("GONGKAI_DEBUG", default=False)
        status = program.run(typer.main.get_command(application()), arguments, name="gongkai", debug=debug)
    except env.BadSettingError as error:
        output.complain("bad_setting", str(error), as_json="--json" in arguments)
        status = 2
    sys.exit(status)
