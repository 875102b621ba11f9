from django.db import models
from django.db.models import Q

from gongkai.affairs.foi.choices import PAPERS
from gongkai.affairs.foi.rules.workflow import workflow
from gongkai.backbone.organs.models import Organ

STATES = tuple(workflow().states)
APPLICANTS = ("natural", "biz", "research", "ngo", "legal_service", "other")
CHANNELS = workflow().facts["channel"].choices


class DisclosureRequest(models.Model):
    """A request to an organ.

    The truth is in its events; what stands here beside the request itself is what they say, kept for lists and sums
    (``gongkai requests check`` compares it). Who applied is sealed (``Sealed``): here are the applicant's kind for the
    statistics and ``sender``, a keyed digest that tells whether two requests come from the same applicant.
    ``secret`` is the digest of the secret on the receipt. ``counted_on`` is the day from which the statistics count it.
    """

    number = models.SlugField(max_length=60, unique=True)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    channel = models.CharField(max_length=12)
    applicant = models.CharField(max_length=14)
    sender = models.CharField(max_length=64, blank=True)
    secret = models.CharField(max_length=64)
    subject = models.CharField(max_length=200)
    wanted = models.TextField()
    form = models.CharField(max_length=12)
    medium = models.CharField(max_length=12)
    items = models.PositiveSmallIntegerField(default=1)
    lead = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="joined")
    origin = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")

    state = models.CharField(max_length=12)
    events = models.PositiveSmallIntegerField(default=0)
    officer = models.CharField(max_length=80, blank=True)
    filed_on = models.DateField()
    received_on = models.DateField(null=True)
    counted_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    result = models.CharField(max_length=4, blank=True)
    result_on = models.DateField(null=True)
    served_on = models.DateField(null=True)
    fee = models.PositiveIntegerField(default=0)
    fee_paid = models.BooleanField(default=False)
    filed_at = models.DateTimeField()
    erase_on = models.DateField(null=True)

    class Meta:
        db_table = "foi_request"
        constraints = (
            models.UniqueConstraint(fields=("organ", "year", "serial"), name="request_number_once"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="request_state_known"),
            models.CheckConstraint(condition=Q(applicant__in=APPLICANTS), name="request_applicant_known"),
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="request_channel_known"),
            models.CheckConstraint(
                condition=Q(result="", result_on=None) | (~Q(result="") & Q(result_on__isnull=False)),
                name="request_result_has_its_day",
            ),
        )
        indexes = (
            models.Index(fields=("organ", "state", "due_on"), name="request_board"),
            models.Index(fields=("state", "due_on"), name="request_state"),
            models.Index(fields=("organ", "counted_on"), name="request_counted"),
            models.Index(fields=("organ", "result_on"), name="request_result"),
            models.Index(fields=("sender", "received_on"), name="request_sender"),
            models.Index(fields=("erase_on",), condition=Q(erase_on__isnull=False), name="request_erase"),
        )

    def __str__(self) -> str:
        return self.number


class CaseEvent(models.Model):
    """Something that happened to a request: never changed, never deleted. ``facts`` hold no personal data."""

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="told")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=24)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    by_label = models.CharField(max_length=120)
    role = models.CharField(max_length=12)
    facts = models.JSONField(default=dict)

    class Meta:
        db_table = "foi_event"
        ordering = ("request", "number")
        constraints = (models.UniqueConstraint(fields=("request", "number"), name="event_number_once"),)

    def __str__(self) -> str:
        return f"{self.request_id} {self.number} {self.kind}"


class Sealed(models.Model):
    """Personal data of a request, encrypted: ``applicant``, words of an event (``event:3``), a letter (``letter:2``).

    Kept apart so that it can be erased while what happened stays. Of a file (``vault``) the token holds the key.
    """

    request = models.ForeignKey(DisclosureRequest, on_delete=models.CASCADE, related_name="sealed")
    slot = models.CharField(max_length=24)
    token = models.TextField()
    is_file = models.BooleanField(default=False)

    class Meta:
        db_table = "foi_sealed"
        constraints = (models.UniqueConstraint(fields=("request", "slot"), name="sealed_once"),)

    def __str__(self) -> str:
        return f"{self.request_id} {self.slot}"


class Letter(models.Model):
    """A letter that went out with an event. Its words are sealed, for they name people; ``digest`` is theirs.

    ``document_number`` is that of a reply (文号), empty for others.
    """

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="letters")
    number = models.PositiveSmallIntegerField()
    event = models.PositiveSmallIntegerField()
    template = models.CharField(max_length=24)
    title = models.CharField(max_length=120)
    document_number = models.CharField(max_length=120, blank=True)
    to_applicant = models.BooleanField()
    dated_on = models.DateField()
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "foi_letter"
        ordering = ("request", "number")
        constraints = (models.UniqueConstraint(fields=("request", "number"), name="letter_number_once"),)

    def __str__(self) -> str:
        return f"{self.request_id} {self.template}"


class Paper(models.Model):
    """A paper that an applicant handed in (``choices.PAPERS``). The paper itself is sealed (``paper:1``)."""

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="papers")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    media_type = models.CharField(max_length=100)
    added_at = models.DateTimeField()
    added_by_label = models.CharField(max_length=120)

    class Meta:
        db_table = "foi_paper"
        ordering = ("request", "number")
        constraints = (
            models.UniqueConstraint(fields=("request", "number"), name="paper_number_once"),
            models.CheckConstraint(condition=Q(kind__in=tuple(PAPERS)), name="paper_kind_known"),
        )

    def __str__(self) -> str:
        return f"{self.request_id} {self.number}"


class Material(models.Model):
    """A file that a request asks for. Original, plan of redaction and copy are sealed (``material:1:copy``).

    ``withheld`` lists page, ground and places of what the copy withholds, ``unsearched`` the pages where no words could
    be looked for, ``left_out`` by kind what the copy has not; all three are told by no word of the file.
    """

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="materials")
    number = models.PositiveSmallIntegerField()
    media_type = models.CharField(max_length=100)
    pages = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()
    added_by_label = models.CharField(max_length=120)
    copied_at = models.DateTimeField(null=True)
    copied_by_label = models.CharField(max_length=120, blank=True)
    withheld = models.JSONField(default=list)
    unsearched = models.JSONField(default=list)
    left_out = models.JSONField(default=dict)

    class Meta:
        db_table = "foi_material"
        ordering = ("request", "number")
        constraints = (models.UniqueConstraint(fields=("request", "number"), name="material_number_once"),)

    def __str__(self) -> str:
        return f"{self.request_id} {self.number}"


class Dispute(models.Model):
    """A reconsideration or a suit about a reply, as the events tell it; for the fourth table of the annual report."""

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="disputes")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8)
    filed_on = models.DateField()
    outcome = models.CharField(max_length=10, blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        db_table = "foi_dispute"
        constraints = (models.UniqueConstraint(fields=("request", "number"), name="dispute_number_once"),)
        indexes = (models.Index(fields=("filed_on", "ended_on"), name="dispute_days"),)

    def __str__(self) -> str:
        return f"{self.request_id} {self.kind}"
