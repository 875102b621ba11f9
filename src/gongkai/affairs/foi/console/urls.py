from django.urls import path

from gongkai.affairs.foi.console.acting import EventView
from gongkai.affairs.foi.console.asking import OftenView
from gongkai.affairs.foi.console.assigning import AssignView
from gongkai.affairs.foi.console.boards import BoardView, ExportView
from gongkai.affairs.foi.console.cases import ACTS, ArchiveView, CaseView, LetterView, OpenView
from gongkai.affairs.foi.console.figures import BehindView, FiguresExportView, FiguresView, FiguresWorkbookView
from gongkai.affairs.foi.console.papers import PaperAddView, PaperView
from gongkai.affairs.foi.console.redacting import AddView, FileView, MarkView, PageView
from gongkai.affairs.foi.console.registering import RegisterView
from gongkai.affairs.foi.services.redacting import COPY, ORIGINAL

app_name = "console-foi"
urlpatterns = [
    path("requests", BoardView.as_view(), name="board"),
    path("requests.csv", ExportView.as_view(), name="csv"),
    path("requests/register", RegisterView.as_view(), name="register"),
    path("requests/assign", AssignView.as_view(), name="assign"),
    path("requests/often", OftenView.as_view(), name="often"),
    path("requests/statistics", FiguresView.as_view(), name="figures"),
    path("requests/statistics.csv", FiguresExportView.as_view(), name="figures-csv"),
    path("requests/statistics.xlsx", FiguresWorkbookView.as_view(), name="figures-xlsx"),
    path("requests/statistics/requests", BehindView.as_view(), name="behind"),
    path("requests/<slug:case>", CaseView.as_view(), name="case"),
    path("requests/<slug:case>/open", OpenView.as_view(), name="open"),
    path("requests/<slug:case>/archive.zip", ArchiveView.as_view(), name="archive"),
    path("requests/<slug:case>/letters/<int:sheet>.docx", LetterView.as_view(form="docx"), name="docx"),
    path("requests/<slug:case>/letters/<int:sheet>.pdf", LetterView.as_view(form="pdf"), name="pdf"),
    path("requests/<slug:case>/papers", PaperAddView.as_view(), name="papers"),
    path("requests/<slug:case>/papers/<int:place>", PaperView.as_view(), name="paper"),
    path("requests/<slug:case>/files", AddView.as_view(), name="files"),
    path("requests/<slug:case>/files/<int:place>", MarkView.as_view(), name="mark"),
    path("requests/<slug:case>/files/<int:place>/pages/<int:page>.png", PageView.as_view(), name="page"),
    path("requests/<slug:case>/files/<int:place>/original", FileView.as_view(part=ORIGINAL), name="original"),
    path("requests/<slug:case>/files/<int:place>/copy", FileView.as_view(part=COPY), name="copy"),
    *(
        path(f"requests/<slug:case>/{kind.code.replace('_', '-')}", EventView.as_view(kind=kind.code), name=kind.code)
        for kind in ACTS
    ),
]
