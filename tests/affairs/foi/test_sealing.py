"""What names people is encrypted, bound to its place, sealed anew under a new key, and erased by schedule."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from cryptography.fernet import Fernet

from affairs.foi.conftest import ID_CARD, Play, Step
from gongkai.affairs.foi.checking import differing
from gongkai.affairs.foi.models import DisclosureRequest, Sealed
from gongkai.affairs.foi.sealing import SealBrokenError, seal, senders, unseal
from gongkai.affairs.foi.selectors import request_of_applicant
from gongkai.affairs.foi.services import Receipt, archive_package, identity_read, keys_rotate
from gongkai.config import env
from gongkai.kernel.actors import SYSTEM, Actor, ForbiddenError
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.due import services as due
from gongkai.kernel.due.models import DueTime

Filed = Callable[..., Receipt]


def test_what_is_sealed_opens_in_its_own_place_alone() -> None:
    token = seal("a applicant", {"name": "林小满"})
    assert "林小满" not in token
    assert unseal("a applicant", token) == {"name": "林小满"}
    with pytest.raises(SealBrokenError, match="不属于"):
        unseal("b applicant", token)
    with pytest.raises(SealBrokenError, match="无法打开"):
        unseal("a applicant", token[:-8] + "AAAAAA==")


def test_a_new_key_seals_everything_anew_and_the_old_one_can_go(
    filed: Filed, settings: Any, officer: Actor, now: datetime
) -> None:
    one, two = filed().number, filed().number
    old, new = settings.CASE_KEYS, Fernet.generate_key().decode()
    settings.CASE_KEYS = [new, *old]
    before = senders(f"id_card:{ID_CARD}")
    assert keys_rotate(actor=SYSTEM, now=now) == Sealed.objects.count() >= 4
    settings.CASE_KEYS = [new]
    requests = DisclosureRequest.objects.filter(number__in=(one, two))
    assert {request.sender for request in requests} == {before[0]}
    assert identity_read(requests[0], actor=officer, now=now)["name"] == "林小满"
    settings.CASE_KEYS = old
    with pytest.raises(SealBrokenError):
        identity_read(requests[0], actor=officer, now=now)


def test_nobody_rotates_keys_without_the_right(officer: Actor, now: datetime, db: None) -> None:
    with pytest.raises(ForbiddenError):
        keys_rotate(actor=officer, now=now)


@pytest.mark.parametrize("value", ["short", "x" * 43 + "!", "AAAA"])
def test_a_key_that_is_none_stops_the_start(value: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_CASE_KEYS", value)
    with pytest.raises(env.BadSettingError, match="GONGKAI_CASE_KEYS"):
        env.keys("GONGKAI_CASE_KEYS", tmp_path / "keys")


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GONGKAI_CASE_KEYS", raising=False)
    kept = tmp_path / "keys"
    assert env.keys("GONGKAI_CASE_KEYS", kept) == env.keys("GONGKAI_CASE_KEYS", kept)
    assert kept.stat().st_mode & 0o777 == 0o600


def test_an_archive_lists_every_file_with_its_digest_and_is_erased_when_its_time_is_over(
    filed: Filed, play: Play, officer: Actor, now: datetime
) -> None:
    import hashlib
    import io
    import zipfile

    receipt = filed()
    told = {"code": "G", "information": "线路图", "way": "电子邮件"}
    served = {"service": "portal", "proof": "已阅读"}
    steps: tuple[Step, ...] = (
        ("confirmed", "11-02", {}),
        ("decided", "11-03", told),
        ("served", "11-04", served),
        ("archived", "11-05", {}),
    )
    request = play(receipt.number, *steps)
    package = archive_package(request, actor=officer, now=now)
    assert package == archive_package(request, actor=officer, now=now)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        lines = archive.read("contents.txt").decode().splitlines()
        listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
        assert set(archive.namelist()) == {"contents.txt", *listed}
        for name, digest in listed.items():
            assert hashlib.sha256(archive.read(name)).hexdigest() == digest
        assert "林小满" in archive.read("application.json").decode()
    assert request.erase_on == date(2037, 1, 1)
    moment = DueTime.objects.get(kind="request.erase")
    assert moment.at.astimezone(ZoneInfo("Asia/Shanghai")).date() == date(2037, 1, 1)
    due.fire(now=datetime(2037, 1, 1, 4, tzinfo=ZoneInfo("Asia/Shanghai")))
    erased = DisclosureRequest.objects.get(number=receipt.number)
    assert (erased.state, erased.wanted, erased.sender) == ("erased", "", "")
    assert not Sealed.objects.filter(request=erased).exists()
    assert request_of_applicant(receipt.number, receipt.secret) is None
    assert [e.kind for e in erased.told.all()][-1] == "erased"
    assert AuditEntry.objects.filter(action="request.erased").count() == 1


def test_rows_that_say_something_else_than_their_events_are_named(filed: Filed, play: Play) -> None:
    number = filed().number
    play(number, ("confirmed", "11-02", {}))
    assert list(differing()) == []
    DisclosureRequest.objects.filter(number=number).update(received_on=date(2026, 11, 9))
    assert list(differing()) == [number]
