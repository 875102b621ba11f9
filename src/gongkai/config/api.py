"""The interface for programs, put together."""

from django.http import Http404, HttpRequest, HttpResponse

from gongkai.backbone.records.api import router as records
from gongkai.backbone.search.api import router as search
from gongkai.kernel.api.shell import make_api

api = make_api()
api.add_router("", records)
api.add_router("", search)


def missing(request: HttpRequest) -> HttpResponse:
    """An address below ``/api/`` that is none, answered like every error of the interface."""
    return api.on_exception(request, Http404())
