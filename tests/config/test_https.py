"""What a site that is reached by HTTPS says to browsers."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

_ASKED = (
    "SESSION_COOKIE_NAME",
    "CSRF_COOKIE_NAME",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SECURE_HSTS_SECONDS",
)
_PROGRAM = f"""
import json
from gongkai.config import settings
print(json.dumps([getattr(settings, name) for name in {_ASKED!r}]))
"""


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://www.yunchuan.example", ["__Host-sessionid", "__Host-csrftoken", True, True, 31536000]),
        ("http://127.0.0.1:8000", ["sessionid", "csrftoken", False, False, 0]),
    ],
)
def test_cookies_and_promises_follow_the_address_of_the_site(address: str, said: list[object], tmp_path: Path) -> None:
    environment = {**os.environ, "GONGKAI_SITE_URL": address, "GONGKAI_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], env=environment, check=True, capture_output=True, timeout=60
    )
    assert json.loads(done.stdout) == said
