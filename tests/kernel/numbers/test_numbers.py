"""Numbers without gaps: alone, undone, and many at once."""

import contextlib

import pytest
from django.db import DatabaseError, transaction

from gongkai.kernel.numbers.models import Counter
from gongkai.kernel.numbers.selectors import last
from gongkai.kernel.numbers.services import issue
from support.programs import Programs


@pytest.mark.django_db
def test_a_series_begins_with_one_and_goes_on_where_it_stopped() -> None:
    assert last("index:a:2026") == 0
    assert list(issue("index:a:2026")) == [1]
    assert list(issue("index:a:2026", 3)) == [2, 3, 4]
    assert last("index:a:2026") == 4
    assert str(Counter.objects.get()) == "index:a:2026 4"


@pytest.mark.django_db
def test_series_do_not_know_of_each_other() -> None:
    issue("index:a:2026", 5)
    assert list(issue("index:b:2026")) == [1]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, -1])
def test_no_number_is_taken_back(count: int) -> None:
    issue("index:a:2026", 5)
    with pytest.raises(ValueError, match="at least one"):
        issue("index:a:2026", count)
    assert last("index:a:2026") == 5


@pytest.mark.django_db(transaction=True)
def test_a_number_outside_of_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError, match="inside a transaction"):
        issue("index:a:2026")
    assert last("index:a:2026") == 0


@pytest.mark.django_db(transaction=True)
def test_a_transaction_undone_leaves_no_gap() -> None:
    with transaction.atomic():
        issue("index:a:2026", 2)
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        issue("index:a:2026", 7)
        raise ZeroDivisionError
    with transaction.atomic():
        assert list(issue("index:a:2026")) == [3]


@pytest.mark.django_db
def test_a_part_of_a_transaction_undone_leaves_no_gap_either() -> None:
    issue("index:a:2026")
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        issue("index:a:2026", 7)
        raise ZeroDivisionError
    assert list(issue("index:a:2026")) == [2]


@pytest.mark.django_db
def test_the_database_refuses_a_counter_below_zero() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Counter.objects.create(name="index:a:2026", value=-1)


def test_four_programs_at_once_get_each_number_once_and_leave_no_gap(programs: Programs) -> None:
    taken = programs.run(
        """
        import random
        from gongkai.kernel.numbers.services import issue
        chance, taken = random.Random(me), []
        ready()
        for turn in range(60):
            try:
                with transaction.atomic():
                    numbers = list(issue("index:a:2026", chance.randint(1, 3)))
                    if chance.random() < 0.3:
                        raise ZeroDivisionError
                taken += numbers
            except ZeroDivisionError:
                pass
        print(json.dumps(taken))
        """,
        count=4,
    )
    assert all(len(numbers) > 60 for numbers in taken)
    everything = sorted(number for numbers in taken for number in numbers)
    assert everything == list(range(1, len(everything) + 1))
