"""A person and a browser that checks forged requests, as real ones do."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.kernel.accounts.models import Person
from gongkai.kernel.accounts.services import person_create
from gongkai.kernel.actors import SYSTEM

PASSWORD = "a long enough pass phrase"


@pytest.fixture
def person(db: None) -> Person:
    return person_create(
        login="liu", name="刘", password=PASSWORD, actor=SYSTEM, now=timezone.now() - timedelta(days=1)
    )


@pytest.fixture
def inside(person: Person, client: Client) -> Client:
    """The client of someone who signed in."""
    answer = client.post("/console/login", {"login": "liu", "password": PASSWORD})
    assert answer.status_code == 302
    return client
