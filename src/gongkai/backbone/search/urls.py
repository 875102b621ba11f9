"""Addresses of the search; included once for each language."""

from django.urls import path

from gongkai.backbone.search import portal

app_name = "search"

urlpatterns = [
    path("search", portal.search_page, name="search"),
    path("search/opened", portal.opened, name="search-opened"),
    path("search/answers", portal.answers_page, name="search-answers"),
    path("search/feed.atom", portal.search_feed, {"extension": "atom"}, name="search-atom"),
    path("search/feed.json", portal.search_feed, {"extension": "json"}, name="search-json"),
]
