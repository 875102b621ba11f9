"""``gongkai ingest`` from the file to the page, with its answers and its exit status."""

import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from typer.testing import CliRunner

from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records.models import Edition, Record, Relation
from gongkai.backbone.search.engine import Query
from gongkai.backbone.search.engines import configured
from gongkai.config.cli import application
from gongkai.kernel.audit.models import AuditEntry
from gongkai.kernel.events.models import Event
from gongkai.kernel.files.models import StoredFile
from support.require import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public")]

WorkOff = Callable[..., list[str]]
KEYS = {
    "path", "ok", "index_number", "url", "title", "document_number", "issuer", "kind", "dated_on", "printed_on",
    "addressees", "copies", "attachments", "files", "outline", "evidence",
}  # fmt: skip
NOTICE = "关于做好冬季供暖工作的通知\n\n各区人民政府：\n\n一、提前检修管网。\n\n云川市人民政府\n2020年11月2日\n"


def ingest(*words: str | Path, status: int = 0) -> list[dict[str, Any]]:
    """What ``gongkai ingest --json`` answers, line by line."""
    result = CliRunner().invoke(application(), ["ingest", *map(str, words), "--json"])
    assert result.exit_code == status, result.output
    return [json.loads(line) for line in result.stdout.splitlines()] if status < 2 else []


def write(folder: Path, name: str, text: str = NOTICE) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return folder / name


def counts() -> dict[str, int]:
    models: tuple[Any, ...] = (Record, Edition, Relation, StoredFile, Event, AuditEntry)
    return {model.__name__: model.objects.count() for model in models}


def test_the_key_points_come_out_complete_published_and_findable(
    city: Organ, work_off: WorkOff, client: Client, public: Path
) -> None:
    file = shared("inputs/keypoints-2020.txt")
    (answer,) = ingest(file, "--publish")
    assert set(answer) >= KEYS
    assert (answer["ok"], answer["document_number"], answer["kind"]) == (True, "宁政办发〔2020〕38号", "通知")
    assert (answer["dated_on"], answer["printed_on"]) == ("2020-08-25", "2020-08-26")
    levels = [entry["level"] for entry in answer["outline"]]
    assert (levels.count(1), levels.count(2)) == (4, 16)
    assert all(set(entry) == {"level", "number", "title"} for entry in answer["outline"])
    assert answer["copies"]
    for name in ("title", "document_number", "issuer", "dated_on", "printed_on", "copies", "kind", "organ"):
        assert 0 < answer["evidence"][name]["confidence"] <= 100, name
    path = answer["url"].removeprefix("http://testserver")
    assert client.get(path).status_code == 200
    work_off()
    assert (public / f"{path[1:]}.html").exists()
    for name in (
        "lists/all.html",
        "lists/all/feed.atom",
        "lists/all/feed.json",
        "sitemaps/1.xml",
        "lists/year/2020.html",
    ):
        assert answer["index_number"] in (public / name).read_text("utf-8"), name
    assert [hit.index_number for hit in configured().search(Query(text="宁政办发〔2020〕38号")).hits] == [
        answer["index_number"]
    ]


def test_the_same_file_again_is_recognised(city: Organ, tmp_path: Path) -> None:
    file = write(tmp_path, "notice.txt")
    (first,) = ingest(file, "--publish")
    before = counts()
    (second,) = ingest(write(tmp_path / "elsewhere", "renamed.txt"), "--publish")
    assert (first["fresh"], second["fresh"]) == (True, False)
    assert second["index_number"] == first["index_number"]
    assert counts() == before


def test_a_file_taken_in_as_a_draft_is_published_when_it_comes_again_with_publish(city: Organ, tmp_path: Path) -> None:
    file = write(tmp_path, "notice.txt")
    (first,) = ingest(file)
    assert (first["published"], first["url"]) == (False, None)
    (second,) = ingest(file, "--publish")
    assert (second["published"], second["fresh"]) == (True, False)
    assert second["url"] == f"http://testserver/info/{first['index_number']}"


def test_another_organ_holds_the_same_file_as_its_own(city: Organ, education: Organ, tmp_path: Path) -> None:
    file = write(tmp_path, "notice.txt")
    numbers = {ingest(file, "--organ", code)[0]["index_number"] for code in (city.code, education.code)}
    assert len(numbers) == 2


def test_the_organ_is_found_in_the_text_by_any_of_its_names(city: Organ, education: Organ, tmp_path: Path) -> None:
    (answer,) = ingest(write(tmp_path, "a.txt", NOTICE.replace("云川市人民政府\n", "云川市教育局\n")))
    assert answer["index_number"].startswith(education.index_prefix)
    assert answer["evidence"]["organ"]["confidence"] == 95
    (answer,) = ingest(write(tmp_path, "b.txt", "关于停水的通告\n\n明日停水。\n"))
    assert answer["index_number"].startswith(city.index_prefix)
    assert answer["evidence"]["organ"]["confidence"] == 20


