from django.urls import path

from gongkai.affairs.foi.public import views

app_name = "foi"
urlpatterns = [
    path("request", views.apply, name="apply"),
    path("request/progress", views.follow, name="progress"),
    path("request/progress/leave", views.leave, name="leave"),
    path("request/progress/letters/<int:sheet>.docx", views.letter, {"form": "docx"}, name="letter-docx"),
    path("request/progress/letters/<int:sheet>.pdf", views.letter, {"form": "pdf"}, name="letter-pdf"),
    path("request/progress/papers", views.paper, name="paper"),
    path("request/progress/files/<int:place>", views.file, name="file"),
    path("request/progress/<slug:kind>", views.answer, name="answer"),
]
