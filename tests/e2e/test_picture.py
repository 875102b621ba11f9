"""The picture in the README. Set ``GONGKAI_PICTURES=1`` to make it anew; without it the test looks at what there is."""

import os
import struct
from pathlib import Path

import pytest

from e2e.conftest import City, Opener

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).resolve().parents[2] / "docs/pictures"
LARGEST = 300_000


def test_the_readme_shows_the_page_of_a_record(city: City, open_page: Opener) -> None:
    picture = PICTURES / "record.png"
    if os.environ.get("GONGKAI_PICTURES") == "1":
        PICTURES.mkdir(exist_ok=True)
        page = open_page(city.address_of("政务公开工作要点"), viewport={"width": 1280, "height": 1500})
        page.screenshot(path=picture)
    content = picture.read_bytes()
    assert struct.unpack(">II", content[16:24]) == (1280, 1500)
    assert len(content) <= LARGEST
