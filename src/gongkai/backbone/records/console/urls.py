from django.urls import path

from gongkai.backbone.records.console.calendar import CalendarView, UnscheduleView
from gongkai.backbone.records.console.deciding import DecideView, InboxView
from gongkai.backbone.records.console.desk import RecordView
from gongkai.backbone.records.console.editing import EditView
from gongkai.backbone.records.console.history import HistoryView, WhereView
from gongkai.backbone.records.console.holding import AutosaveView, DiscardView, TakeOverView
from gongkai.backbone.records.console.intake import BatchView, IntakeView, ProgressView
from gongkai.backbone.records.console.life import (
    ConfirmUrgentView,
    PublishUrgentlyView,
    PublishView,
    ScheduleView,
    SubmitView,
)
from gongkai.backbone.records.console.listing import ListView
from gongkai.backbone.records.console.previewing import PreviewedView, PreviewView
from gongkai.backbone.records.console.reading import FindingView, OriginalView, PictureView, ReadView, SheetView
from gongkai.backbone.records.console.remarking import CommentView, HandOverView, RemindView
from gongkai.backbone.records.console.withdrawing import WithdrawnView, WithdrawView

app_name = "console-records"
_RECORD = "records/<slug:prefix>/<slug:number>"
urlpatterns = [
    path("calendar", CalendarView.as_view(), name="calendar"),
    path("inbox", InboxView.as_view(), name="inbox"),
    path("intake", IntakeView.as_view(), name="intake"),
    path("intake/<uuid:batch>", BatchView.as_view(), name="batch"),
    path("intake/<uuid:batch>/progress", ProgressView.as_view(), name="progress"),
    path("records", ListView.as_view(), name="list"),
    path(_RECORD, RecordView.as_view(), name="record"),
    path(f"{_RECORD}/edit", EditView.as_view(), name="edit"),
    path(f"{_RECORD}/edit/autosave", AutosaveView.as_view(), name="autosave"),
    path(f"{_RECORD}/edit/take-over", TakeOverView.as_view(), name="take-over"),
    path(f"{_RECORD}/edit/discard", DiscardView.as_view(), name="discard"),
    path(f"{_RECORD}/read", ReadView.as_view(), name="read"),
    path(f"{_RECORD}/read/findings", FindingView.as_view(), name="finding"),
    path(f"{_RECORD}/read/original", OriginalView.as_view(), name="original"),
    path(f"{_RECORD}/read/sheets/<int:sheet>", SheetView.as_view(), name="sheet"),
    path(f"{_RECORD}/read/images/<slug:sha256>", PictureView.as_view(), name="picture"),
    path(f"{_RECORD}/preview", PreviewView.as_view(), name="preview"),
    path(f"{_RECORD}/preview/page", PreviewedView.as_view(), name="previewed"),
    path(f"{_RECORD}/submit", SubmitView.as_view(), name="submit"),
    path(f"{_RECORD}/decide", DecideView.as_view(), name="decide"),
    path(f"{_RECORD}/publish", PublishView.as_view(), name="publish"),
    path(f"{_RECORD}/schedule", ScheduleView.as_view(), name="schedule"),
    path(f"{_RECORD}/unschedule", UnscheduleView.as_view(), name="unschedule"),
    path(f"{_RECORD}/publish-urgently", PublishUrgentlyView.as_view(), name="publish-urgently"),
    path(f"{_RECORD}/confirm-urgent", ConfirmUrgentView.as_view(), name="confirm-urgent"),
    path(f"{_RECORD}/comment", CommentView.as_view(), name="comment"),
    path(f"{_RECORD}/hand-over", HandOverView.as_view(), name="hand-over"),
    path(f"{_RECORD}/remind", RemindView.as_view(), name="remind"),
    path(f"{_RECORD}/history", HistoryView.as_view(), name="history"),
    path(f"{_RECORD}/where", WhereView.as_view(), name="where"),
    path(f"{_RECORD}/withdraw", WithdrawView.as_view(), name="withdraw"),
    path(f"{_RECORD}/withdraw/preview", WithdrawnView.as_view(), name="withdrawn"),
]
