from django.urls import path

from gongkai.backbone.organs.console.changing import (
    ContactView,
    DetailsView,
    EndView,
    NameView,
    NewView,
    ReinstateView,
    TakeBackView,
)
from gongkai.backbone.organs.console.listing import OrgansExportView, OrgansView, OrganView

app_name = "console-organs"
_ORGAN = "organs/<slug:code>"
urlpatterns = [
    path("organs", OrgansView.as_view(), name="list"),
    path("organs.csv", OrgansExportView.as_view(), name="csv"),
    path("organ-new", NewView.as_view(), name="new"),
    path(_ORGAN, OrganView.as_view(), name="organ"),
    path(f"{_ORGAN}/contact", ContactView.as_view(), name="contact"),
    path(f"{_ORGAN}/details", DetailsView.as_view(), name="details"),
    path(f"{_ORGAN}/name", NameView.as_view(), name="name"),
    path(f"{_ORGAN}/name/take-back", TakeBackView.as_view(), name="take-back"),
    path(f"{_ORGAN}/end", EndView.as_view(), name="end"),
    path(f"{_ORGAN}/reinstate", ReinstateView.as_view(), name="reinstate"),
]
