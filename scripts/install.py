"""Install what is locked into .venv, with progress; a second run sees that nothing is to be done.

The stamp with the digest of the lock is written last: an installation that was interrupted is taken up again.
"""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
COMMAND = VENV / "bin" / "gongkai"
# What the tests need holds all that the platform needs, in the same versions.
HOLDS = {"run": ("run",), "dev": ("run", "dev")}


def main() -> int:
    what = sys.argv[1] if len(sys.argv) > 1 else "run"
    if what not in HOLDS:
        print(f"usage: {sys.argv[0]} run|dev", file=sys.stderr)
        return 2
    if is_installed(what):
        return 0
    try:
        with alone():
            if not is_installed(what):
                install(what)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"Could not install into {VENV}: {error}", file=sys.stderr)
        return 1
    return 0


def is_installed(what: str) -> bool:
    try:
        stamp = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return bool(stamp.get(what) == digest(what) and stamp.get("python") == str(PYTHON) and PYTHON.exists())


def digest(what: str) -> str:
    return hashlib.sha256(lock(what).read_bytes()).hexdigest()


def lock(what: str) -> Path:
    return ROOT / "requirements" / f"{what}.txt"


@contextmanager
def alone() -> Iterator[None]:
    """Of two installations at once the second waits; the lock dies with its process."""
    handle = os.open(ROOT / "requirements", os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def install(what: str) -> None:
    began = time.monotonic()
    if not works():
        print("Creating the virtual environment .venv …", flush=True)
        venv.create(VENV, with_pip=True, clear=VENV.exists(), symlinks=True)
    pip_install(what)
    put_package()
    stamp = {each: digest(each) for each in HOLDS[what]} | {"python": str(PYTHON)}
    STAMP.write_text(json.dumps(stamp), "utf-8")
    print(f"Installed in {time.monotonic() - began:.0f} s.", flush=True)


def works() -> bool:
    """Whether the environment is whole enough to install into; a half-made or moved one is not."""
    if not PYTHON.exists():
        return False
    probe = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([PYTHON, "-c", probe], capture_output=True, check=False).returncode == 0


def pip_install(what: str) -> None:
    """Run pip and show how far it is; all that it said is shown when it fails."""
    total = sum("==" in line for line in lock(what).read_text("utf-8").splitlines())
    print(f"Installing {total} packages, once …", flush=True)
    command: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--no-input",
        "--disable-pip-version-check",
        "--progress-bar=off",
    ]
    command += ["--require-hashes", "--only-binary=:all:", "-r", lock(what)]
    said: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        assert pip.stdout is not None
        for line in pip.stdout:
            said.append(line)
            show(line, sum(part.startswith(("Collecting", "Requirement already")) for part in said), total)
    if sys.stdout.isatty():
        print("\r\033[K", end="")
    if pip.returncode:
        print("".join(said[-30:]), file=sys.stderr)
        raise subprocess.CalledProcessError(pip.returncode, "pip install")


def show(line: str, count: int, total: int) -> None:
    if line.startswith("Installing collected"):
        text = f"  unpacking {total} packages"
    elif line.startswith("Collecting"):
        text = f"  {count} of {total}: {line.split()[1]}"
    else:
        return
    if sys.stdout.isatty():
        print(f"\r\033[K{text[:78]}", end="", flush=True)
    elif count % 10 == 0 or count == total:
        print(text, flush=True)


def put_package() -> None:
    """Make the package importable from where it is, and the command that runs it; nothing is built."""
    found = subprocess.run(
        [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    (Path(found.stdout.strip()) / "gongkai-src.pth").write_text(f"{ROOT / 'src'}\n", "utf-8")
    # A shell script, because the first line of a Python one bears neither blanks nor long paths.
    COMMAND.write_text(f'#!/bin/sh\nexec "{PYTHON}" -m gongkai "$@"\n', "utf-8")
    COMMAND.chmod(0o755)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nInterrupted; the next run takes it up again.", file=sys.stderr)
        sys.exit(130)
