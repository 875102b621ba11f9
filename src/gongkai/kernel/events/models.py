from django.db import models

from gongkai.kernel.worker import Lane

LANES = [(lane.value, lane.value) for lane in Lane]


class Event(models.Model):
    """One thing that happened. ``seq`` has no gaps; triggers refuse to change or delete a row."""

    seq = models.BigIntegerField(primary_key=True)
    lane = models.CharField(max_length=12, choices=LANES)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        db_table = "events_event"
        indexes = (
            models.Index(fields=("lane", "seq"), name="event_lane_seq"),
            models.Index(fields=("subject", "seq"), name="event_subject_seq"),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.subject}"


class Cursor(models.Model):
    """How far a consumer has come in one lane."""

    consumer = models.CharField(max_length=40)
    lane = models.CharField(max_length=12, choices=LANES)
    seq = models.BigIntegerField(default=0)

    class Meta:
        db_table = "events_cursor"
        constraints = (models.UniqueConstraint(fields=("consumer", "lane"), name="cursor_once"),)

    def __str__(self) -> str:
        return f"{self.consumer}/{self.lane} {self.seq}"


class Receipt(models.Model):
    """What a consumer last applied of a subject; the tombstone when ``gone``."""

    consumer = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    seq = models.BigIntegerField()
    gone = models.BooleanField(default=False)
    detail = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "events_receipt"
        constraints = (models.UniqueConstraint(fields=("subject", "consumer"), name="receipt_once"),)

    def __str__(self) -> str:
        return f"{self.consumer} {self.subject} {self.seq}"


class Failure(models.Model):
    """An event a consumer could not apply: tried again at ``next_at``, a dead letter when ``dead``."""

    consumer = models.CharField(max_length=40)
    seq = models.BigIntegerField()
    subject = models.CharField(max_length=120)
    lane = models.CharField(max_length=12, choices=LANES, default=Lane.NOW.value)
    attempts = models.PositiveSmallIntegerField(default=1)
    next_at = models.DateTimeField()
    dead = models.BooleanField(default=False, db_index=True)
    error = models.TextField()

    class Meta:
        db_table = "events_failure"
        constraints = (models.UniqueConstraint(fields=("consumer", "seq"), name="failure_once"),)
        indexes = (
            models.Index(fields=("consumer", "lane", "dead", "next_at"), name="failure_next"),
            models.Index(fields=("consumer", "subject"), name="failure_subject"),
        )

    def __str__(self) -> str:
        return f"{self.consumer} {self.seq} ×{self.attempts}"
