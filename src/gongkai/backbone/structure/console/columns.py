"""Columns: how current each is, a new one, changing it, switching it off."""

from collections.abc import Iterable, Iterator

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gongkai.backbone.organs.selectors import all_organs
from gongkai.backbone.structure.selectors.columns import Currency, columns, currencies
from gongkai.backbone.structure.selectors.columns import column as column_of
from gongkai.backbone.structure.services.columns import Shape, column_change, column_create, column_switch
from gongkai.foundations import law
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import Ability
from gongkai.kernel.console.form_pages import FormPage
from gongkai.kernel.console.pages import ConsoleView
from gongkai.kernel.console.paging import page_of_list
from gongkai.kernel.console.spreadsheets import csv_lines

_FIELDS = {
    "column_code_malformed": "code",
    "column_code_taken": "code",
    "column_unnamed": "chinese",
    "column_list_unknown": "list",
    "column_period_wrong": "every",
}


class ShapeForm(forms.Form):
    """What a column is."""

    chinese = forms.CharField(label=gettext_lazy("Chinese name"), max_length=60)
    english = forms.CharField(label=gettext_lazy("English name"), max_length=120)
    organ = forms.ChoiceField(label=gettext_lazy("Kept by"))
    list = forms.ChoiceField(label=gettext_lazy("What it shows"))
    every = forms.IntegerField(
        label=gettext_lazy("Days between two updates at most"),
        required=False,
        min_value=1,
        max_value=3660,
        help_text=gettext_lazy("Calendar days. Left empty, nothing is owed of it."),
    )

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # what a form takes, unchanged
        organs = [(organ.code, organ.name) for organ in all_organs() if organ.abolished_on is None]
        self.fields["organ"].choices = organs  # type: ignore[attr-defined]  # a field of choices, see above
        self.fields["list"].choices = _lists(organs)  # type: ignore[attr-defined]

    def shape(self) -> Shape:
        """What was entered."""
        return Shape(**{name: self.cleaned_data[name] for name in ShapeForm.base_fields})


class ColumnForm(ShapeForm):
    """A new column."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("It stands in the address of the page and stays: small letters, digits and hyphens"),
    )
    field_order = ("code",)


def _lists(organs: Iterable[tuple[str, str]]) -> list[tuple[str, object]]:
    language = get_language() or ""
    groups = (
        (_("Kind"), "kind", law.kinds()),
        (_("Subject"), "subject", law.subjects()),
        (_("Statutory item"), "item", law.statutory_items()),
    )
    named = [
        (title, [(f"{group}/{code}", entry.name(language)) for code, entry in book.items()])
        for title, group, book in groups
    ]
    of_organs = [(f"organ/{code}", name) for code, name in organs]
    return [("all", _("All information")), *named, (_("Organ"), of_organs)]


class ColumnsView(ConsoleView):
    """The columns, those longest overdue first."""

    ability = Ability.SITE_EDIT

    def asked(self) -> str:
        """The state asked for."""
        return self.request.GET.get("state", "")[:10]

    def found(self) -> list[Currency]:
        """The columns in this state; ``late`` are those whose update is overdue."""
        state = self.asked()
        rows = currencies(columns(state=state), today=timezone.localdate(self.now))
        return [each for each in rows if each.late] if state == "late" else rows

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        pages = page_of_list(self.found(), request.GET)
        return self.page("structure/console/columns.html", rows=pages.rows, pages=pages, state=self.asked())


class ColumnsExportView(ColumnsView):
    """The same as a table."""

    def get(self, request: HttpRequest) -> StreamingHttpResponse:  # type: ignore[override]  # a file, not a page
        """The table."""
        headers = {"Content-Disposition": f'attachment; filename="columns-{timezone.localdate(self.now)}.csv"'}
        lines = csv_lines(_rows(self.found()))
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _rows(found: Iterable[Currency]) -> Iterator[list[object]]:
    yield ["code", "name", "organ", "list", "active", "updated_on", "due_on", "days_late"]
    for each in found:
        row, due = each.column, each.duty.due_on if each.duty else None
        yield [row.code, row.chinese, row.organ.name, row.list, row.active, each.updated_on, due, each.late]


class _ColumnPage(FormPage):
    ability = Ability.SITE_EDIT
    fields = _FIELDS

    def shown_as(self, title: str, form: forms.Form, *, status: int = 200) -> HttpResponse:
        """The page."""
        back = (reverse("console-structure:columns"), _("Columns"))
        return self.shown(form, status=status, title=title, button=_("Keep"), back=back)


class ColumnNewView(_ColumnPage):
    """A new column."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return self.shown_as(_("New column"), ColumnForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Set it up."""
        form = ColumnForm(request.POST)
        if form.is_valid():
            try:
                column_create(code=form.cleaned_data["code"], shape=form.shape(), actor=self.actor, now=self.now)
            except GongkaiError as error:
                self.told(form, error)
            else:
                return self.done(_("The column is there."), reverse("console-structure:columns"))
        return self.shown_as(_("New column"), form, status=400)


class ColumnChangeView(_ColumnPage):
    """What it is."""

    def get(self, request: HttpRequest, column: str) -> HttpResponse:
        """The form as it stands."""
        held = column_of(column)
        shown = {name: getattr(held, name) for name in ("chinese", "english", "list", "every")}
        return self.shown_as(held.chinese, ShapeForm(initial=shown | {"organ": held.organ.code}))

    def post(self, request: HttpRequest, column: str) -> HttpResponse:
        """Change it."""
        held, form = column_of(column), ShapeForm(request.POST)
        if form.is_valid():
            try:
                column_change(held.code, shape=form.shape(), actor=self.actor, now=self.now)
            except GongkaiError as error:
                self.told(form, error)
            else:
                return self.done(_("Kept."), reverse("console-structure:columns"))
        return self.shown_as(held.chinese, form, status=400)


class ColumnSwitchView(ConsoleView):
    """Have it without a page, or be there again."""

    ability = Ability.SITE_EDIT
    active = False

    def post(self, request: HttpRequest, column: str) -> HttpResponse:
        """At once."""
        held = column_switch(column, active=self.active, actor=self.actor, now=self.now)
        told = _("%(name)s is there again.") if self.active else _("%(name)s is off: no page, and nothing owed.")
        return self.done(told % {"name": held.chinese}, reverse("console-structure:columns"))
