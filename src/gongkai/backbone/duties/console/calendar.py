"""The screen on which the next year's notice of holidays is entered: first tried, then for good."""

import json
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.backbone.duties import law_in_use, services
from gongkai.kernel.actors import Ability
from gongkai.kernel.console.pages import ConsoleView


class NoticeForm(forms.Form):
    """A notice as it is read from the page: holidays one to a line, working Saturdays and Sundays in a row."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2004, max_value=2060)
    source = forms.CharField(label=gettext_lazy("Title of the notice"), max_length=200)
    off = forms.CharField(
        label=gettext_lazy("Holidays, one to a line: name, first day, last day"),
        widget=forms.Textarea(attrs={"rows": 8, "placeholder": "春节 2027-02-05 2027-02-11"}),
    )
    work = forms.CharField(
        label=gettext_lazy("Saturdays and Sundays that are worked"),
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "2027-02-14 2027-02-20"}),
        required=False,
    )

    def clean_off(self) -> list[tuple[str, date, date]]:
        """The holidays."""
        found = []
        for line in self.cleaned_data["off"].splitlines():
            words = line.split()
            if not words:
                continue
            try:
                name, first, last = words
                found.append((name, date.fromisoformat(first), date.fromisoformat(last)))
            except ValueError as error:
                message = _("“%(line)s” is not a name and two days such as 2027-02-05") % {"line": line}
                raise forms.ValidationError(message) from error
        return found

    def clean_work(self) -> list[date]:
        """The days worked."""
        try:
            return [date.fromisoformat(word) for word in self.cleaned_data["work"].split()]
        except ValueError as error:
            raise forms.ValidationError(_("Give each day as 2027-02-14.")) from error

    def as_toml(self) -> str:
        """The notice in the form that is kept."""
        given: dict[str, Any] = self.cleaned_data
        off = "".join(f"  {{ name = {_text(name)}, from = {a}, to = {b} }},\n" for name, a, b in given["off"])
        work = ", ".join(map(str, given["work"]))
        return (
            f'year = {given["year"]}\nsource = {_text(given["source"])}\ncertainty = "V"\n'
            f"off = [\n{off}]\nwork = [{work}]\n"
        )


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


class CalendarView(ConsoleView):
    """Which notices are known, and the form for the next."""

    ability = Ability.CALENDAR_EDIT

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form, for the first year without a notice."""
        year = max(law_in_use.calendar_in_use().announced) + 1
        source = f"国务院办公厅关于{year}年部分节假日安排的通知"
        return self._page(NoticeForm(initial={"year": year, "source": source}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Try the notice, or with ``enter`` enter it."""
        form = NoticeForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=400)
        text = form.as_toml()
        if "enter" in request.POST:
            entered = services.notice_enter(text, actor=self.actor, now=self.now)
            told = {"year": entered.notice.year, "moved": entered.changes.moved}
            words = _("The notice of %(year)s is entered; %(moved)s duties have another day now.") % told
            return self.done(words, reverse("console-duties:calendar"))
        return self._page(form, trial=services.notice_try(text, actor=self.actor))

    def _page(self, form: NoticeForm, *, trial: services.NoticeTrial | None = None, status: int = 200) -> HttpResponse:
        calendar = law_in_use.calendar_in_use()
        return self.page(
            "duties/console/calendar.html",
            status=status,
            form=form,
            trial=trial,
            years=sorted(calendar.announced),
        )
