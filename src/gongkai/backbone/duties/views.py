"""The calendar of a person, for their telephone."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.backbone.duties import feeds, subscriptions


@require_safe
def calendar(_request: HttpRequest, token: str) -> HttpResponse:
    """The feed this token opens; 404 for one that counts no more or never did."""
    now = timezone.now()
    actor = subscriptions.subscriber(token, now=now)
    if actor is None:
        raise Http404
    duties = subscriptions.duties_of_subscriber(actor)
    body = feeds.icalendar(duties, site=settings.SITE_DOMAIN, now=now, name=subscriptions.name_for_outsiders)
    headers = {"cache-control": "private, no-store", "x-robots-tag": "noindex", "referrer-policy": "no-referrer"}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)
