"""The first installation: what ``make run`` does before anything of ours can run."""

import json
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any
from venv import EnvBuilder

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The installing script, at work on a folder of its own, with pip replaced by a note of its calls."""
    spec = spec_from_file_location("install", ROOT / "scripts/install.py")
    assert spec is not None
    assert spec.loader is not None
    script: Any = module_from_spec(spec)
    spec.loader.exec_module(script)
    (tmp_path / "requirements").mkdir()
    for what in ("run", "dev"):
        (tmp_path / "requirements" / f"{what}.txt").write_text(f"{what}==1\n")
    places = {"ROOT": tmp_path, "VENV": tmp_path / ".venv", "PYTHON": tmp_path / ".venv/bin/python"}
    places |= {"STAMP": tmp_path / ".venv/installed.json", "COMMAND": tmp_path / ".venv/bin/gongkai"}
    for name, place in places.items():
        monkeypatch.setattr(script, name, place)
    # Without pip an environment is made in a tenth of the time; nothing is installed here anyway.
    bare = EnvBuilder(symlinks=True, clear=True)
    monkeypatch.setattr(script.venv, "create", lambda place, **_: bare.create(place))
    monkeypatch.setattr(script, "works", script.PYTHON.exists)
    script.calls = []
    monkeypatch.setattr(script, "pip_install", script.calls.append)
    return script


def _run(script: Any, what: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["install.py", what])
    return int(script.main())


def test_a_second_run_does_nothing(install: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [_run(install, "run", monkeypatch), _run(install, "run", monkeypatch)] == [0, 0]
    assert install.calls == ["run"]


def test_what_the_tests_need_holds_what_the_platform_needs(install: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _run(install, "dev", monkeypatch)
    _run(install, "run", monkeypatch)
    assert install.calls == ["dev"]


def test_a_changed_lock_is_installed(install: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _run(install, "run", monkeypatch)
    install.lock("run").write_text("run==2\n")
    _run(install, "run", monkeypatch)
    assert install.calls == ["run", "run"]


def test_an_interrupted_installation_is_taken_up_again(install: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_what: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(install, "pip_install", interrupted)
    with pytest.raises(KeyboardInterrupt):
        _run(install, "run", monkeypatch)
    monkeypatch.setattr(install, "pip_install", install.calls.append)
    install.PYTHON.unlink()
    assert _run(install, "run", monkeypatch) == 0
    assert install.calls == ["run"]
    assert set(json.loads(install.STAMP.read_text())) == {"run", "python"}


def test_the_command_runs_the_package_where_it_is(install: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _run(install, "run", monkeypatch)
    package = install.ROOT / "src" / "gongkai"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text("import sys; print('here', *sys.argv[1:])")
    said = subprocess.run([install.COMMAND, "a b"], capture_output=True, text=True, check=True)
    assert said.stdout == "here a b\n"


def test_without_a_python_that_will_do_one_line_says_what_is_needed(tmp_path: Path) -> None:
    for name in ("python3.11", "python3.12", "python3.13", "python3", "python"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / name).chmod(0o755)
    ended = subprocess.run(
        [ROOT / "scripts/bootstrap", "run"],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "Python 3.11" in ended.stderr
