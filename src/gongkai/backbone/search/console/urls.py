"""Addresses of the search at the console."""

from django.urls import path

from gongkai.backbone.search.console.explaining import ExplainView
from gongkai.backbone.search.console.hints import HintNewView, HintsView, HintView
from gongkai.backbone.search.console.statistics import StatisticsExportView, StatisticsView

app_name = "console-search"

urlpatterns = [
    path("search", HintsView.as_view(), name="hints"),
    path("search/new", HintNewView.as_view(), name="hint-new"),
    path("search/<int:row>", HintView.as_view(), name="hint"),
    path("search/statistics", StatisticsView.as_view(), name="statistics"),
    path("search/statistics.csv", StatisticsExportView.as_view(), name="statistics-csv"),
    path("search/why", ExplainView.as_view(), name="why"),
]
