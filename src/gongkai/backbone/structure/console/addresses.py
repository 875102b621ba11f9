"""Short addresses: the list, a new one, where it leads; and the sites the administrator allows."""

from collections.abc import Iterable, Iterator

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.backbone.structure.models import ShortAddress
from gongkai.backbone.structure.selectors.addresses import address, addresses, hosts, may_lead_to
from gongkai.backbone.structure.services.addresses import (
    address_change,
    address_create,
    address_switch,
    host_switch,
)
from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.actors import Ability
from gongkai.kernel.console.form_pages import FormPage
from gongkai.kernel.console.pages import ConsoleView
from gongkai.kernel.console.paging import page_of_list, page_of_rows
from gongkai.kernel.console.spreadsheets import csv_lines

_FIELDS = {
    "short_address_malformed": "path",
    "short_address_taken": "path",
    "link_malformed": "target",
    "host_not_allowed": "target",
    "address_leads_on": "target",
    "target_missing_page": "target",
    "host_malformed": "name",
}


class TargetForm(forms.Form):
    """Where an address leads."""

    target = forms.CharField(
        label=gettext_lazy("Leads to"),
        max_length=300,
        help_text=gettext_lazy("An address of this site that begins with a slash, or a whole one of an allowed site"),
    )
    permanent = forms.BooleanField(
        label=gettext_lazy("For good"),
        required=False,
        help_text=gettext_lazy("Search engines then keep the page it leads to; else they keep asking."),
    )
    note = forms.CharField(label=gettext_lazy("What it is for"), max_length=200, required=False)


class AddressForm(TargetForm):
    """A new short address."""

    path = forms.CharField(
        label=gettext_lazy("Short address"),
        max_length=130,
        help_text=gettext_lazy("A slash and one word or two that people can remember"),
    )
    field_order = ("path",)


class HostForm(forms.Form):
    """Another site."""

    name = forms.CharField(label=gettext_lazy("Domain of the site"), max_length=120)

    def clean_name(self) -> str:
        """Domains know no capitals."""
        return str(self.cleaned_data["name"]).strip().lower()


class AddressesView(ConsoleView):
    """The short addresses there are."""

    ability = Ability.SITE_EDIT

    def asked(self) -> dict[str, str]:
        """The filters as they were given."""
        return {name: self.request.GET.get(name, "").strip()[:120] for name in ("text", "state")}

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list."""
        rows = page_of_rows(addresses(**self.asked()), request.GET)
        shown = [(row, may_lead_to(row.target)) for row in rows.rows]
        return self.page("structure/console/addresses.html", rows=shown, pages=rows, asked=self.asked())


class AddressesExportView(AddressesView):
    """The same as a table."""

    def get(self, request: HttpRequest) -> StreamingHttpResponse:  # type: ignore[override]  # a file, not a page
        """The table."""
        lines = csv_lines(_rows(addresses(**self.asked()).iterator(chunk_size=1000)))
        headers = {"Content-Disposition": f'attachment; filename="addresses-{timezone.localdate(self.now)}.csv"'}
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _rows(found: Iterable[ShortAddress]) -> Iterator[list[object]]:
    yield ["path", "target", "status", "active", "note", "changed_by", "changed_at"]
    for row in found:
        status, at = 301 if row.permanent else 302, timezone.localtime(row.changed_at).isoformat(timespec="seconds")
        yield [row.path, row.target, status, row.active, row.note, row.changed_by_label, at]


class _AddressPage(FormPage):
    ability = Ability.SITE_EDIT
    fields = _FIELDS

    def shown_as(self, title: str, form: forms.Form, *, status: int = 200) -> HttpResponse:
        """The page."""
        back = (reverse("console-structure:addresses"), _("Short addresses"))
        return self.shown(form, status=status, title=title, button=_("Keep"), back=back)


class AddressNewView(_AddressPage):
    """A new short address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return self.shown_as(_("New short address"), AddressForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Create it."""
        form = AddressForm(request.POST)
        if form.is_valid():
            try:
                address_create(**form.cleaned_data, actor=self.actor, now=self.now)
            except GongkaiError as error:
                self.told(form, error)
            else:
                return self.done(_("It leads there from now on."), reverse("console-structure:addresses"))
        return self.shown_as(_("New short address"), form, status=400)


class AddressChangeView(_AddressPage):
    """Where it leads."""

    def get(self, request: HttpRequest, row: int) -> HttpResponse:
        """The form as it stands."""
        held = address(row)
        return self.shown_as(held.path, TargetForm(initial={n: getattr(held, n) for n in TargetForm.base_fields}))

    def post(self, request: HttpRequest, row: int) -> HttpResponse:
        """Change it."""
        held, form = address(row), TargetForm(request.POST)
        if form.is_valid():
            try:
                address_change(held.pk, **form.cleaned_data, actor=self.actor, now=self.now)
            except GongkaiError as error:
                self.told(form, error)
            else:
                return self.done(_("Kept."), reverse("console-structure:addresses"))
        return self.shown_as(held.path, form, status=400)


class AddressSwitchView(ConsoleView):
    """Have it lead nowhere, or lead on again."""

    ability = Ability.SITE_EDIT
    active = False

    def post(self, request: HttpRequest, row: int) -> HttpResponse:
        """At once."""
        held = address_switch(row, active=self.active, actor=self.actor, now=self.now)
        told = _("%(path)s leads on again.") if self.active else _("%(path)s leads nowhere now.")
        return self.done(told % {"path": held.path}, reverse("console-structure:addresses"))


class HostsView(FormPage):
    """The sites short addresses may lead to: for the administrator."""

    ability = Ability.HOST_ALLOW
    template = "structure/console/hosts.html"
    fields = _FIELDS

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list, and the form for another."""
        return self._shown(HostForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Allow a site, or with ``refuse`` allow it no more."""
        form = HostForm(request.POST)
        if form.is_valid():
            try:
                active = "refuse" not in request.POST
                host_switch(name=form.cleaned_data["name"], active=active, actor=self.actor, now=self.now)
            except GongkaiError as error:
                self.told(form, error)
            else:
                return self.done(_("Kept."), reverse("console-structure:hosts"))
        return self._shown(form, status=400)

    def _shown(self, form: forms.Form, *, status: int = 200) -> HttpResponse:
        return self.shown(form, status=status, pages=page_of_list(list(hosts()), self.request.GET))
