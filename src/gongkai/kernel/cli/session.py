"""What a command needs to begin: the platform set up, who acts, and the time."""

import getpass
from collections.abc import Callable
from datetime import datetime

from gongkai.kernel.actors import Actor

ALONE = "works_alone"


def alone(command: Callable[..., None]) -> Callable[..., None]:
    """Mark a command that needs neither platform nor database, so that nothing is set up before it runs."""
    setattr(command, ALONE, True)
    return command


def start() -> None:
    """Set Django up, once."""
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


def actor() -> Actor:
    """The person of the operating system at the command line; who may open the data may do everything."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "unknown"
    return Actor(id=f"cli:{user}"[:80], label=f"{user} (command line)"[:120], is_system=True)


def now() -> datetime:
    """The time of this command; read once, where it begins."""
    from django.utils import timezone

    return timezone.now()
