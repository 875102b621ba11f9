"""Make the peer's database and put the words of one of our baked pages on a page of its own at ``/info/record/``."""

import json
import re
import sys
from html import unescape
from pathlib import Path

import django

django.setup()

from django.core.management import call_command
from wagtail.models import Page, Site

from wagtail_site.models import RecordPage, SectionPage

SECTIONS = ("全部信息", "公开指南", "公开制度", "法定主动公开", "年度报告", "依申请公开", "机构")


def prepare(baked: Path, edition: Path) -> None:
    """From the baked page, and the edition it shows as JSON, to Wagtail's."""
    call_command("migrate", interactive=False, verbosity=0)
    record = json.loads(edition.read_text("utf-8"))
    html = baked.read_text("utf-8")
    root = Page.objects.get(depth=1)
    home = SectionPage(title="云川市人民政府", slug="yunchuan")
    root.add_child(instance=home)
    Site.objects.all().delete()
    Site.objects.create(hostname="127.0.0.1", root_page=home, is_default_site=True, site_name="云川市人民政府")
    for position, title in enumerate(SECTIONS):
        home.add_child(instance=SectionPage(title=title, slug=f"section-{position}", show_in_menus=True))
    section = home.add_child(instance=SectionPage(title="政府信息", slug="info"))
    article = re.search(r"<article[^>]*>(.*?)</article>", html, re.DOTALL)
    facts = re.findall(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", html)
    section.add_child(
        instance=RecordPage(
            title=record["title"],
            slug="record",
            index_number=record["index_number"],
            document_number=record["document_number"],
            issuer=record["issuer"],
            summary=record["summary"],
            facts=[[unescape(name), re.sub("<[^>]+>", "", value)] for name, value in facts],
            digest="0" * 64,
            body=article[1] if article else "",
        )
    )


if __name__ == "__main__":
    prepare(Path(sys.argv[1]), Path(sys.argv[2]))
