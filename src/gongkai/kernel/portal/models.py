from django.db import models

from gongkai.kernel.worker import Lane

# How urgent a stale page is; the smaller is baked first.
URGENCY = {Lane.NOW: 0, Lane.DEPENDENTS: 1, Lane.BULK: 2}


class BakedPage(models.Model):
    """A file written to disk, and the digest it must have there."""

    path = models.CharField(max_length=300, primary_key=True)
    key = models.CharField(max_length=160, db_index=True)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    baked_at = models.DateTimeField()

    class Meta:
        db_table = "portal_baked_page"

    def __str__(self) -> str:
        return self.path


class PageDependency(models.Model):
    """A page shows a field of a source, such as the name of an organ."""

    key = models.CharField(max_length=160, db_index=True)
    source = models.CharField(max_length=160)
    field = models.CharField(max_length=40)

    class Meta:
        db_table = "portal_page_dependency"
        constraints = (models.UniqueConstraint(fields=("source", "field", "key"), name="dependency_once"),)

    def __str__(self) -> str:
        return f"{self.key} shows {self.source}.{self.field}"


class StalePage(models.Model):
    """A page to be baked again. ``mark`` grows with each marking, so that one during a bake is not lost."""

    key = models.CharField(max_length=160, primary_key=True)
    urgency = models.PositiveSmallIntegerField()
    mark = models.PositiveIntegerField(default=1)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        db_table = "portal_stale_page"
        indexes = (models.Index(fields=("urgency", "key"), name="stale_urgency"),)

    def __str__(self) -> str:
        return self.key
