"""Files of a case are encrypted, bound to their place, and gone when they are forgotten."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import transaction

from gongkai.affairs.foi import vault
from gongkai.affairs.foi.models import DisclosureRequest, Sealed
from gongkai.affairs.foi.sealing import SealBrokenError
from gongkai.affairs.foi.services import Receipt, keys_rotate
from gongkai.affairs.foi.vault import Kept
from gongkai.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)
FILE = Kept("审批表.pdf", "application/pdf", "林小满的审批表".encode() * 100)


@pytest.fixture
def stored(tmp_path: Path, settings: Any) -> Path:
    settings.STORAGE_URL = f"file://{tmp_path}/stored"
    return tmp_path / "stored"


@pytest.fixture
def request_(filed: Callable[..., Receipt], stored: Path) -> DisclosureRequest:
    return DisclosureRequest.objects.get(number=filed().number)


def files(stored: Path) -> list[bytes]:
    return [path.read_bytes() for path in stored.rglob("*") if path.is_file()]


def test_a_file_is_read_as_it_was_kept_and_its_bytes_tell_nothing(request_: DisclosureRequest, stored: Path) -> None:
    vault.keep(request_, "a", FILE)
    assert vault.read(request_, "a") == FILE
    assert vault.name_of(request_, "a") == "审批表.pdf"
    (held,) = files(stored)
    assert "林小满".encode() not in held
    assert "审批表" not in Sealed.objects.get(slot="a").token


def test_the_same_file_twice_is_not_the_same_bytes(request_: DisclosureRequest, stored: Path) -> None:
    vault.keep(request_, "a", FILE)
    vault.keep(request_, "b", FILE)
    one, two = files(stored)
    assert one != two


def test_a_file_opens_in_its_own_place_alone(request_: DisclosureRequest, filed: Callable[..., Receipt]) -> None:
    vault.keep(request_, "a", FILE)
    other = DisclosureRequest.objects.get(number=filed().number)
    Sealed.objects.filter(slot="a").update(request=other)
    with pytest.raises(SealBrokenError):
        vault.read(other, "a")


def test_bytes_that_were_changed_do_not_open(request_: DisclosureRequest, stored: Path) -> None:
    vault.keep(request_, "a", FILE)
    (path,) = [path for path in stored.rglob("*") if path.is_file()]
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(SealBrokenError):
        vault.read(request_, "a")


def test_what_is_forgotten_is_gone_with_its_bytes(request_: DisclosureRequest, stored: Path) -> None:
    vault.keep(request_, "a", FILE)
    vault.keep(request_, "b", FILE)
    vault.forget(request_, "a")
    assert (vault.read(request_, "a"), vault.read(request_, "b")) == (None, FILE)
    assert len(files(stored)) == 1
    vault.forget(request_)
    assert files(stored) == []


def test_what_a_broken_off_transaction_forgot_is_still_there(request_: DisclosureRequest, stored: Path) -> None:
    vault.keep(request_, "a", FILE)
    with transaction.atomic():
        vault.forget(request_, "a")
        transaction.set_rollback(True)
    assert vault.read(request_, "a") == FILE


def test_another_file_in_the_slot_takes_its_place(request_: DisclosureRequest, stored: Path) -> None:
    vault.keep(request_, "a", FILE)
    vault.keep(request_, "a", Kept("b.pdf", "application/pdf", b"b"))
    assert vault.name_of(request_, "a") == "b.pdf"
    assert len(files(stored)) == 1


def test_a_new_key_of_the_city_opens_files_and_leaves_their_bytes(
    request_: DisclosureRequest, stored: Path, settings: Any, now: Any
) -> None:
    vault.keep(request_, "a", FILE)
    before, old, new = files(stored), settings.CASE_KEYS, Fernet.generate_key().decode()
    settings.CASE_KEYS = [new, *old]
    keys_rotate(actor=SYSTEM, now=now)
    settings.CASE_KEYS = [new]
    assert vault.read(request_, "a") == FILE
    assert files(stored) == before
