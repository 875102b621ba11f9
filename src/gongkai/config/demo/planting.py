"""Laying out the demo city: its organs and people, and the documents of the small one."""

import ipaddress
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.utils import timezone

from gongkai.backbone.organs import selectors as organs
from gongkai.backbone.organs.services import Contact, organ_create
from gongkai.backbone.records import services as records
from gongkai.backbone.records.services.ingesting import ingest
from gongkai.backbone.structure.services.columns import Shape, column_create
from gongkai.config.demo import growing, requesting
from gongkai.config.demo.wording import words
from gongkai.kernel.accounts import services as accounts
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.actors import SYSTEM, Role

DOCUMENTS = Path(__file__).parent / "documents"
# Known to everyone who reads this: given only where nobody else can reach the platform.
_KNOWN_PASSWORD = "云川-demo-2026"  # noqa: S105
_CONTACT_FIELDS = frozenset(Contact.__dataclass_fields__)

Login = tuple[str, str, str]


def plant() -> Sequence[Login]:
    """Create the demo city if nothing was entered yet; answers its logins with their passwords.

    All of it or nothing: interrupted half way, the next start begins anew. Passwords that were changed, or made
    at random at an earlier start, are not known any more and are left out. The documents of the large city are
    left to ``growing``.
    """
    city, more = words("city"), words("organs")
    staff = [*city["people"], *(more["people"] if settings.DEMO != "small" else ())]
    if organs.root() is not None or Person.objects.exists():
        return _known_logins(staff)
    password, now = _password(), timezone.now()
    with transaction.atomic():
        _organs(city["organs"], now)
        _people(city["people"], password, now)
        _columns(city["columns"], now)
        if settings.DEMO == "small":
            _small(city, now)
        else:
            _organs(more["organs"], now)
            _teams(more, password, now)
            growing.begin(timezone.localdate(now))
        requesting.request_all(now)
    return [(person["login"], password, person["name"]) for person in staff]


def _small(city: Mapping[str, Any], now: datetime) -> None:
    numbers = _documents(city["documents"], now)
    withdrawal = city["withdrawal"]
    records.withdraw(
        numbers[withdrawal["file"]],
        form=withdrawal["form"],
        reason=withdrawal["reason"],
        actor=SYSTEM,
        now=now,
    )


def _password() -> str:
    """The known one where only this machine can ask, else one made for this platform.

    A site that listens here may still be reached from elsewhere, through a web server in front.
    """
    hosts = (settings.HOST, urlsplit(settings.SITE_URL).hostname or "")
    alone = all(map(_is_here, hosts)) and not settings.TRUSTED_PROXIES
    return _KNOWN_PASSWORD if alone else secrets.token_urlsafe(12)


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _known_logins(people: Sequence[Mapping[str, str]]) -> list[Login]:
    held = {person.login: person for person in Person.objects.filter(is_active=True)}
    first = held.get(people[0]["login"])
    if first is None or not check_password(_KNOWN_PASSWORD, first.password):
        return []
    return [(person["login"], _KNOWN_PASSWORD, person["name"]) for person in people if person["login"] in held]


def _organs(rows: Sequence[Mapping[str, Any]], now: datetime) -> None:
    for row in rows:
        contact = Contact(**{name: value for name, value in row.items() if name in _CONTACT_FIELDS})
        fields = {name: value for name, value in row.items() if name not in _CONTACT_FIELDS}
        organ_create(**fields, contact=contact, actor=SYSTEM, now=now)


def _people(rows: Sequence[Mapping[str, str]], password: str, now: datetime) -> None:
    for row in rows:
        person = accounts.person_create(login=row["login"], name=row["name"], password=password, actor=SYSTEM, now=now)
        accounts.memberships_grant(person=person, organ=row["organ"], roles=[Role(row["role"])], actor=SYSTEM, now=now)


def _teams(more: Mapping[str, Any], password: str, now: datetime) -> None:
    """People of the larger city: each has one role in several organs."""
    for row in more["people"]:
        person = accounts.person_create(login=row["login"], name=row["name"], password=password, actor=SYSTEM, now=now)
        for organ in more["teams"]["2"]:
            accounts.memberships_grant(person=person, organ=organ, roles=[Role(row["role"])], actor=SYSTEM, now=now)


def _columns(rows: Sequence[Mapping[str, Any]], now: datetime) -> None:
    for row in rows:
        shape = Shape(**{name: value for name, value in row.items() if name != "code"})
        column_create(code=row["code"], shape=shape, actor=SYSTEM, now=now)


def _documents(rows: Sequence[Mapping[str, Any]], now: datetime) -> dict[str, str]:
    """Take the documents in as ``gongkai ingest`` does; answers the index number of each file."""
    numbers = {}
    for row in rows:
        path = DOCUMENTS / row["file"]
        done = ingest(path, organ_code=row["organ"], publish_now=not row.get("draft", False), actor=SYSTEM, now=now)
        numbers[row["file"]] = done.record.index_number
    return numbers
