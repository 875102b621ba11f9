from django.db import models


class Listing(models.Model):
    """What lists show of a record, taken from its newest edition; never from the working copy."""

    index_number = models.CharField(max_length=40, primary_key=True)
    title = models.CharField(max_length=500)
    document_number = models.CharField(max_length=60, blank=True)
    summary = models.TextField(blank=True)
    organ_code = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    dated_on = models.DateField(null=True)
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    validity = models.CharField(max_length=12)

    class Meta:
        db_table = "channels_listing"

    def __str__(self) -> str:
        return self.title


class Tally(models.Model):
    """How many records that ``list`` shows are also shown by another list, such as those of an organ in a year."""

    list = models.CharField(max_length=80)
    facet = models.CharField(max_length=80)
    count = models.BigIntegerField()

    class Meta:
        db_table = "channels_tally"
        constraints = (models.UniqueConstraint(fields=("list", "facet"), name="tally_once"),)

    def __str__(self) -> str:
        return f"{self.list} {self.facet} {self.count}"


class Place(models.Model):
    """The place of a record in a list. Positions count from 1, the oldest, and have no gaps; a place once given
    stays, so that older pages never change when something new comes. One that was left is not ``shown``.
    """

    list = models.CharField(max_length=80)
    position = models.BigIntegerField()
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="places")
    shown = models.BooleanField(default=True)

    class Meta:
        db_table = "channels_place"
        constraints = (
            models.UniqueConstraint(fields=("list", "position"), name="place_position_once"),
            models.UniqueConstraint(fields=("listing", "list"), name="place_listing_once"),
        )
        # So that the few that are not shown are counted without looking at the many that are.
        indexes = (models.Index(fields=("list",), condition=models.Q(shown=False), name="place_not_shown"),)

    def __str__(self) -> str:
        return f"{self.list} {self.position}"
