"""Nobody but the platform's user and group reads what the platform writes."""

import os
import subprocess
import sys
from pathlib import Path

_KEPT = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}


def test_nothing_is_made_for_everyone_to_read_or_write(tmp_path: Path) -> None:
    """The database holds drafts and the digests of passwords; the first command makes it."""
    data = tmp_path / "data"
    subprocess.run(
        [sys.executable, "-m", "gongkai", "migrate"],
        env=_KEPT | {"GONGKAI_DATA": str(data)},
        umask=0o022,
        check=True,
        capture_output=True,
        timeout=100,
    )
    made = {path.relative_to(tmp_path): path.stat().st_mode & 0o777 for path in [data, *data.rglob("*")]}
    assert Path("data/gongkai.sqlite3") in made
    assert {str(path): oct(mode) for path, mode in made.items() if mode & 0o027} == {}
