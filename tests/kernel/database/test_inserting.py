"""Rows without an object for each: as they would have been with one."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError
from pytest_django import DjangoAssertNumQueries

from gongkai.kernel.database.inserting import ROWS_AT_ONCE, insert_rows, moment
from gongkai.kernel.events.models import Receipt

pytestmark = pytest.mark.django_db

COLUMNS = ("consumer", "subject", "seq", "gone", "detail", "at")
ONCE = ("subject", "consumer")


def held() -> list[tuple[str, int, bool, str, datetime]]:
    return list(Receipt.objects.order_by("subject").values_list("subject", "seq", "gone", "detail", "at"))


def test_rows_stand_as_they_were_given(now: datetime) -> None:
    rows = [("page", f"s{n}", n, n == 2, "'; DROP", moment(now)) for n in (1, 2)]
    insert_rows(Receipt, COLUMNS, rows)
    assert held() == [("s1", 1, False, "'; DROP", now), ("s2", 2, True, "'; DROP", now)]


def test_a_hundred_rows_take_one_question(now: datetime, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    count = 2 * ROWS_AT_ONCE + 1
    with django_assert_num_queries(3):
        insert_rows(Receipt, COLUMNS, (("page", f"s{n:03}", n, False, "", moment(now)) for n in range(count)))
    assert [seq for _subject, seq, *_rest in held()] == list(range(count))


def test_a_row_that_is_there_is_refused_or_takes_the_new_values(now: datetime) -> None:
    later = now + timedelta(hours=1)
    insert_rows(Receipt, COLUMNS, [("page", "s1", 1, False, "", moment(now))])
    insert_rows(Receipt, COLUMNS, [("page", "s1", 2, True, "new", moment(later))], once=ONCE)
    assert held() == [("s1", 2, True, "new", later)]
    with pytest.raises(IntegrityError):
        insert_rows(Receipt, COLUMNS, [("page", "s1", 3, False, "", moment(now))])


def test_no_rows_are_no_question(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        insert_rows(Receipt, COLUMNS, [])
