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


@pytest.mark.parametrize(("prefix", "meaning"), [("", "由行政机关召集有关各方"), ("/en", "are heard in person")])
def test_terms_of_the_text_are_explained_in_the_reader_s_language(
    education: Organ, now: datetime, client: Client, prefix: str, meaning: str
) -> None:
    document = {"blocks": ["举行听证，并作合法性审核。"]}
    (number,) = imported(education, now, draft("关于学费的通知", document=document))
    page = unescape(client.get(f"{prefix}/info/{number}").content.decode())
    assert re.findall(r'<dt lang="zh-CN">(.*?)</dt>', page) == ["听证", "合法性审核"]
    assert meaning in page


def test_a_text_without_such_terms_has_no_list_of_them(education: Organ, now: datetime, client: Client) -> None:
    (number,) = imported(education, now, draft("关于供暖的通知", document={"blocks": ["请按时供暖。"]}))
    assert 'class="terms"' not in client.get(f"/info/{number}").content.decode()
