"""Browsers of the people who handle requests; for the pages, too, it is ``now``."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from affairs.foi.conftest import EDUCATION
from gongkai.backbone.organs.models import Organ
from gongkai.kernel.accounts.middleware import BEGUN, SEEN
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.accounts.services import actor_id, memberships_grant, person_create
from gongkai.kernel.actors import SYSTEM, Role

SignIn = Callable[..., Client]


@pytest.fixture
def sign_in(education: Organ, now: datetime, monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """Sign someone in with these roles in an organ, under the name of the first role."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    def run(*roles: Role, organ: str = EDUCATION, login: str = "") -> Client:
        name = login or f"{roles[0]}@{organ}"
        person = person_create(login=name, name=name, password="a long pass phrase", actor=SYSTEM, now=now)
        memberships_grant(person=person, organ=organ, roles=roles, actor=SYSTEM, now=now)
        client = Client()
        client.force_login(Person.objects.get(pk=person.pk))
        session = client.session
        session[BEGUN] = session[SEEN] = now.timestamp() + 1
        session.save()
        return client

    return run


def id_of(login: str) -> str:
    """The id under which this person acts."""
    return actor_id(Person.objects.get(login=login))
