"""Tests that really commit start from empty tables, append-only ones too."""

from datetime import datetime

import pytest
from django.db import DatabaseError, transaction

from gongkai.kernel.actors import SYSTEM
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.audit.services import Fact, write


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_rows_committed_by_one_test_are_gone_in_the_next_and_still_cannot_be_deleted(turn: str, now: datetime) -> None:
    assert not AuditEntry.objects.exists()
    with transaction.atomic():
        write(Fact("trial.made", turn), actor=SYSTEM, now=now)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.all().delete()
