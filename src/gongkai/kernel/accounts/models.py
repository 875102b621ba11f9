from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from gongkai.kernel.actors import Role

ROLES = [(role.value, role.value) for role in Role]


class PersonManager(BaseUserManager["Person"]):
    """Finds people by their login name."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(login=username)


class Person(AbstractBaseUser):
    """Someone who works with the platform. What they may do follows from their memberships alone."""

    login = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)
    totp_seed = models.CharField(max_length=64, blank=True)
    totp_confirmed = models.BooleanField(default=False)
    totp_last_step = models.BigIntegerField(default=0)
    sessions_from = models.DateTimeField(null=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS = ["name"]
    objects = PersonManager()

    class Meta:
        db_table = "accounts_person"

    def __str__(self) -> str:
        return self.name


class OrganMembership(models.Model):
    """A role a person holds in an organ, from a moment to a moment."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organ_code = models.SlugField(max_length=40)
    role = models.CharField(max_length=24, choices=ROLES)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_membership"
        constraints = (
            models.UniqueConstraint(
                fields=("person", "organ_code", "role"), condition=Q(until=None), name="membership_once"
            ),
            models.CheckConstraint(condition=Q(role__in=[r.value for r in Role]), name="membership_role_known"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.organ_code}"


class SignInFailure(models.Model):
    """How often signing in failed in a row, by login name or by network address."""

    key = models.CharField(max_length=80, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        db_table = "accounts_sign_in_failure"

    def __str__(self) -> str:
        return f"{self.key} ×{self.count}"


class ApiToken(models.Model):
    """A token a program acts with for a person; only its digest is kept."""

    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=60)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_api_token"

    def __str__(self) -> str:
        return self.name

    def state(self, now: datetime) -> str:
        """``valid``, ``expired`` or ``revoked``; of a deactivated person none is valid."""
        if self.revoked_at is not None or not self.person.is_active:
            return "revoked"
        return "valid" if self.expires_at > now else "expired"
