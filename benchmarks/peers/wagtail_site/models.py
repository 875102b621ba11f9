from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import Page


class SectionPage(Page):
    """A part of the site that stands in its menu."""

    template = "wagtail_site/section_page.html"


class RecordPage(Page):
    """A published record: what its box of facts says, and its text."""

    template = "wagtail_site/record_page.html"

    index_number = models.CharField(max_length=40)
    document_number = models.CharField(max_length=60)
    issuer = models.CharField(max_length=120)
    facts = models.JSONField(default=list)
    summary = models.TextField()
    digest = models.CharField(max_length=64)
    body = RichTextField()
