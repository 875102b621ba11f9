"""``gongkai migrate``."""

from typing import Annotated

from gongkai.kernel.cli import output


def migrate(*, as_json: Annotated[bool, output.JSON_OPTION] = False) -> None:
    """Bring the tables of the database up to date."""
    from gongkai.config.preparation import migrate as bring_up_to_date

    done = bring_up_to_date()
    if as_json:
        output.line({"migrated": done})
    else:
        output.echo(f"{len(done)} migrations applied" if done else "The database is up to date")
