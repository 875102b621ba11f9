"""The desk of one record, and what every page about one record shares."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from gongkai.backbone.records import desk, remarks, services
from gongkai.backbone.records.console.comparing import of_working_copy
from gongkai.backbone.records.console.fields import fields_of
from gongkai.backbone.records.console.words import STATES
from gongkai.backbone.records.models import Record, State
from gongkai.backbone.records.selectors import address
from gongkai.foundations import texts
from gongkai.foundations.errors import in_english
from gongkai.kernel.actors import Ability
from gongkai.kernel.console.pages import ConsoleView


class RecordPage(ConsoleView):
    """A page about one record, reached only by those who may see it."""

    ability = Ability.RECORD_SEE

    def index_number(self) -> str:
        """The record's index number, from the address."""
        return f"{self.kwargs['prefix']}/{self.kwargs['number']}"

    def record(self) -> Record:
        """The record. Raises ``RecordMissingError`` when the actor may not know of it."""
        return desk.visible(self.index_number(), actor=self.actor)

    def desk_address(self) -> str:
        """The address of the record's desk."""
        return self._address("record")

    def read_address(self) -> str:
        """The address at which the record is looked through beside its original."""
        return self._address("read")

    def _address(self, name: str) -> str:
        place = {"prefix": self.kwargs["prefix"], "number": self.kwargs["number"]}
        return reverse(f"console-records:{name}", kwargs=place)

    def after_refusal(self) -> str:
        """Back to the desk."""
        return self.desk_address()


def hindrances_told(record: Record, now: datetime) -> list[str]:
    """What would keep a working copy from publication, in the language of the person; nothing once it is published."""
    if record.state in {State.PUBLISHED, State.WITHDRAWN}:
        return []
    is_chinese = (get_language() or "").startswith("zh")
    reasons = services.hindrances(record, now=now)
    return [reason.message if is_chinese else in_english(reason.code, {}) or reason.message for reason in reasons]


class RecordView(RecordPage):
    """Everything about a record at a glance, and what can be done with it now."""

    def get(self, request: HttpRequest, prefix: str, number: str) -> HttpResponse:
        """The desk."""
        record, language = self.record(), get_language() or ""
        steps = desk.chain(record, language)
        document = texts.from_data(record.document)
        return self.page(
            "records/console/record.html",
            record=record,
            state=STATES[record.state],
            fields=fields_of(record, language),
            difference=of_working_copy(record, language, self.now),
            text=mark_safe(texts.to_html(document, record.outline)),  # noqa: S308 - to_html escapes every word
            steps=steps,
            step=next((s for s in steps if s.is_open and desk.may_decide(record, s.code, self.actor)), None),
            actions=desk.actions(record, self.actor),
            **remarks.shown(record, self.actor, language, self.now),
            public_address=address(record.index_number) if record.edition else "",
        )
