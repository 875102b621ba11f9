import contextlib
from datetime import datetime

import pytest
from django.db import transaction

from gongkai.kernel.actors import SYSTEM, Actor
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.audit.services import Fact, write, write_many


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_of_a_transaction_is_refused(clerk: Actor, now: datetime) -> None:
    with pytest.raises(transaction.TransactionManagementError, match="inside the transaction"):
        write(Fact("record.drafted", "record:1"), actor=clerk, now=now)
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_undone_leaves_no_entry(clerk: Actor, now: datetime) -> None:
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        write(Fact("record.drafted", "record:1"), actor=clerk, now=now)
        raise ZeroDivisionError
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_an_entry_says_who_when_from_where_what_before_and_after(clerk: Actor, now: datetime) -> None:
    fact = Fact("record.drafted", "record:1", "yunchuan-education", {"title": "旧"}, {"title": "新"}, "更正")
    write(fact, actor=clerk, now=now)
    entry = AuditEntry.objects.get()
    assert (entry.at, entry.actor, entry.actor_label, entry.address) == (now, "test:clerk", "clerk", "127.0.0.1")
    assert (entry.action, entry.subject, entry.organ) == ("record.drafted", "record:1", "yunchuan-education")
    assert (entry.before, entry.after, entry.reason) == ({"title": "旧"}, {"title": "新"}, "更正")
    assert str(entry).endswith("clerk record.drafted record:1")


@pytest.mark.django_db
def test_the_many_changes_of_one_transaction_are_written_in_their_order(now: datetime) -> None:
    write_many([Fact("record.imported", f"record:{n}") for n in range(700)], actor=SYSTEM, now=now)
    subjects = AuditEntry.objects.order_by("id").values_list("subject", flat=True)
    assert list(subjects) == [f"record:{n}" for n in range(700)]


@pytest.mark.django_db
def test_no_fact_makes_no_entry(now: datetime) -> None:
    write(actor=SYSTEM, now=now)
    assert not AuditEntry.objects.exists()
