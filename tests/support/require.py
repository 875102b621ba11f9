"""What a test needs beside the repository: it is skipped without it, unless everything is required."""

import os
import shutil
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


def all_is_required() -> bool:
    """Whether skipping counts as failing, as it does where the whole suite is run."""
    return os.environ.get("GONGKAI_REQUIRE_ALL") == "1"


def may_skip(reason: str) -> bool:
    """Whether this is no failure even then: large inputs not at hand, or the other database's turn."""
    return "shared" in reason or reason.startswith("only on ")


def shared(path: str) -> Path:
    """A file of the shared folder beside the checkout, such as ``inputs/keypoints-2020.txt``."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"{path} is not in the folder shared beside this checkout")
    return found


def chromium() -> str:
    """The path of Debian's Chromium, or of the one in ``GONGKAI_CHROMIUM``."""
    found = os.environ.get("GONGKAI_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("Chromium is not installed (on Debian: apt install chromium)")
    return found
