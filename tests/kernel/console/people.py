"""People with roles, signed in at the console."""

from django.test import Client
from django.utils import timezone

from gongkai.kernel.accounts.middleware import BEGUN, SEEN
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.accounts.services import memberships_grant, person_create
from gongkai.kernel.actors import SYSTEM, Role


def signed_in(login: str, *roles: Role, organ: str = "yunchuan") -> Client:
    """A browser of a new person with these roles."""
    now = timezone.now()
    person = person_create(login=login, name=f"{login}的姓名", password="a long pass phrase", actor=SYSTEM, now=now)
    memberships_grant(person=person, organ=organ, roles=roles, actor=SYSTEM, now=now)
    client = Client()
    client.force_login(Person.objects.get(pk=person.pk))
    session = client.session
    session[BEGUN] = session[SEEN] = now.timestamp() + 1
    session.save()
    return client
