"""Old office files, which another program converts."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from gongkai.foundations import texts
from gongkai.foundations.texts import setting
from gongkai.foundations.texts.formats import legacy
from support.papers import notice

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def _ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + b"\x00" * 64


@pytest.fixture
def converter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in the place of LibreOffice that takes the same words and brings a file made before."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "soffice"
    (folder / "made.docx").write_bytes(setting.to_docx(notice(1)))
    program.write_text(
        '#!/bin/sh\n[ "$2 $3 $4 $6" = "--headless --norestore --convert-to --outdir" ] || exit 9\n'
        'mkdir -p "$7" && cp "$(dirname "$0")/made.$5" "$7/in.$5"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


def test_without_the_converter_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(texts.UnreadableFileError, match="LibreOffice") as error:
        texts.read(_ole("WordDocument"))
    assert error.value.code == "converter_missing"


@pytest.mark.parametrize(
    ("stream", "code"), [("EncryptedPackage", "encrypted_file"), ("PowerPoint Document", "unsupported_type")]
)
def test_what_no_converter_can_help_is_refused_at_once(stream: str, code: str) -> None:
    with pytest.raises(texts.UnreadableFileError) as error:
        texts.read(_ole(stream))
    assert error.value.code == code


@pytest.mark.parametrize("content", [_ole("WordDocument"), b"{\\rtf1 x}"])
def test_what_the_converter_made_is_read(content: bytes, converter: Path) -> None:
    assert texts.read(content).blocks == notice(1).blocks


def test_a_converter_that_brings_nothing_means_a_broken_file(converter: Path) -> None:
    (converter / "made.docx").unlink()
    with pytest.raises(texts.UnreadableFileError) as error:
        texts.read(_ole("WordDocument"))
    assert error.value.code == "broken_file"


def test_a_converter_that_hangs_is_ended_with_all_it_started(converter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy, "_SECONDS", 0.2)
    child = converter / "child"
    (converter / "soffice").write_text(f'#!/bin/sh\nsleep 60 & echo $! > "{child}"; wait\n')
    with pytest.raises(texts.UnreadableFileError) as error:
        texts.read(_ole("WordDocument"))
    assert error.value.code == "broken_file"
    state = Path(f"/proc/{child.read_text().strip()}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"


def test_a_converter_that_fails_means_a_broken_file(converter: Path) -> None:
    (converter / "soffice").write_text("#!/bin/sh\nexit 3\n")
    with pytest.raises(texts.UnreadableFileError) as error:
        texts.read(_ole("WordDocument"))
    assert error.value.code == "broken_file"


@pytest.mark.slow
def test_a_real_old_document_is_read(tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("only on machines with LibreOffice (on Debian: apt install libreoffice-writer-nogui)")
    source = tmp_path / "a.docx"
    source.write_bytes(setting.to_docx(notice(1)))
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "doc", "--outdir", tmp_path, source], check=True, timeout=90
    )
    assert texts.to_text(texts.read(tmp_path / "a.doc")) == texts.to_text(notice(1))
