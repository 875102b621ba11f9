from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What an organ is."""

    GOVERNMENT = "government", _("Government")
    OFFICE = "office", _("Office")
    DEPARTMENT = "department", _("Department")
    DISTRICT = "district", _("District")
    TOWNSHIP = "township", _("Township")
    INSTITUTION = "institution", _("Institution")


class Level(models.TextChoices):
    """The level of government an organ belongs to."""

    STATE = "state", _("State")
    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    DISTRICT = "district", _("District")
    TOWNSHIP = "township", _("Township")


# How long the words of a contact may be.
CONTACT_LIMITS = {
    "leader": 60,
    "leader_post": 120,
    "office_name": 120,
    "office_address": 200,
    "office_hours": 120,
    "telephone": 40,
    "fax": 40,
    "email": 120,
}


class Organ(models.Model):
    """An organ and what 条例 Art. 12 demands of its guide: the openness office and how to reach it.

    All contact fields are official contact points and are published.
    """

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind)
    level = models.CharField(max_length=12, choices=Level)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    position = models.PositiveIntegerField(default=0)
    index_prefix = models.CharField(max_length=18)
    domain = models.CharField(max_length=120, blank=True)
    abolished_on = models.DateField(null=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    leader = models.CharField(max_length=CONTACT_LIMITS["leader"], blank=True)
    leader_post = models.CharField(max_length=CONTACT_LIMITS["leader_post"], blank=True)
    office_name = models.CharField(max_length=CONTACT_LIMITS["office_name"], blank=True)
    office_address = models.CharField(max_length=CONTACT_LIMITS["office_address"], blank=True)
    office_hours = models.CharField(max_length=CONTACT_LIMITS["office_hours"], blank=True)
    telephone = models.CharField(max_length=CONTACT_LIMITS["telephone"], blank=True)
    fax = models.CharField(max_length=CONTACT_LIMITS["fax"], blank=True)
    email = models.CharField(max_length=CONTACT_LIMITS["email"], blank=True)

    class Meta:
        db_table = "organs_organ"
        ordering = ("position", "code")
        constraints = (
            models.CheckConstraint(condition=~Q(parent=F("id")), name="organ_not_its_own_parent"),
            models.UniqueConstraint(fields=("index_prefix",), name="organ_index_prefix_once"),
        )

    def __str__(self) -> str:
        return self.name


class OrganName(models.Model):
    """A name an organ bore, from a day to a day (exclusive; open while it is the present one)."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=120)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "organs_name"
        ordering = ("valid_from",)
        constraints = (
            models.UniqueConstraint(fields=("organ",), condition=Q(valid_to=None), name="organ_one_present_name"),
        )

    def __str__(self) -> str:
        return self.name
