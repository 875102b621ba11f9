from django.urls import path

from gongkai.kernel.console import views
from gongkai.kernel.console.audit import AuditExportView, AuditView
from gongkai.kernel.console.failures import FailuresView, ReplayView, RetryView

app_name = "console"
urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("audit", AuditView.as_view(), name="audit"),
    path("audit.csv", AuditExportView.as_view(), name="audit-export"),
    path("failures", FailuresView.as_view(), name="failures"),
    path("failures/replay", ReplayView.as_view(), name="replay"),
    path("failures/retry", RetryView.as_view(), name="retry"),
    path("login", views.enter, name="enter"),
    path("logout", views.leave, name="leave"),
    path("language", views.language, name="language"),
    path("password", views.password, name="password"),
    path("authenticator", views.totp, name="totp"),
    path("authenticator.svg", views.totp_image, name="totp-image"),
]
