from django.urls import path

from gongkai.backbone.duties.acts import ACTS
from gongkai.backbone.duties.console.acting import ActView, AnswerView, DutyView
from gongkai.backbone.duties.console.boards import BoardView, ExportView, MovesView
from gongkai.backbone.duties.console.calendar import CalendarView
from gongkai.backbone.duties.console.subscribing import CalendarAddressView

app_name = "console-duties"
urlpatterns = [
    path("duties", BoardView.as_view(), name="board"),
    path("duties.csv", ExportView.as_view(form="csv"), name="csv"),
    path("duties.xlsx", ExportView.as_view(form="xlsx"), name="xlsx"),
    path("duties.ics", ExportView.as_view(form="ics"), name="ics"),
    path("duties/calendar", CalendarAddressView.as_view(), name="address"),
    path("duties/moved", MovesView.as_view(), name="moved"),
    path("duties/<slug:number>", DutyView.as_view(), name="duty"),
    *(path(f"duties/<slug:number>/{act}", ActView.as_view(act=act), name=act) for act in ACTS),
    path("duties/<slug:number>/answer", AnswerView.as_view(), name="answer"),
    path("working-days", CalendarView.as_view(), name="calendar"),
]
