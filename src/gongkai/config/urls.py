"""All addresses. What is baked is answered before Django is asked."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from gongkai.config.api import api, missing
from gongkai.config.console import HealthView
from gongkai.config.health import healthz
from gongkai.kernel.portal import views

handler404 = "gongkai.kernel.portal.views.not_found"
handler500 = "gongkai.kernel.portal.views.broken"

_public: list[URLPattern | URLResolver] = [
    path("", include("gongkai.affairs.foi.public.urls")),
    path("", include("gongkai.backbone.search.urls")),
    path("", include("gongkai.backbone.records.urls")),
    path("offline", views.offline, name="offline"),
    re_path(r"^(?P<path>.*)$", views.live, name="live"),
]
urlpatterns = [
    path("healthz", healthz),
    path("offline.js", views.offline_worker),
    path("api/v1/", api.urls),
    re_path(r"^api/", missing),
    path("", include("gongkai.backbone.duties.urls")),
    path("console/health", HealthView.as_view(), name="health"),
    path("console/", include("gongkai.kernel.console.urls")),
    path("console/", include("gongkai.backbone.organs.console.urls")),
    path("console/", include("gongkai.backbone.records.console.urls")),
    path("console/", include("gongkai.backbone.duties.console.urls")),
    path("console/", include("gongkai.backbone.structure.console.urls")),
    path("console/", include("gongkai.affairs.foi.console.urls")),
    path("console/", include("gongkai.backbone.search.console.urls")),
    path("en/", include((_public, "english"))),
    path("", include((_public, "chinese"))),
]
