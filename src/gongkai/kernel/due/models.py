from django.db import models


class DueTime(models.Model):
    """Something that shall happen to ``subject`` at a moment; one per kind and subject."""

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    dead = models.BooleanField(default=False)
    error = models.TextField(blank=True)

    class Meta:
        db_table = "due_time"
        constraints = (models.UniqueConstraint(fields=("kind", "subject"), name="due_once"),)
        indexes = (models.Index(fields=("dead", "next_at"), name="due_next"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.at:%Y-%m-%d %H:%M}"
