"""Signing people in at the console, and the addresses of a record's pages."""

from collections.abc import Callable

from django.test import Client
from django.utils import timezone

from gongkai.backbone.records.models import Record
from gongkai.kernel.accounts.middleware import BEGUN, SEEN
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.accounts.services import memberships_grant, person_create
from gongkai.kernel.actors import SYSTEM, Role

EDUCATION = "yunchuan-education"
REVIEWERS = (
    ("office", Role.REVIEWER),
    ("legality", Role.LEGALITY_REVIEWER),
    ("secrecy", Role.SECRECY_REVIEWER),
    ("sign_off", Role.APPROVER),
)
Enter = Callable[..., Client]


def signed_in(login: str, *roles: Role, organ: str = EDUCATION) -> Client:
    """A browser of a new person with these roles."""
    now = timezone.now()
    person = person_create(login=login, name=login, password="a long pass phrase", actor=SYSTEM, now=now)
    memberships_grant(person=person, organ=organ, roles=roles, actor=SYSTEM, now=now)
    client = Client()
    client.force_login(Person.objects.get(pk=person.pk))
    session = client.session
    session[BEGUN] = session[SEEN] = now.timestamp() + 1
    session.save()
    return client


def at(record: Record, what: str = "") -> str:
    """The address of a page of the record."""
    return f"/console/records/{record.index_number}{what}"
