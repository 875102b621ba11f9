"""The subjects that information is sorted by, and how much stands under each. They are the state's: to be seen only."""

from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from gongkai.backbone.structure.selectors.subjects import Branch, tree
from gongkai.foundations import law
from gongkai.kernel.actors import Ability
from gongkai.kernel.console.pages import ConsoleView
from gongkai.kernel.console.spreadsheets import csv_lines


class SubjectsView(ConsoleView):
    """The tree."""

    ability = Ability.SITE_EDIT

    def asked(self) -> dict[str, str]:
        """The filters as they were given."""
        return {name: self.request.GET.get(name, "").strip()[:60] for name in ("text", "state")}

    def found(self) -> list[Branch]:
        """What fits them."""
        asked = self.asked()
        return tree(on=timezone.localdate(self.now), text=asked["text"], empty=asked["state"] == "empty")

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        language = get_language() or ""
        branches = [
            (one, one.subject.name(language), [(below, below.subject.name(language)) for below in one.below])
            for one in self.found()
        ]
        source = next(iter(law.subjects().values())).source
        return self.page("structure/console/subjects.html", branches=branches, asked=self.asked(), source=source)


class SubjectsExportView(SubjectsView):
    """The same as a table."""

    def get(self, request: HttpRequest) -> StreamingHttpResponse:  # type: ignore[override]  # a file, not a page
        """The table."""
        headers = {"Content-Disposition": f'attachment; filename="subjects-{timezone.localdate(self.now)}.csv"'}
        lines = csv_lines(_rows(self.found()))
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _rows(branches: Iterable[Branch]) -> Iterator[list[object]]:
    yield ["code", "chinese", "english", "above", "records"]
    for top in branches:
        for one in (top, *top.below):
            subject = one.subject
            yield [subject.code, subject.zh, subject.en, subject.parent, one.total]
