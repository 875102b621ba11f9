"""Whether the platform is well, for those who watch it."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from gongkai.config.doctor import health


def healthz(request: HttpRequest) -> JsonResponse:
    """200 once requests are answered; what is degraded is named, without detail that helps an attacker."""
    return JsonResponse(health(timezone.now()).to_data())
