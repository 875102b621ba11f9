"""Write the OpenAPI document the tests compare with, after a change that is meant: scripts/openapi.py."""

import json
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SNAPSHOT = ROOT / "tests/config/openapi.json"


def document() -> str:
    """The document as it is now, one value a line so that a change is read in a diff."""
    from gongkai.config.api import api

    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1, sort_keys=False) + "\n"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(DJANGO_SETTINGS_MODULE="gongkai.config.settings", GONGKAI_DATA=folder)
        import django

        django.setup()
        SNAPSHOT.write_text(document(), "utf-8")
    print(f"wrote {SNAPSHOT.relative_to(ROOT)}")
