"""The organs within reach, and one of them."""

from collections.abc import Iterator, Sequence
from operator import attrgetter

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone

from gongkai.backbone.organs.console.fields import CONTACT_LABELS
from gongkai.backbone.organs.models import Kind, Organ
from gongkai.backbone.organs.selectors import lacking, listing, organ_within
from gongkai.kernel.actors import Ability, may
from gongkai.kernel.console.pages import ConsoleView
from gongkai.kernel.console.paging import page_of_list
from gongkai.kernel.console.spreadsheets import csv_lines

_FILTERS = ("text", "kind", "state")
_COLUMNS = ("code", "name", "kind", "level", "index_prefix", "domain", "abolished_on", *CONTACT_LABELS)


class OrganPage(ConsoleView):
    """A page of organs: those whose contact the person may look after."""

    ability = Ability.ORGAN_CONTACT

    def asked(self) -> dict[str, str]:
        """The filters as they were given."""
        return {name: self.request.GET.get(name, "").strip()[:120] for name in _FILTERS}


class OrgansView(OrganPage):
    """The register."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        asked = self.asked()
        found = page_of_list(listing(self.organs, **asked), request.GET)
        query = request.GET.copy()
        query.pop("page", None)
        return self.page(
            "organs/console/list.html",
            rows=[(organ, len(lacking(organ)) if organ.abolished_on is None else 0) for organ in found.rows],
            pages=found,
            asked=asked,
            kinds=Kind.choices,
            query=query.urlencode(),
            may_edit=may(self.actor, Ability.ORGAN_EDIT),
        )


class OrgansExportView(OrganPage):
    """The same as a table."""

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        """The table."""
        lines = csv_lines(_rows(listing(self.organs, **self.asked())))
        headers = {"Content-Disposition": f'attachment; filename="organs-{timezone.localdate(self.now)}.csv"'}
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _rows(organs: Sequence[Organ]) -> Iterator[list[object]]:
    yield [*_COLUMNS, "parent", "successor"]
    for organ in organs:
        near = [one.code if one else "" for one in (organ.parent, organ.successor)]
        yield [*("" if value is None else value for value in attrgetter(*_COLUMNS)(organ)), *near]


class OrganView(OrganPage):
    """One organ: what it is, its names, who answers, and what may be done."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The page."""
        organ = organ_within(code, self.organs)
        absent = lacking(organ)
        return self.page(
            "organs/console/organ.html",
            organ=organ,
            names=list(reversed(organ.names.all())),
            contact=[(label, getattr(organ, name), name in absent) for name, label in CONTACT_LABELS.items()],
            absent=len(absent),
            below=list(organ.children.all()),
            may_edit=may(self.actor, Ability.ORGAN_EDIT),
            today=timezone.localdate(self.now),
        )
