"""What the page of a record offers for download is made when it is asked for."""

import gzip
import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import qrcode
from django.test import Client
from lxml import etree
from qrcode.image.svg import SvgPathFillImage

from backbone.records.making import draft, imported
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records.models import Edition

pytestmark = pytest.mark.django_db

BLOCKS = {"blocks": [{"type": "heading", "level": 1, "text": "总则"}, "各单位：请按时供暖。"]}


@pytest.fixture
def address(education: Organ, now: datetime) -> str:
    (number,) = imported(education, now, draft("关于供暖的通知", document_number="云教〔2026〕8号", document=BLOCKS))
    return f"/info/{number}"


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    ("extension", "media_type", "content"),
    [
        ("txt", "text/plain", "关于供暖的通知\n云教〔2026〕8号\n\n总则\n各单位：请按时供暖。\n"),
        ("md", "text/markdown", "# 关于供暖的通知\n\n## 总则\n\n各单位：请按时供暖。\n"),
    ],
)
def test_the_text_comes_plain_and_with_its_headings(
    address: str, client: Client, prefix: str, extension: str, media_type: str, content: str
) -> None:
    answer = client.get(f"{prefix}{address}.{extension}")
    assert answer["content-type"] == f"{media_type}; charset=utf-8"
    assert answer.content.decode() == content


def test_for_programs_comes_the_edition_whose_digest_the_page_tells(address: str, client: Client) -> None:
    content = client.get(f"{address}.json").content
    assert hashlib.sha256(content).hexdigest() == Edition.objects.get().digest


def test_the_address_comes_as_a_code_to_be_read_from_paper(address: str, client: Client) -> None:
    answer = client.get(f"{address}.svg")
    assert answer["content-type"] == "image/svg+xml"
    told = etree.tostring(qrcode.make(f"http://testserver{address}", image_factory=SvgPathFillImage).get_image())
    paths = [etree.fromstring(svg).find("{*}path") for svg in (answer.content, told)]
    assert paths[0] is not None
    assert paths[1] is not None
    assert paths[0].get("d") == paths[1].get("d")


def test_no_file_of_them_is_baked(address: str, work_off: Callable[..., list[str]], public: Path) -> None:
    work_off()
    beside = (public / address[1:]).parent.iterdir()
    assert sorted(file.suffix for file in beside) == [".gz", ".html"]


def test_who_has_it_is_told_so_and_it_travels_compressed(address: str, client: Client) -> None:
    whole = client.get(f"{address}.json")
    small = client.get(f"{address}.json", headers={"accept-encoding": "gzip"})
    assert gzip.decompress(small.content) == whole.content
    for known in (whole["etag"], small["etag"]):
        assert client.get(f"{address}.json", headers={"if-none-match": known}).status_code == 304
    assert client.get(f"{address}.json", headers={"if-none-match": '"another"'}).status_code == 200


@pytest.mark.parametrize("ending", [".docx", ".html", ".", ".txt.gz", ".TXT"])
def test_there_are_no_other_forms(address: str, client: Client, ending: str) -> None:
    assert client.get(address + ending).status_code == 404


@pytest.mark.parametrize("ending", ["", ".txt"])
def test_they_are_read_only(address: str, client: Client, ending: str) -> None:
    assert client.post(address + ending).status_code == 405
