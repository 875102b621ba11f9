"""Writing pages to disk, again and again, through crashes."""

import gzip
import hashlib
from datetime import datetime
from typing import Any

import pytest

from gongkai.kernel.portal import baker
from gongkai.kernel.portal.baker import WORTH_COMPRESSING, UnbakeableError, bake
from gongkai.kernel.portal.models import BakedPage, PageDependency
from gongkai.kernel.portal.pages import Page

pytestmark = pytest.mark.django_db

LONG = "政府信息公开指南".encode() * 200


def _dependencies() -> set[tuple[str, str, str]]:
    return set(PageDependency.objects.values_list("key", "source", "field"))


def test_a_key_becomes_its_files_rows_and_twins(notes: Any, now: datetime) -> None:
    notes.shown["a"] = LONG
    assert set(bake(["note:a"], now=now)) == {"note:a"}
    files = notes.files()
    assert set(files) == {"notes/a.html", "notes/a.html.gz", "notes/a.txt", "notes/a.txt.gz"}
    assert files["notes/a.html"] == gzip.decompress(files["notes/a.html.gz"]) == LONG
    assert set(BakedPage.objects.values_list("path", "key", "size")) == {
        ("/notes/a", "note:a", len(LONG)),
        ("/notes/a.txt", "note:a", len(LONG)),
    }


def test_the_digest_told_is_that_of_the_page_itself_not_of_what_goes_with_it(
    notes: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [Page("/notes/a", b"page"), Page("/notes/a.txt", b"text")]
    monkeypatch.setattr(baker, "_render", lambda keys: dict(zip(keys, (pages, ()), strict=True)))
    assert bake(["note:a", "note:gone"], now=now) == {"note:a": hashlib.sha256(b"page").hexdigest(), "note:gone": ""}


def test_the_same_content_gives_the_same_bytes_at_any_time(notes: Any, now: datetime) -> None:
    notes.shown["a"] = LONG
    bake(["note:a"], now=now)
    first = notes.files()
    for file in notes.public.rglob("*.*"):
        file.unlink()
    bake(["note:a"], now=now.replace(year=2027))
    assert notes.files() == first


def test_an_unchanged_page_is_not_written_again(notes: Any, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    notes.shown["a"] = LONG
    bake(["note:a"], now=now)
    monkeypatch.setattr(baker, "_write", lambda *_: pytest.fail("it was written again"))
    bake(["note:a"], now=now)
    assert notes.rendered == ["a", "a"]


def test_a_page_that_became_short_loses_its_twin(notes: Any, now: datetime) -> None:
    notes.shown["a"] = b"x" * WORTH_COMPRESSING
    bake(["note:a"], now=now)
    notes.shown["a"] = b"short"
    bake(["note:a"], now=now)
    assert notes.files() == {"notes/a.html": b"short", "notes/a.txt": b"short"}


def test_a_page_that_is_gone_leaves_nothing(notes: Any, now: datetime) -> None:
    notes.shown["a"], notes.depends = LONG, {"organ:1": frozenset({"name"})}
    bake(["note:a"], now=now)
    del notes.shown["a"]
    assert bake(["note:a"], now=now) == {"note:a": ""}
    assert notes.files() == {}
    assert not BakedPage.objects.exists()
    assert not _dependencies()


def test_an_address_taken_over_by_another_page_of_the_batch_stays(notes: Any, now: datetime) -> None:
    notes.shown = {"a": b"first", "b": b"second"}
    bake(["note:a"], now=now)
    notes.address = {"b": "a", "a": "elsewhere"}
    bake(["note:b", "note:a"], now=now)
    assert notes.files()["notes/a.html"] == b"second"
    assert BakedPage.objects.get(path="/notes/a").key == "note:b"
    assert BakedPage.objects.get(path="/notes/elsewhere").key == "note:a"


def test_dependencies_follow_what_the_page_shows(notes: Any, now: datetime) -> None:
    notes.shown["a"], notes.depends = b"x", {"organ:1": frozenset({"name", "leader"})}
    bake(["note:a"], now=now)
    kept = PageDependency.objects.get(field="name").pk
    notes.depends = {"organ:1": frozenset({"name"}), "organ:2": frozenset({"name"})}
    bake(["note:a"], now=now)
    assert _dependencies() == {("note:a", "organ:1", "name"), ("note:a", "organ:2", "name")}
    assert PageDependency.objects.get(source="organ:1").pk == kept


def test_an_address_that_can_have_no_file_is_refused(notes: Any, now: datetime) -> None:
    notes.shown["../../etc"] = b"x"
    with pytest.raises(UnbakeableError):
        bake(["note:../../etc"], now=now)
    assert notes.files() == {}


@pytest.mark.parametrize("survivors", [0, 1, 2, 3])
@pytest.mark.parametrize("before", [b"", LONG])
@pytest.mark.parametrize("after", [b"", LONG, LONG + b"third"])
def test_after_a_crash_at_any_file_the_next_bake_puts_everything_right(
    notes: Any, now: datetime, monkeypatch: pytest.MonkeyPatch, survivors: int, before: bytes, after: bytes
) -> None:
    """``before`` and ``after`` is what the page showed and shows next: nothing, the same, or something third."""
    if before:
        notes.shown["a"] = before
        bake(["note:a"], now=now)
    notes.shown["a"] = LONG + b"second"
    replace, left = baker._replace, [survivors]

    def replace_until_killed(*args: Any) -> None:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        replace(*args)

    with monkeypatch.context() as patch:
        patch.setattr(baker, "_replace", replace_until_killed)
        with pytest.raises(KeyboardInterrupt):
            bake(["note:a"], now=now)
    _expect_after(notes, now, after)


@pytest.mark.parametrize("before", [b"", LONG])
@pytest.mark.parametrize("after", [b"", LONG, LONG + b"third"])
def test_after_a_crash_before_the_rows_nothing_has_changed(
    notes: Any, now: datetime, monkeypatch: pytest.MonkeyPatch, before: bytes, after: bytes
) -> None:
    if before:
        notes.shown["a"] = before
        bake(["note:a"], now=now)
    stood = notes.files()
    notes.shown["a"] = LONG + b"second"

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(baker, "_note_dependencies", killed)
        with pytest.raises(KeyboardInterrupt):
            bake(["note:a"], now=now)
    assert notes.files() == stood
    _expect_after(notes, now, after)


def _expect_after(notes: Any, now: datetime, after: bytes) -> None:
    if after:
        notes.shown["a"] = after
    else:
        del notes.shown["a"]
    bake(["note:a"], now=now)
    files = notes.files()
    if not after:
        assert files == {}
        return
    assert files["notes/a.html"] == files["notes/a.txt"] == after
    assert {gzip.decompress(files[f"notes/a.{end}.gz"]) for end in ("html", "txt")} == {after}
