"""What Django knows of signing in: whose a session is, and nothing more."""

from django.contrib.auth.backends import BaseBackend

from gongkai.kernel.accounts.models import Person


class SessionBackend(BaseBackend):
    """Finds the person of a session. It checks no password: ``sign_in`` is the only door."""

    def get_user(self, user_id: int) -> Person | None:
        """The person, unless deactivated."""
        return Person.objects.filter(pk=user_id, is_active=True).first()
