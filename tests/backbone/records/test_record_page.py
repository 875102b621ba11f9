"""What the page of a record offers beside its text, without script and without asking anyone else."""

import re
from collections.abc import Callable
from datetime import datetime
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.test import Client

from backbone.records.making import draft, imported
from gongkai.backbone.organs.models import Organ

pytestmark = pytest.mark.django_db


def test_the_citation_stands_on_the_page_as_text(
    education: Organ, now: datetime, work_off: Callable[..., list[str]], public: Path
) -> None:
    (number,) = imported(education, now, draft("关于“防寒”的通知", document_number="云教〔2026〕8号"))
    work_off()
    page = (public / f"info/{number}.html").read_text("utf-8")
    citation = re.search(r'<p class="citation"[^>]*>(.*?)</p>', page)
    assert citation is not None
    expected = f"云川市教育局：《关于“防寒”的通知》（云教〔2026〕8号），http://testserver/info/{number}"
    assert unescape(citation[1]) == expected


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_it_is_shared_by_the_reader_s_own_mail_and_by_no_other_site(
    education: Organ, now: datetime, client: Client, prefix: str
) -> None:
    (number,) = imported(education, now, draft("甲&乙?的通知"))
    page = client.get(f"{prefix}/info/{number}").content.decode()
    link = re.search(r'href="mailto:\?subject=([^"&]*)&amp;body=([^"&]*)"', page)
    assert link is not None
    assert unquote(link[1]) == "甲&乙?的通知"
    assert unquote(link[2]) == f"http://testserver/info/{number}"
    assert [url for url in re.findall(r'(?:href|src)="(https?://[^"]*)', page) if "testserver" not in url] == []
