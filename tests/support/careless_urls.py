"""The platform's addresses, and one page of the console that forgot to ask who is there."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from gongkai.backbone.records.models import Record
from gongkai.config import urls


def careless(request: HttpRequest, prefix: str, number: str) -> HttpResponse:
    """Shows a title to anyone."""
    del request
    return HttpResponse(Record.objects.filter(index_number=f"{prefix}/{number}").values_list("title")[0][0])


urlpatterns = [path("console/careless/<slug:prefix>/<slug:number>", careless, name="careless"), *urls.urlpatterns]