def test_a_folder_is_walked_through_in_order(city: Organ, tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.txt", "3.txt"):
        write((tmp_path / "in" / name).parent, Path(name).name, NOTICE.replace("冬季", name[0]))
    answers = ingest(tmp_path / "in", "--publish")
    assert [Path(a["path"]).name for a in answers] == ["3.txt", "1.txt", "2.txt"]
    assert [a["index_number"][-5:] for a in answers] == ["00001", "00002", "00003"]


def _bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"0" * (60 * 1024 * 1024))
    return path


def _entities(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        evil = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document>&x;</w:document>'
        package.writestr("word/document.xml", evil)
    return path


def hostile(folder: Path) -> list[Path]:
    """One of each that must not get in."""
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.txt").write_bytes("\n \u3000\n".encode())
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "encoding.txt").write_bytes(b"\xff\xfe\xfd" * 99 + b"\x80\x81")
    (folder / "cut.docx").write_bytes(b"PK\x03\x04" + b"\x00" * 40)
    (folder / "secret.txt").write_text("机密★1年\n\n" + NOTICE, "utf-8")
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    _bomb(folder / "bomb.docx")
    _entities(folder / "entities.docx")
    return sorted(folder.iterdir())


def test_each_hostile_file_gets_a_clear_error_and_leaves_nothing(city: Organ, tmp_path: Path) -> None:
    before = counts()
    files = hostile(tmp_path / "in")
    answers = ingest(tmp_path / "in", "--publish", status=1)
    assert [answer["path"] for answer in answers] == [str(file) for file in files]
    for answer in answers:
        assert set(answer) == {"path", "ok", "error"}
        assert set(answer["error"]) == {"code", "message"}
        assert answer["error"]["message"].strip()
        assert answer["ok"] is False
    assert counts() == before


def test_good_files_go_in_beside_bad_ones_and_the_status_tells(city: Organ, tmp_path: Path) -> None:
    good, bad = write(tmp_path, "good.txt"), write(tmp_path, "bad.txt", "")
    first, second, third = ingest(bad, good, tmp_path / "missing.txt", "--publish", status=1)
    assert (first["ok"], second["ok"], third["ok"]) == (False, True, False)
    assert Record.objects.get().index_number == second["index_number"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("title.txt", "关于" + "很长" * 400 + "的通知\n\n正文。\n"),
        ("number.txt", "云政发〔2026〕1号" + "长" * 90 + "\n\n关于供暖的通知\n\n正文。\n"),
        ("issuer.txt", "长" * 350 + "文件\n\n云政发〔2026〕1号\n\n关于供暖的通知\n\n正文。\n"),
        ("nul.txt", "关于供暖\x00的通知\n\n正\x00文。\n"),
        ("control.txt", "关于供暖\x08\x1b的通知\n\n正\x0c文。\n"),
        ("lines.txt", "\n".join("行" for _ in range(20_000))),
        ("标题《《》》.txt", "关于废止《" * 500),
        ("x" * 200 + ".txt", NOTICE),
    ],
)
def test_odd_texts_go_in_or_are_refused_in_words(city: Organ, tmp_path: Path, name: str, text: str) -> None:
    result = CliRunner().invoke(application(), ["ingest", str(write(tmp_path, name, text)), "--publish", "--json"])
    (line,) = result.stdout.splitlines()
    answer = json.loads(line)
    assert result.exit_code == (0 if answer["ok"] else 1)
    assert Record.objects.count() == (1 if answer["ok"] else 0)
    assert answer["ok"] or answer["error"]["message"]


def test_what_may_not_be_published_does_not_stay_as_a_draft(city: Organ, tmp_path: Path, now: datetime) -> None:
    """All or nothing: with ``--publish`` a file that cannot be published is not taken in."""
    later = write(tmp_path, "later.txt", NOTICE.replace("2020年11月2日", "2096年11月2日"))
    before = counts()
    (answer,) = ingest(later, "--publish", status=1)
    assert answer["error"]["code"] == "not_publishable"
    assert counts() == before


@pytest.mark.parametrize("words", [(), ("--organ",), ("--no-such-option", "x.txt")])
def test_wrong_usage_is_status_2(city: Organ, words: tuple[str, ...]) -> None:
    ingest(*words, status=2)


def test_an_empty_folder_is_wrong_usage(city: Organ, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    ingest(tmp_path / "nothing", status=2)


def test_without_an_organ_it_says_what_to_do(db: None, tmp_path: Path) -> None:
    (answer,) = ingest(write(tmp_path, "notice.txt"), status=1)
    assert answer["error"]["code"] == "no_organ"
    (answer,) = ingest(write(tmp_path, "notice.txt"), "--organ", "nobody", status=1)
    assert answer["error"]["code"] == "organ_missing"


def test_the_attachments_a_document_names_are_told_and_the_files_kept_beside(tmp_path: Path, city: Organ) -> None:
    named = NOTICE.replace("云川市人民政府\n2020", "附件：1. 检修计划表\n2. 联系方式\n\n云川市人民政府\n2020")
    (answer,) = ingest(write(tmp_path, "notice.txt", named))
    assert answer["attachments"] == ["检修计划表", "联系方式"]
    assert [file["name"] for file in answer["files"]] == ["notice.txt"]
