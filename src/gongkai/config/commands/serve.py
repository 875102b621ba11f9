"""``gongkai serve``."""

import http.client
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from gongkai.kernel.cli import output


def serve() -> None:
    """Run the whole platform in the foreground: web server and worker. Ctrl-C stops it."""
    from django.conf import settings
    from django.db import connections

    from gongkai.config import supervisor

    with supervisor.only_one(Path(settings.DATA)):
        supervisor.check_port(settings.HOST, settings.PORT)
        logins = _prepare()
        connections.close_all()
        supervisor.Supervisor(supervisor.children(), output.echo).run(_when_ready(settings, logins))


def _prepare() -> Sequence[tuple[str, str, str]]:
    """Tables, files of the design, the demo city; answers the logins of the demo."""
    from django.conf import settings

    from gongkai.config import preparation

    with output.step("Preparing the database"):
        preparation.migrate()
    with output.step("Collecting style sheets"):
        preparation.collect_static()
    logins: Sequence[tuple[str, str, str]] = ()
    if settings.DEMO != "0":
        from gongkai.config.demo import planting

        with output.step("Laying out the demo city"):
            logins = planting.plant()
    preparation.refresh_pages()
    preparation.refresh_frame()
    return logins


def _when_ready(settings: Any, logins: Sequence[tuple[str, str, str]]) -> Callable[[], bool]:
    host = "127.0.0.1" if settings.HOST in ("0.0.0.0", "::") else settings.HOST  # noqa: S104 - compared only

    def ready() -> bool:
        try:
            with closing(http.client.HTTPConnection(host, settings.PORT, timeout=1)) as asked:
                asked.request("GET", "/healthz", headers={"Host": settings.ALLOWED_HOSTS[0]})
                answers = asked.getresponse().status == http.client.OK
        except OSError:
            return False
        if answers:
            _greet(settings.SITE_URL, logins)
        return answers

    return ready


def _greet(address: str, logins: Sequence[tuple[str, str, str]]) -> None:
    output.echo()
    output.echo(f"  {'Public pages':<14}{address}/")
    output.echo(f"  {'Console':<14}{address}/console/")
    output.echo(f"  {'Interface':<14}{address}/api/v1/docs")
    output.echo(f"  {'Health':<14}{address}/healthz")
    if logins:
        output.echo()
        output.table("Demo logins", ["login", "password", "who"], logins)
    output.echo()
    output.echo("Ctrl-C stops everything.")
