"""A person who signs in."""

from datetime import datetime

import pytest

from gongkai.kernel.accounts.models import Person
from gongkai.kernel.accounts.services import person_create
from gongkai.kernel.actors import SYSTEM

PASSWORD = "a long enough pass phrase"


@pytest.fixture
def person(db: None, now: datetime) -> Person:
    return person_create(login="liu", name="刘", password=PASSWORD, actor=SYSTEM, now=now)
