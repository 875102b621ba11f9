"""The patrol finds what the file system lost, changed or was given."""

from datetime import datetime
from typing import Any

import pytest

from gongkai.kernel.portal import baker, stale
from gongkai.kernel.portal.patrol import Finding, patrol
from gongkai.kernel.worker import Lane

pytestmark = pytest.mark.django_db

LONG = "政府信息公开指南".encode() * 200
DAMAGES = {
    "missing": ("notes/a.html", None),
    "changed": ("notes/a.html", b"forged"),
    "missing twin": ("notes/a.html.gz", None),
    "changed twin": ("notes/a.html.gz", b"no gzip at all"),
}


@pytest.fixture
def baked(notes: Any, now: datetime) -> Any:
    notes.shown["a"] = LONG
    baker.bake(["note:a"], now=now)
    return notes


def test_a_sound_directory_has_no_findings(baked: Any) -> None:
    assert list(patrol(repair=False)) == []


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_found_and_repaired_by_the_next_bake(baked: Any, now: datetime, damage: str) -> None:
    sound = baked.files()
    name, body = DAMAGES[damage]
    if body is None:
        (baked.public / name).unlink()
    else:
        (baked.public / name).write_bytes(body)
    wanted = [Finding("/notes/a", damage.removesuffix(" twin"))]
    assert list(patrol(repair=False)) == wanted
    assert list(patrol(repair=True)) == wanted
    assert stale.bake_some(Lane.BULK, now=now)
    assert baked.files() == sound
    assert list(patrol(repair=False)) == []


@pytest.mark.parametrize("name", ["notes/strange.html", "notes/a.txt.html", "notes/.a.html.4711", "x.php"])
def test_a_file_nobody_baked_is_found_and_removed(baked: Any, name: str) -> None:
    sound = baked.files()
    (baked.public / name).write_bytes(b"strange")
    assert list(patrol(repair=False)) == [Finding(name, "unexpected")]
    assert baked.files() != sound
    assert list(patrol(repair=True)) == [Finding(name, "unexpected")]
    assert baked.files() == sound


def test_a_link_out_of_the_directory_is_removed_and_what_it_points_to_stays(baked: Any) -> None:
    outside = baked.public.parent / "outside.txt"
    outside.write_bytes(b"mine")
    (baked.public / "linked.txt").symlink_to(outside)
    assert list(patrol(repair=True)) == [Finding("linked.txt", "unexpected")]
    assert outside.read_bytes() == b"mine"
    assert not (baked.public / "linked.txt").is_symlink()
